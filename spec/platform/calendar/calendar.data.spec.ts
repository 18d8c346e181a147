import { expect } from 'chai';
import { addWorkingDays, civilDate, isWorkingDay, packagedHolidayTable, withDeclarations } from '../../../src/platform/calendar/index.js';
import { tableOf } from '../../../src/platform/calendar/calendar.data.js';

const packaged = packagedHolidayTable();

describe('the packaged holiday arrangements', () => {
  it('cover every year from 2004 to 2026 and no year before', () => {
    for (let year = 2004; year <= 2026; year++) expect(packaged.coveredYears.has(year), String(year)).to.equal(true);
    expect(packaged.coveredYears.has(2003)).to.equal(false);
    expect(packaged.coveredYears.has(2100)).to.equal(false);
  });

  it('do not cover a year of which only New Year is known', () => {
    const table = tableOf({ holidays: { '2030-01-01': "New Year's Day,元旦,1" }, workdays: { '2030-01-05': "New Year's Day,元旦,1" } });
    expect(table.coveredYears.has(2030)).to.equal(false);
    expect(isWorkingDay(table, civilDate('2030-01-01'))).to.equal(false);
  });
});

describe('declarations over the arrangements', () => {
  it('turn a working day into a holiday and back', () => {
    const monday = civilDate('2026-03-02');
    const closed = withDeclarations(packaged, [{ day: monday, kind: 'holiday', name: '台风停工' }], []);
    expect(isWorkingDay(closed, monday)).to.equal(false);
    const reopened = withDeclarations(closed, [{ day: monday, kind: 'workday', name: '恢复' }], []);
    expect(isWorkingDay(reopened, monday)).to.equal(true);
    expect(isWorkingDay(packaged, monday)).to.equal(true);
  });

  it('make a year reliable, or not', () => {
    const next = Math.max(...packaged.coveredYears) + 1;
    const entered = withDeclarations(packaged, [], [{ year: next, covered: true }]);
    expect(addWorkingDays(entered, civilDate(`${next}-03-01`), 5).provisional).to.equal(false);
    const doubted = withDeclarations(packaged, [], [{ year: 2025, covered: false }]);
    expect(addWorkingDays(doubted, civilDate('2025-03-03'), 5).provisional).to.equal(true);
  });
});
