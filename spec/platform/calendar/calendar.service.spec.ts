import { expect } from 'chai';
import { CalendarService, civilDate } from '../../../src/platform/calendar/index.js';
import { systemContext } from '../../../src/platform/context.js';
import { Problem } from '../../../src/platform/problem.js';
import { testDatabase } from '../../support/database.js';

const context = systemContext('test', new Date('2026-03-01T00:00:00Z'));
const source = '测试通知〔2026〕1号';

describe('the calendar service', () => {
  const db = testDatabase();
  let calendar: CalendarService;
  beforeEach(() => { calendar = new CalendarService(db.sql); });

  it('answers the due date with its certainty', async () => {
    expect(await calendar.due({ from: civilDate('2025-09-26'), workingDays: 4 })).to.deep.equal({ due: '2025-10-09', provisional: false });
  });

  it('refuses what it cannot count', async () => {
    for (const [from, workingDays] of [['2026-01-01', -1], ['2026-01-01', 2001], ['2026-01-01', 1.5], ['1900-01-01', 1], ['9999-12-31', 1]] as const) {
      const error = await calendar.due({ from: civilDate(from), workingDays }).catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(Problem).with.property('code', 'calendar-period-out-of-range');
    }
  });

  it('sees a declaration as soon as it is committed, in every process', async () => {
    const elsewhere = new CalendarService(db.sql);
    const question = { from: civilDate('2026-03-02'), workingDays: 1 };
    expect((await elsewhere.due(question)).due).to.equal('2026-03-03');
    await db.tx((tx) => calendar.recordOverride(tx, context, { day: civilDate('2026-03-03'), kind: 'holiday', name: '停工', source }));
    expect((await elsewhere.due(question)).due).to.equal('2026-03-04');
    await db.tx((tx) => calendar.removeOverride(tx, civilDate('2026-03-03')));
    expect((await elsewhere.due(question)).due).to.equal('2026-03-03');
  });

  it('forgets a declaration that was rolled back, also when its revision is used again', async () => {
    const question = { from: civilDate('2026-03-09'), workingDays: 1 };
    await db.tx(async (tx) => {
      await calendar.recordOverride(tx, context, { day: civilDate('2026-03-10'), kind: 'holiday', name: '停工', source });
      expect((await calendar.due(question, tx)).due).to.equal('2026-03-11');
      throw new Error('rolled back');
    }).catch((error: Error) => expect(error.message).to.equal('rolled back'));
    await db.tx((tx) => calendar.declareYear(tx, context, { year: 2027, covered: true, source }));
    expect((await calendar.due(question)).due).to.equal('2026-03-10');
    expect(await calendar.coveredYears()).to.include(2027);
  });

  it('removing what is not recorded is a 404', async () => {
    const error = await db.tx((tx) => calendar.removeOverride(tx, civilDate('2026-08-08'))).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(Problem).with.property('status', 404);
  });
});
