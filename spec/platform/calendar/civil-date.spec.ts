import { expect } from 'chai';
import fc from 'fast-check';
import { addDays, addMonths, addYears, civilDate, civilToday, daysBetween, lastDayOfValidity, parseCivilDate, weekdayOf } from '../../../src/platform/calendar/index.js';
import type { CivilDate } from '../../../src/platform/calendar/index.js';

const anyDay: fc.Arbitrary<CivilDate> = fc.integer({ min: 0, max: 100_000 }).map((days) => addDays(civilDate('1900-01-01'), days));

describe('a civil date', () => {
  it('is a day that exists', () => {
    expect(parseCivilDate('2024-02-29')).to.equal('2024-02-29');
    for (const text of ['2023-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-1-1', '20260101', '2026-01-01T00:00', ' 2026-01-01', '0999-01-01', '']) {
      expect(parseCivilDate(text), text).to.equal(null);
    }
    expect(() => civilDate('2026-13-45')).to.throw(RangeError);
  });

  it('is the day in Shanghai, also when it is still yesterday in London', () => {
    expect(civilToday(new Date('2026-01-31T15:59:59Z'))).to.equal('2026-01-31');
    expect(civilToday(new Date('2026-01-31T16:00:00Z'))).to.equal('2026-02-01');
  });

  it('knows its weekday', () => {
    expect(weekdayOf(civilDate('2026-01-05'))).to.equal(1);
    expect(weekdayOf(civilDate('1969-12-28'))).to.equal(7);
  });

  it('a period of months ends on the corresponding day, or on the last day of a shorter month (民法典 art. 202)', () => {
    expect(addMonths(civilDate('2025-01-31'), 1)).to.equal('2025-02-28');
    expect(addMonths(civilDate('2025-08-31'), 6)).to.equal('2026-02-28');
    expect(addMonths(civilDate('2025-03-31'), -1)).to.equal('2025-02-28');
    expect(addYears(civilDate('2024-02-29'), 1)).to.equal('2025-02-28');
    expect(addYears(civilDate('2024-02-29'), 4)).to.equal('2028-02-29');
  });

  it('a licence of five years issued on the 8th is good through the 7th', () => {
    expect(lastDayOfValidity(civilDate('2021-09-08'), 5)).to.equal('2026-09-07');
    expect(lastDayOfValidity(civilDate('2024-03-01'), 5)).to.equal('2029-02-28');
  });

  it('adding days and counting them are inverse, over leap years and centuries', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: -40_000, max: 40_000 }), (day, days) => {
      const other = addDays(day, days);
      expect(daysBetween(day, other)).to.equal(days);
      expect(other > day).to.equal(days > 0);
    }));
  });
});
