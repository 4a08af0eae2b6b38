import { locale } from './time.js';

/** The first day of a week where the reader lives: 1 is Monday, 7 Sunday. */
const firstDay = (() => {
  const place = new Intl.Locale(locale);
  return (place.getWeekInfo?.() ?? place.weekInfo ?? { firstDay: 1 }).firstDay % 7;
})();

/** A month in the reader's zone, with days counted by the calendar: one that the clock changes in has 23 hours or 25. */
export class Month {
  /** @param {number} month 0 to 11; beyond, it is of another year */
  constructor(year, month) {
    const first = new Date(year, month, 1);
    [this.year, this.month] = [first.getFullYear(), first.getMonth()];
  }

  static of(date) {
    return new Month(date.getFullYear(), date.getMonth());
  }

  /** @param {string | null} text `2026-11`; what is none is this month */
  static parse(text, now = new Date()) {
    const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text ?? '') ?? [];
    return year ? new Month(Number(year), Number(month) - 1) : Month.of(now);
  }

  get text() {
    return `${String(this.year).padStart(4, '0')}-${String(this.month + 1).padStart(2, '0')}`;
  }

  get first() {
    return new Date(this.year, this.month, 1);
  }

  plus(months) {
    return new Month(this.year, this.month + months);
  }

  has(date) {
    return date.getFullYear() === this.year && date.getMonth() === this.month;
  }

  /** The weeks that it touches, seven days each. @returns {Date[][]} */
  get weeks() {
    const before = (this.first.getDay() - firstDay + 7) % 7;
    const day = n => new Date(this.year, this.month, 1 - before + n);
    const last = new Date(this.year, this.month + 1, 0);
    const weeks = [];
    for (let n = 0; day(n) <= last; n += 7) weeks.push(Array.from({ length: 7 }, (_, i) => day(n + i)));
    return weeks;
  }
}

export const sameDay = (one, other) => one.toDateString() === other.toDateString();
