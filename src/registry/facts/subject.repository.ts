import type { DataScope } from '../../platform/context.js';
import type { Sql, Tx } from '../../platform/database/sql.js';
import { problems } from '../../platform/problem.js';
import { factsOf } from './fact-tables.js';
import { factProblems } from './fact.problems.js';
import { factView, RAW_FACT } from './fact.repository.js';
import type { FactName, FactView, Stamp, SubjectKind } from './fact.model.js';
import { scopeCondition } from './scope-condition.js';

/** A reader with an account: the public has no use for histories. */
export type OfficialScope = Exclude<DataScope, { kind: 'public' }>;

/** A fact of any kind in a history. */
export type HistoricFact = { [F in FactName]: FactView<F> & { readonly fact: F } }[FactName];

/** Identity rows: locking, versions, and the history of everything said about one. */
export class SubjectRepository {
  /**
   * Locks a subject until the transaction ends, if the actor may reach it.
   * @param expectedVersion of `If-Match`; null when the command does not depend on what was read before
   * @throws Problem 404 out of scope, 412 when it was changed meanwhile
   */
  async lock(tx: Tx, scope: DataScope, kind: SubjectKind, id: string, expectedVersion: number | null): Promise<void> {
    const params: unknown[] = [id];
    // NO KEY UPDATE: foreign-key checks of other writers need not wait.
    const row = await tx.row<{ version: number }>(
      `SELECT s.version FROM ${kind} s WHERE s.id = $1 AND ${scopeCondition(scope, kind, 's', params)} FOR NO KEY UPDATE`, params);
    if (!row) throw factProblems[`${kind}-not-found`]();
    if (expectedVersion !== null && row.version !== expectedVersion) throw problems['version-conflict']();
  }

  /** @throws Problem 404 when the subject does not exist for this actor */
  async require(sql: Sql, scope: DataScope, kind: SubjectKind, id: string): Promise<void> {
    if (!(await this.isVisible(sql, scope, kind, id))) throw factProblems[`${kind}-not-found`]();
  }

  /** The instant of a command. To be taken after its locks, so that nothing is closed before it was opened. */
  async stamp(tx: Tx, recordedBy: string): Promise<Stamp> {
    const row = await tx.row<{ at: string }>('SELECT clock_timestamp()::text AS at');
    return { recordedBy, recordedAt: row?.at ?? '' };
  }

  /** Counts a change of the subject and answers the new version. */
  async bump(tx: Tx, kind: SubjectKind, id: string): Promise<number> {
    const row = await tx.row<{ version: number }>(`UPDATE ${kind} SET version = version + 1 WHERE id = $1 RETURNING version`, [id]);
    if (!row) throw factProblems[`${kind}-not-found`]();
    return row.version;
  }

  /**
   * Everything the registry ever said of a subject, also what it no longer says, in the order in which it was recorded.
   * @returns null when the subject does not exist for this reader
   */
  async historyOf(sql: Sql, scope: OfficialScope, kind: SubjectKind, id: string): Promise<HistoricFact[] | null> {
    if (!(await this.isVisible(sql, scope, kind, id))) return null;
    const parts = factsOf(kind).map((name) => `SELECT '${name}' AS name, lower(t.recorded) AS at, lower(t.valid) AS day, ${RAW_FACT} AS fact FROM ${name} t WHERE t.${kind}_id = $1`);
    const rows = await sql.rows<{ name: FactName; fact: Record<string, unknown> }>(
      `SELECT name, fact FROM (${parts.join(' UNION ALL ')}) facts ORDER BY at, name, day`, [id]);
    return rows.map((row) => ({ ...factView(row.fact), fact: row.name }) as HistoricFact);
  }

  private async isVisible(sql: Sql, scope: DataScope, kind: SubjectKind, id: string): Promise<boolean> {
    const params: unknown[] = [id];
    return (await sql.row(`SELECT 1 FROM ${kind} s WHERE s.id = $1 AND ${scopeCondition(scope, kind, 's', params)}`, params)) !== null;
  }
}
