import { expect } from 'chai';
import { CalendarService, civilDate, DeadlineRepository, packagedHolidayTable } from '../../../src/platform/calendar/index.js';
import type { Deadline, NewDeadline } from '../../../src/platform/calendar/index.js';
import { systemContext } from '../../../src/platform/context.js';
import { newId } from '../../../src/platform/id.js';
import { Problem } from '../../../src/platform/problem.js';
import { testDatabase } from '../../support/database.js';

const table = packagedHolidayTable();
const day = civilDate;

describe('deadlines', () => {
  const db = testDatabase();
  const deadlines = new DeadlineRepository();

  function acceptance(changes: Partial<NewDeadline> = {}): Promise<Deadline> {
    return db.tx((tx) => deadlines.open(tx, table, {
      rule: 'case-acceptance', subjectKind: 'case', subjectId: newId(), divisionCode: '440104', institutionId: null,
      startOn: day('2026-03-02'), period: { amount: 7, unit: 'working-day' }, ...changes,
    }));
  }
  const refused = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);

  it('are kept with their rule, start, length and due date', async () => {
    const { id } = await acceptance();
    expect(await deadlines.byId(db.sql, id)).to.deep.include({
      rule: 'case-acceptance', startOn: '2026-03-02', amount: 7, unit: 'working-day', dueOn: '2026-03-11', provisional: false,
      state: 'running', outcome: null, closedOn: null,
    });
  });

  it('run once at a time for one record and rule', async () => {
    const { subjectId } = await acceptance();
    expect(await refused(acceptance({ subjectId }))).to.have.property('constraint', 'deadline_one_open');
  });

  it('stand still while material is awaited and give the days back', async () => {
    const { id } = await acceptance();
    await db.tx((tx) => deadlines.pause(tx, id, day('2026-03-04'), '补充材料'));
    expect(await refused(db.tx((tx) => deadlines.pause(tx, id, day('2026-03-05'), '再次')))).to.be.instanceOf(Problem);
    const resumed = await db.tx((tx) => deadlines.resume(tx, table, id, day('2026-03-06')));
    expect(resumed).to.deep.include({ state: 'running', dueOn: '2026-03-13' });
    expect(await deadlines.spans(db.sql, id)).to.deep.equal([{ from: '2026-03-04', to: '2026-03-06', reason: '补充材料' }]);
  });

  it('resumed on the day of the pause lose nothing, and cannot be resumed before it', async () => {
    const { id } = await acceptance();
    await db.tx((tx) => deadlines.pause(tx, id, day('2026-03-04'), '误操作'));
    expect(await refused(db.tx((tx) => deadlines.resume(tx, table, id, day('2026-03-03'))))).to.be.instanceOf(Problem);
    expect(await db.tx((tx) => deadlines.resume(tx, table, id, day('2026-03-04')))).to.deep.include({ state: 'running', dueOn: '2026-03-11' });
    expect(await deadlines.spans(db.sql, id)).to.deep.equal([]);
  });

  it('are met on the due date and missed the day after', async () => {
    const [a, b, c] = [await acceptance(), await acceptance(), await acceptance()];
    expect((await db.tx((tx) => deadlines.close(tx, a.id, day('2026-03-11')))).outcome).to.equal('met');
    expect((await db.tx((tx) => deadlines.close(tx, b.id, day('2026-03-12')))).outcome).to.equal('missed');
    expect((await db.tx((tx) => deadlines.close(tx, c.id, day('2026-03-12'), 'void'))).outcome).to.equal('void');
    expect(await refused(db.tx((tx) => deadlines.close(tx, a.id, day('2026-03-12'))))).to.be.instanceOf(Problem);
  });

  it('paused in time and closed later are met', async () => {
    const { id } = await acceptance();
    await db.tx((tx) => deadlines.pause(tx, id, day('2026-03-10'), '补充材料'));
    const closed = await db.tx((tx) => deadlines.close(tx, id, day('2026-04-20')));
    expect(closed.outcome).to.equal('met');
    expect(await deadlines.spans(db.sql, id)).to.deep.equal([{ from: '2026-03-10', to: '2026-04-21', reason: '补充材料' }]);
  });

  it('overdue are listed longest first, page by page, within the reader\'s division', async () => {
    const institutionId = newId();
    const old = await acceptance({ divisionCode: '450100', startOn: day('2024-01-02') });
    const older = await acceptance({ divisionCode: '450102', startOn: day('2023-01-03'), institutionId });
    const paused = await acceptance({ divisionCode: '450102', startOn: day('2023-01-03') });
    await db.tx((tx) => deadlines.pause(tx, paused.id, day('2023-01-05'), '补充材料'));
    const guangxi = { kind: 'division', prefix: '45' } as const;
    const onDay = day('2026-06-01');
    const first = await deadlines.listOverdue(db.sql, guangxi, onDay, 1);
    expect(first.map(({ id }) => id)).to.deep.equal([older.id]);
    const rest = await deadlines.listOverdue(db.sql, guangxi, onDay, 10, first[0]);
    expect(rest.map(({ id }) => id)).to.deep.equal([old.id]);
    expect(await deadlines.listOverdue(db.sql, { kind: 'institution', institutionId }, onDay, 10)).to.have.length(1);
    expect(await deadlines.listOverdue(db.sql, { kind: 'public' }, onDay, 10)).to.deep.equal([]);
    const all = await deadlines.listOverdue(db.sql, { kind: 'nation' }, onDay, 100);
    expect(all.map(({ id }) => id)).to.include.members([old.id, older.id]);
    expect(await deadlines.listOverdue(db.sql, guangxi, older.dueOn, 10)).to.deep.equal([]);
  });

  it('are counted anew when a day is declared off, and become certain when a year is announced', async () => {
    const calendar = new CalendarService(db.sql);
    const context = systemContext('test', new Date('2026-03-01T00:00:00Z'));
    const soon = await acceptance();
    const far = await acceptance({ startOn: day('2027-03-01') });
    expect(far.provisional).to.equal(true);
    await db.tx(async (tx) => {
      await calendar.recordOverride(tx, context, { day: day('2026-03-09'), kind: 'holiday', name: '台风停工', source: '测试通知' });
      await calendar.declareYear(tx, context, { year: 2027, covered: true, source: '测试通知' });
    });
    expect((await deadlines.byId(db.sql, soon.id))?.dueOn).to.equal('2026-03-12');
    expect((await deadlines.byId(db.sql, far.id))?.provisional).to.equal(false);
  });
});
