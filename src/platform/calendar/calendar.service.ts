import type { RequestContext } from '../context.js';
import type { Sql, Tx } from '../database/sql.js';
import { defineProblems } from '../problem.js';
import { packagedHolidayTable, withDeclarations } from './calendar.data.js';
import type { CalendarOverride, CalendarYear } from './calendar.data.js';
import { CalendarRepository } from './calendar.repository.js';
import type { OverrideRecord, YearRecord } from './calendar.repository.js';
import { addWorkingDays, MAX_PERIOD, periodEnd } from './calendar.rules.js';
import type { Due, HolidayTable, Period } from './calendar.rules.js';
import { addDays, civilDate, yearOf } from './civil-date.js';
import type { CivilDate } from './civil-date.js';
import { DeadlineRepository } from './deadline.repository.js';

/** The days that may be asked for: no due date of theirs leaves the years of a civil date. */
const FIRST_DAY = civilDate('1949-10-01');
const LAST_DAY = addDays(civilDate('9999-12-31'), -4 * MAX_PERIOD);

export const calendarProblems = defineProblems({
  'calendar-period-out-of-range': { status: 400, title: '期限超出可计算的范围' },
  'calendar-override-not-found': { status: 404, title: '该日没有日历调整记录' },
});

interface Cached { readonly revision: number; readonly table: HolidayTable }

/** The one place where statutory periods are counted (design §4.8). */
export class CalendarService {
  private cached: Cached | undefined;

  constructor(
    private readonly sql: Sql,
    private readonly calendar: CalendarRepository = new CalendarRepository(),
    private readonly deadlines: DeadlineRepository = new DeadlineRepository(),
  ) {}

  /**
   * The working-day calendar in force: packaged arrangements with the declarations laid over them.
   * @param sql pass the transaction to see what it has declared itself
   */
  async table(sql: Sql = this.sql): Promise<HolidayTable> {
    const revision = await this.calendar.revision(sql);
    // What a transaction sees may be rolled back, and another change may then take the same revision.
    if (sql !== this.sql) return this.read(sql);
    if (this.cached?.revision !== revision) this.cached = { revision, table: await this.read(sql) };
    return this.cached.table;
  }

  /** @throws Problem calendar-period-out-of-range unless 0 ≤ workingDays ≤ 2000 and `from` lies between 1949-10-01 and 9978-02 */
  async due(question: { readonly from: CivilDate; readonly workingDays: number }, sql: Sql = this.sql): Promise<Due> {
    const { from, workingDays } = question;
    requireCountable(from, { amount: workingDays, unit: 'working-day' });
    return addWorkingDays(await this.table(sql), from, workingDays);
  }

  /** Like `due`, for a period in any unit. */
  async periodEnd(from: CivilDate, period: Period, sql: Sql = this.sql): Promise<Due> {
    requireCountable(from, period);
    return periodEnd(await this.table(sql), from, period);
  }

  /** Years whose holiday arrangement is known, ascending. */
  async coveredYears(): Promise<number[]> {
    return [...(await this.table()).coveredYears].sort((a, b) => a - b);
  }

  async declarations(): Promise<{ overrides: OverrideRecord[]; years: YearRecord[] }> {
    return { overrides: await this.calendar.overrides(this.sql), years: await this.calendar.years(this.sql) };
  }

  /** Records a day off or a worked day and counts every open deadline anew. Replaces an earlier record of that day. */
  async recordOverride(tx: Tx, context: RequestContext, override: CalendarOverride & { readonly source: string }): Promise<void> {
    await this.calendar.saveOverride(tx, { ...override, recordedBy: context.actor.name, recordedAt: context.now });
    await this.recount(tx);
  }

  /** @throws Problem calendar-override-not-found */
  async removeOverride(tx: Tx, day: CivilDate): Promise<void> {
    if (!await this.calendar.removeOverride(tx, day)) throw calendarProblems['calendar-override-not-found']({ detail: day });
    await this.recount(tx);
  }

  /** Declares a year's arrangement complete, or not to be relied on, and counts every open deadline anew. */
  async declareYear(tx: Tx, context: RequestContext, year: CalendarYear & { readonly source: string }): Promise<void> {
    await this.calendar.saveYear(tx, { ...year, recordedBy: context.actor.name, recordedAt: context.now });
    await this.recount(tx);
  }

  private async recount(tx: Tx): Promise<void> {
    await this.deadlines.recountOpen(tx, await this.table(tx));
  }

  private async read(sql: Sql): Promise<HolidayTable> {
    return withDeclarations(packagedHolidayTable(), await this.calendar.overrides(sql), await this.calendar.years(sql));
  }
}

function requireCountable(from: CivilDate, period: Period): void {
  const { amount, unit } = period;
  const tooFar = unit === 'year' && yearOf(from) + amount > 9990 || unit === 'month' && yearOf(from) + amount / 12 > 9990;
  if (!Number.isInteger(amount) || amount < 0 || amount > MAX_PERIOD || from < FIRST_DAY || from > LAST_DAY || tooFar) {
    throw calendarProblems['calendar-period-out-of-range']({
      detail: `期限应为 0 至 ${MAX_PERIOD} 的整数，起算日应在 ${FIRST_DAY} 至 ${LAST_DAY} 之间`,
    });
  }
}
