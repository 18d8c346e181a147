import type { DataScope } from '../context.js';
import type { Sql, Tx } from '../database/sql.js';
import { newId } from '../id.js';
import { defineProblems } from '../problem.js';
import { pausedPeriodEnd, periodEnd } from './calendar.rules.js';
import type { HolidayTable, PausedSpan, Period, PeriodUnit } from './calendar.rules.js';
import type { CivilDate } from './civil-date.js';

export type DeadlineState = 'running' | 'paused' | 'closed';
/** `met` in time, `missed` done after the due date, `void` the duty fell away. */
export type DeadlineOutcome = 'met' | 'missed' | 'void';

/** One statutory period of one record. */
export interface Deadline {
  readonly id: string;
  readonly rule: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly divisionCode: string;
  readonly institutionId: string | null;
  readonly startOn: CivilDate;
  readonly amount: number;
  readonly unit: PeriodUnit;
  readonly dueOn: CivilDate;
  readonly provisional: boolean;
  readonly state: DeadlineState;
  readonly outcome: DeadlineOutcome | null;
  readonly closedOn: CivilDate | null;
}

export interface NewDeadline {
  readonly rule: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly divisionCode: string;
  readonly institutionId: string | null;
  readonly startOn: CivilDate;
  readonly period: Period;
}

/** Where the next page of `listOverdue` begins. */
export interface OverdueCursor { readonly dueOn: CivilDate; readonly id: string }

export const deadlineProblems = defineProblems({
  'deadline-not-open': { status: 409, title: '该期限不在可变更的状态' },
});

const COLUMNS = `id, rule, subject_kind AS "subjectKind", subject_id AS "subjectId", division_code AS "divisionCode",
  institution_id AS "institutionId", start_on::text AS "startOn", amount, unit, due_on::text AS "dueOn", provisional,
  state, outcome, closed_on::text AS "closedOn"`;

const RECOUNT_BATCH = 500;

/** Keeps the deadlines of all features. The calendar in force is handed in, so that one unit of work uses one table. */
export class DeadlineRepository {
  /** Opens a deadline. A record runs one period of a rule at a time: the database refuses a second open one. */
  async open(tx: Tx, table: HolidayTable, deadline: NewDeadline): Promise<Deadline> {
    const { due, provisional } = periodEnd(table, deadline.startOn, deadline.period);
    return await tx.row<Deadline>(`
      INSERT INTO deadline (id, rule, subject_kind, subject_id, division_code, institution_id, start_on, amount, unit, due_on, provisional)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${COLUMNS}`,
      [newId(), deadline.rule, deadline.subjectKind, deadline.subjectId, deadline.divisionCode, deadline.institutionId,
        deadline.startOn, deadline.period.amount, deadline.period.unit, due, provisional]) as Deadline;
  }

  /** Stops the clock: `on` is the first day that does not count. @throws Problem deadline-not-open unless it is running */
  async pause(tx: Tx, id: string, on: CivilDate, reason: string): Promise<void> {
    const paused = await tx.run(`UPDATE deadline SET state = 'paused' WHERE id = $1 AND state = 'running' AND start_on <= $2`, [id, on]);
    if (paused === 0) throw deadlineProblems['deadline-not-open']({ detail: '只能中止进行中的期限，且不得早于起算日' });
    await tx.run('INSERT INTO deadline_pause (deadline_id, span, reason) VALUES ($1, daterange($2::date, NULL), $3)', [id, on, reason]);
  }

  /**
   * Lets the clock run again: `on` is the first day that counts. The due date moves back by the paused days.
   * @throws Problem deadline-not-open unless it is paused since an earlier day or the same one
   */
  async resume(tx: Tx, table: HolidayTable, id: string, on: CivilDate): Promise<Deadline> {
    // Resumed on the day of the pause, nothing was lost and nothing is kept of it.
    await tx.run('DELETE FROM deadline_pause WHERE deadline_id = $1 AND upper_inf(span) AND lower(span) = $2::date', [id, on]);
    await tx.run(`UPDATE deadline_pause SET span = daterange(lower(span), $2::date)
      WHERE deadline_id = $1 AND upper_inf(span) AND lower(span) < $2::date`, [id, on]);
    const resumed = await tx.row<Deadline>(`
      UPDATE deadline SET state = 'running' WHERE id = $1 AND state = 'paused'
        AND NOT EXISTS (SELECT FROM deadline_pause WHERE deadline_id = $1 AND upper_inf(span)) RETURNING ${COLUMNS}`, [id]);
    if (!resumed) throw deadlineProblems['deadline-not-open']({ detail: '只能恢复已中止的期限，且不得早于中止之日' });
    return this.recount(tx, table, resumed, await this.pauses(tx, id));
  }

  /**
   * Ends it: `met` or `missed` by comparing the day with the due date, or `void` when the duty fell away. A clock that stands
   * still cannot run out, so for a paused deadline the day of the pause is compared.
   * @throws Problem deadline-not-open when it is closed already or `on` lies before its start or its pause
   */
  async close(tx: Tx, id: string, on: CivilDate, how: 'done' | 'void' = 'done'): Promise<Deadline> {
    const closed = await tx.row<Deadline>(`
      UPDATE deadline SET state = 'closed', closed_on = $2::date, outcome = CASE WHEN $3 THEN 'void'
        WHEN coalesce((SELECT lower(span) FROM deadline_pause WHERE deadline_id = $1 AND upper_inf(span)), $2::date) <= due_on THEN 'met'
        ELSE 'missed' END
      WHERE id = $1 AND state <> 'closed' AND start_on <= $2::date
        AND NOT EXISTS (SELECT FROM deadline_pause WHERE deadline_id = $1 AND lower(span) > $2::date) RETURNING ${COLUMNS}`,
      [id, on, how === 'void']);
    if (!closed) throw deadlineProblems['deadline-not-open']({ detail: '期限已经办结，或办结日早于起算日、中止日' });
    await tx.run(`UPDATE deadline_pause SET span = daterange(lower(span), $2::date, '[]')
      WHERE deadline_id = $1 AND upper_inf(span)`, [id, on]);
    return closed;
  }

  byId(sql: Sql, id: string): Promise<Deadline | null> {
    return sql.row<Deadline>(`SELECT ${COLUMNS} FROM deadline WHERE id = $1`, [id]);
  }

  /** The paused spans of one deadline, oldest first; an open one has `to: null`. */
  async spans(sql: Sql, id: string): Promise<{ from: CivilDate; to: CivilDate | null; reason: string }[]> {
    return sql.rows(`SELECT lower(span)::text AS "from", upper(span)::text AS "to", reason
      FROM deadline_pause WHERE deadline_id = $1 ORDER BY lower(span)`, [id]);
  }

  /** Running deadlines whose due date lies before `onDay`, longest overdue first, within what the reader may see. */
  listOverdue(sql: Sql, scope: DataScope, onDay: CivilDate, limit: number, after: OverdueCursor | null = null): Promise<Deadline[]> {
    const { condition, value } = visible(scope);
    return sql.rows<Deadline>(`
      SELECT ${COLUMNS} FROM deadline
      WHERE state = 'running' AND due_on < $1 AND ${condition} AND ($4::date IS NULL OR (due_on, id) > ($4::date, $5::uuid))
      ORDER BY deadline.due_on, id LIMIT $3`, [onDay, value, limit, after?.dueOn ?? null, after?.id ?? null]);
  }

  /** Counts every open deadline anew after the calendar has changed. @returns how many due dates or marks changed */
  async recountOpen(tx: Tx, table: HolidayTable): Promise<number> {
    let changed = 0;
    for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
      const batch = await tx.rows<Deadline>(
        `SELECT ${COLUMNS} FROM deadline WHERE state <> 'closed' AND id > $1 ORDER BY id LIMIT ${RECOUNT_BATCH} FOR UPDATE`, [last]);
      if (batch.length === 0) return changed;
      for (const deadline of batch) {
        const recounted = await this.recount(tx, table, deadline, await this.pauses(tx, deadline.id));
        if (recounted.dueOn !== deadline.dueOn || recounted.provisional !== deadline.provisional) changed += 1;
      }
      last = batch[batch.length - 1]!.id;
    }
  }

  private async pauses(sql: Sql, id: string): Promise<PausedSpan[]> {
    const spans = await this.spans(sql, id);
    return spans.flatMap(({ from, to }) => to === null ? [] : [{ from, to }]);
  }

  private async recount(tx: Tx, table: HolidayTable, deadline: Deadline, pauses: readonly PausedSpan[]): Promise<Deadline> {
    const { due, provisional } = pausedPeriodEnd(table, deadline.startOn, { amount: deadline.amount, unit: deadline.unit }, pauses);
    if (due !== deadline.dueOn || provisional !== deadline.provisional) {
      await tx.run('UPDATE deadline SET due_on = $2, provisional = $3 WHERE id = $1', [deadline.id, due, provisional]);
    }
    return { ...deadline, dueOn: due, provisional };
  }
}

/** The rows of a data scope, as a condition on `$2`. */
function visible(scope: DataScope): { condition: string; value: string | null } {
  switch (scope.kind) {
    case 'nation': return { condition: '$2::text IS NULL', value: null };
    case 'division': return { condition: 'starts_with(division_code, $2::text)', value: scope.prefix };
    case 'institution': return { condition: 'institution_id = $2::uuid', value: scope.institutionId };
    case 'public': return { condition: '$2::text IS NOT NULL', value: null };
  }
}
