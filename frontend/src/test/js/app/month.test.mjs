import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.document ??= { documentElement: {} };
globalThis.navigator ??= { languages: ['en'] };
const { Month } = await import('../../../main/resources/web/app/month.js');

test('a month has whole weeks, and each of its days once', () => {
  for (let n = 0; n < 240; n++) {
    const month = new Month(2020, n);
    const days = month.weeks.flat();
    assert.equal(days.length % 7, 0);
    const own = days.filter(day => month.has(day)).map(day => day.getDate());
    const last = new Date(month.year, month.month + 1, 0).getDate();
    assert.deepEqual(own, Array.from({ length: last }, (_, i) => i + 1), month.text);
    assert.ok(days.slice(0, 7).some(day => month.has(day)) && days.slice(-7).some(day => month.has(day)), month.text);
    assert.ok(month.weeks.every(week => week[0].getDay() === days[0].getDay()));
  }
});

test('months are counted over years, and read from addresses', () => {
  assert.equal(new Month(2026, 11).plus(1).text, '2027-01');
  assert.equal(new Month(2026, 0).plus(-1).text, '2025-12');
  assert.equal(Month.parse('2026-11').text, '2026-11');
  for (const text of [null, '', '2026-13', '2026-1', 'soon']) assert.equal(Month.parse(text, new Date(2030, 4, 9)).text, '2030-05');
});
