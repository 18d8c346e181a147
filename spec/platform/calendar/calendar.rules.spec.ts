import { expect } from 'chai';
import fc from 'fast-check';
import {
  addDays, addWorkingDays, civilDate, isWorkingDay, packagedHolidayTable, pausedPeriodEnd, periodEnd, workingDaysBetween,
} from '../../../src/platform/calendar/index.js';

const table = packagedHolidayTable();
const day = civilDate;
const days2025 = fc.integer({ min: 0, max: 364 }).map((n) => addDays(day('2025-01-01'), n));

describe('working days', () => {
  it('follow the official arrangement of 2025', () => {
    const off = [...days('2025-01-28', '2025-02-04'), '2025-01-01', ...days('2025-04-04', '2025-04-06'), ...days('2025-05-01', '2025-05-05'),
      ...days('2025-05-31', '2025-06-02'), ...days('2025-10-01', '2025-10-08')];
    const worked = ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'];
    for (const date of off) expect(isWorkingDay(table, day(date)), date).to.equal(false);
    for (const date of worked) expect(isWorkingDay(table, day(date)), date).to.equal(true);
    expect(workingDaysBetween(table, day('2024-12-31'), day('2025-12-31'))).to.equal(248);
  });

  it('follow the official arrangement of 2026', () => {
    const off = [...days('2026-01-01', '2026-01-03'), ...days('2026-02-15', '2026-02-23'), ...days('2026-04-04', '2026-04-06'),
      ...days('2026-05-01', '2026-05-05'), ...days('2026-06-19', '2026-06-21'), ...days('2026-09-25', '2026-09-27'), ...days('2026-10-01', '2026-10-07')];
    const worked = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'];
    for (const date of off) expect(isWorkingDay(table, day(date)), date).to.equal(false);
    for (const date of worked) expect(isWorkingDay(table, day(date)), date).to.equal(true);
  });

  it('are counted without the first day', () => {
    // Monday 2026-03-02: one working day later is Tuesday, seven are Wednesday of the next week.
    expect(addWorkingDays(table, day('2026-03-02'), 1)).to.deep.equal({ due: '2026-03-03', provisional: false });
    expect(addWorkingDays(table, day('2026-03-02'), 7)).to.deep.equal({ due: '2026-03-11', provisional: false });
  });

  it('count a Sunday that is worked and skip the National Day week', () => {
    // Fri 2025-09-26 → Sun 28 (worked) 1, Mon 2, Tue 3, then 9 Oct 4, 10 Oct 5, Sat 11 Oct (worked) 6.
    expect(addWorkingDays(table, day('2025-09-26'), 1).due).to.equal('2025-09-28');
    expect(addWorkingDays(table, day('2025-09-26'), 4).due).to.equal('2025-10-09');
    expect(addWorkingDays(table, day('2025-09-26'), 6).due).to.equal('2025-10-11');
  });

  it('of zero length end at once, or on the next working day', () => {
    expect(addWorkingDays(table, day('2026-03-02'), 0).due).to.equal('2026-03-02');
    expect(addWorkingDays(table, day('2026-10-01'), 0).due).to.equal('2026-10-08');
  });

  it('that reach into a year whose holidays are not announced give a provisional due date', () => {
    const last = Math.max(...table.coveredYears);
    expect(addWorkingDays(table, day(`${last}-12-01`), 5).provisional).to.equal(false);
    expect(addWorkingDays(table, day(`${last}-12-20`), 20)).to.deep.include({ provisional: true });
    expect(addWorkingDays(table, day(`${last + 2}-03-01`), 1).provisional).to.equal(true);
    expect(addWorkingDays(table, day('2003-12-30'), 400).provisional).to.equal(true);
    expect(addWorkingDays(table, day('2003-12-31'), 10).provisional).to.equal(false);
  });

  it('are refused beyond 2000 and below 0', () => {
    for (const n of [-1, 2001, 1.5, Number.NaN]) expect(() => addWorkingDays(table, day('2026-01-01'), n)).to.throw(RangeError);
  });

  it('n working days later lie exactly n working days, and the due date is one', () => {
    fc.assert(fc.property(days2025, fc.integer({ min: 1, max: 200 }), (from, n) => {
      const { due } = addWorkingDays(table, from, n);
      expect(isWorkingDay(table, due)).to.equal(true);
      expect(workingDaysBetween(table, from, due)).to.equal(n);
    }));
  });
});

describe('a period of days, months or years', () => {
  it('runs over days off but never ends on one (民法典 art. 203)', () => {
    expect(periodEnd(table, day('2025-09-21'), { amount: 10, unit: 'day' }).due).to.equal('2025-10-09');
    expect(periodEnd(table, day('2025-09-20'), { amount: 10, unit: 'day' }).due).to.equal('2025-09-30');
    expect(periodEnd(table, day('2025-04-01'), { amount: 6, unit: 'month' }).due).to.equal('2025-10-09');
    expect(periodEnd(table, day('2023-02-11'), { amount: 3, unit: 'year' }).due).to.equal('2026-02-11');
  });

  it('that would end on a worked Sunday ends there', () => {
    expect(periodEnd(table, day('2025-08-28'), { amount: 1, unit: 'month' }).due).to.equal('2025-09-28');
  });

  it('is provisional when it ends in a year not announced', () => {
    const last = Math.max(...table.coveredYears);
    expect(periodEnd(table, day(`${last}-06-01`), { amount: 1, unit: 'year' }).provisional).to.equal(true);
  });
});

describe('a period whose clock stood still', () => {
  const seven = { amount: 7, unit: 'working-day' } as const;

  it('gets back the working days of the pause', () => {
    const without = addWorkingDays(table, day('2026-03-02'), 7).due;
    const paused = pausedPeriodEnd(table, day('2026-03-02'), seven, [{ from: day('2026-03-04'), to: day('2026-03-06') }]).due;
    expect(workingDaysBetween(table, without, paused)).to.equal(2);
  });

  it('gains nothing from a weekend, from a pause after its end or from one before its first day', () => {
    const plain = addWorkingDays(table, day('2026-03-02'), 7).due;
    for (const [from, to] of [['2026-03-07', '2026-03-09'], ['2026-04-01', '2026-04-10'], ['2026-02-01', '2026-03-03']] as const) {
      expect(pausedPeriodEnd(table, day('2026-03-02'), seven, [{ from: day(from), to: day(to) }]).due, from).to.equal(plain);
    }
  });

  it('of days gets back calendar days', () => {
    expect(pausedPeriodEnd(table, day('2026-03-02'), { amount: 60, unit: 'day' }, [{ from: day('2026-03-10'), to: day('2026-03-20') }]).due)
      .to.equal('2026-05-11');
  });

  it('that never paused ends as if nothing were asked', () => {
    fc.assert(fc.property(days2025, fc.integer({ min: 0, max: 90 }), fc.constantFrom('working-day' as const, 'day' as const, 'month' as const), (from, amount, unit) => {
      expect(pausedPeriodEnd(table, from, { amount, unit }, [])).to.deep.equal(periodEnd(table, from, { amount, unit }));
    }));
  });
});

function days(from: string, to: string): string[] {
  const list: string[] = [];
  for (let date = day(from); date <= to; date = addDays(date, 1)) list.push(date);
  return list;
}
