import { language, t } from './text.js';

/** Dates in the reader's own manner, where it is the page's language: 24 h and day first for en-GB. */
export const locale = navigator.languages.find(tag => tag.split('-')[0] === language) ?? language;
const format = options => new Intl.DateTimeFormat(locale, options);

const clockTime = format({ timeStyle: 'short' });
const weekday = format({ weekday: 'short' });
const dayMonth = format({ weekday: 'short', day: 'numeric', month: 'short' });
const dayMonthYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
const full = format({ dateStyle: 'full', timeStyle: 'short' });
const monthYear = format({ month: 'long', year: 'numeric' });
const wholeDay = format({ weekday: 'long', day: 'numeric', month: 'long' });
const number = format({ day: 'numeric' });
const weekdays = { short: weekday, long: format({ weekday: 'long' }) };
const zoneName = format({ timeZoneName: 'shortOffset' });
const fromNow = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `Europe/Berlin, GMT+1`: the offset is the one in force at that time. */
export function zoneAt(date) {
  const offset = zoneName.formatToParts(date).find(({ type }) => type === 'timeZoneName').value;
  return zone === 'UTC' || offset === zone ? offset : `${zone.replaceAll('_', ' ')}, ${offset}`;
}

export const monthName = date => capital(monthYear.format(date));
export const fullDay = date => wholeDay.format(date);
export const dayNumber = date => number.format(date);
export const weekdayName = (date, length) => weekdays[length].format(date);

export const timeOfDay = date => clockTime.format(date);

/** The date and hour as briefly as is clear: `Today 19:00`, `Sat 20:00`, `Tue, 3 Mar 20:00`. */
export function when(date, now = new Date()) {
  return `${day(date, now)} ${timeOfDay(date)}`;
}

/** The same in the middle of a sentence: `today 19:00`. */
export const whenWithin = date => `${dayWithin(date)} ${timeOfDay(date)}`;
export const dayWithin = date => day(date, new Date(), text => text);

/** The date without the hour. */
export function day(date, now = new Date(), spelt = capital) {
  const days = Math.round((midnight(date) - midnight(now)) / DAY);
  if (Math.abs(days) <= 1) return spelt(fromNow.format(days, 'day'));
  if (days > 1 && days < 7) return weekday.format(date);
  return date.getFullYear() === now.getFullYear() ? dayMonth.format(date) : dayMonthYear.format(date);
}

const midnight = date => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** What a pointer that rests on a time reads: everything, and the zone. */
export const exact = date => `${full.format(date)} (${zoneAt(date)})`;

/** `in 2 h`, `3 d ago`. */
export function relative(date, now = new Date()) {
  const ms = date - now;
  const far = Math.abs(ms);
  if (far < MINUTE) return t('time.now');
  return t(ms > 0 ? 'time.in' : 'time.ago', { length: rough(far) });
}

function rough(ms) {
  if (ms < HOUR) return t('time.minutes', { n: Math.floor(ms / MINUTE) });
  if (ms < DAY) return t('time.hours', { n: Math.round(ms / HOUR) });
  return t('time.days', { n: Math.round(ms / DAY) });
}

/** `1 h 30 min` */
export function length(ms) {
  const minutes = Math.round(ms / MINUTE);
  const parts = [];
  if (minutes >= 60) parts.push(t('time.hours', { n: Math.floor(minutes / 60) }));
  if (minutes % 60 || minutes === 0) parts.push(t('time.minutes', { n: minutes % 60 }));
  return parts.join(' ');
}

/** `00:42:17`, and days in front of a long wait: `2 d 04:05:06`. */
export function counter(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = n => String(n).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return days ? `${t('time.days', { n: days })} ${clock}` : clock;
}

/** The same as a duration that `<time>` and screen readers take. */
export const isoLength = ms => `PT${Math.max(0, Math.floor(ms / 1000))}S`;

/** For `<input type="datetime-local">`, which knows no zone: it shows the reader's. */
export function toLocalInput(date) {
  return new Date(date.getTime() - date.getTimezoneOffset() * MINUTE).toISOString().slice(0, 16);
}

/** @returns {Date | null} */
export function fromLocalInput(text) {
  const date = new Date(text);
  return text && Number.isFinite(date.getTime()) ? date : null;
}

export function timeIn(timeZone, date = new Date()) {
  try {
    return format({ timeStyle: 'short', timeZone }).format(date);
  } catch {
    return null; // a zone that this browser does not know yet
  }
}
