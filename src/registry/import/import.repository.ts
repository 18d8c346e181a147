import type { Actor, DataScope } from '../../platform/context.js';
import type { Sql, Tx } from '../../platform/database/sql.js';
import type { CellIssue } from '../../platform/workbook/index.js';
import type { ImportFailure, ImportMode, ImportOutcome, ImportProgress, ImportRecord, ImportStatus, OnError } from './import.model.js';

export interface NewImport {
  readonly id: string;
  readonly mode: ImportMode;
  readonly onError: OnError;
  readonly jobId: string | null;
  readonly fileId: string;
  readonly fileName: string;
  readonly fileDigest: string;
  readonly actor: Actor;
  readonly createdAt: Date;
}

/** Findings kept of each severity: more than anybody corrects by hand, and few enough to annotate a workbook with. */
const ISSUES_KEPT = 20_000;

type Stored = Omit<ImportRecord, 'status' | 'institutions' | 'appraisers' | 'progress'> & {
  readonly storedStatus: 'queued' | 'done' | 'failed';
  readonly jobStatus: string | null; readonly progress: ImportProgress | null; readonly jobError: ImportFailure | null;
  readonly ir: number; readonly ia: number; readonly iu: number; readonly ar: number; readonly aa: number; readonly au: number;
};

const SELECT = `SELECT r.id, r.mode, r.on_error AS "onError", r.status AS "storedStatus", r.job_id AS "jobId", r.file_id AS "fileId", r.file_name AS "fileName",
    encode(r.file_digest, 'hex') AS "fileDigest", r.created_by AS "createdBy", r.created_at AS "createdAt", r.finished_at AS "finishedAt",
    r.data_date AS "dataDate", r.committed, r.institutions_read AS ir, r.institutions_accepted AS ia, r.institutions_unchanged AS iu,
    r.appraisers_read AS ar, r.appraisers_accepted AS aa, r.appraisers_unchanged AS au, r.errors_total AS "errorsTotal",
    r.warnings_total AS "warningsTotal", r.header_rows AS "headerRows", r.problem,
    j.status AS "jobStatus", j.progress, j.error AS "jobError"
  FROM roster_import r LEFT JOIN background_job j ON j.id = r.job_id`;

export async function insertImport(tx: Tx, item: NewImport): Promise<void> {
  const { scope } = item.actor;
  await tx.run(
    `INSERT INTO roster_import (id, mode, on_error, status, job_id, file_id, file_name, file_digest, created_by_kind, created_by_id, created_by,
       creator_scope, creator_prefix, created_at)
     VALUES ($1, $2, $3, 'queued', $4, $5, $6, decode($7, 'hex'), $8, $9, $10, $11, $12, $13)`,
    [item.id, item.mode, item.onError, item.jobId, item.fileId, item.fileName, item.fileDigest, item.actor.kind, item.actor.id, item.actor.name,
      scope.kind, scope.kind === 'division' ? scope.prefix : null, item.createdAt]);
}

/** Ends an import with its outcome. Answers false when it had ended before. */
export async function finishImport(tx: Tx, id: string, outcome: ImportOutcome, finishedAt: Date): Promise<boolean> {
  const { institutions, appraisers } = outcome;
  const ended = await tx.run(
    `UPDATE roster_import SET status = 'done', finished_at = $2, data_date = $3, committed = $4, institutions_read = $5, institutions_accepted = $6,
            institutions_unchanged = $7, appraisers_read = $8, appraisers_accepted = $9, appraisers_unchanged = $10, errors_total = $11,
            warnings_total = $12, header_rows = $13
      WHERE id = $1 AND status = 'queued'`,
    [id, finishedAt, outcome.dataDate, outcome.committed, institutions.read, institutions.accepted, institutions.unchanged,
      appraisers.read, appraisers.accepted, appraisers.unchanged, outcome.errors.length, outcome.warnings.length, JSON.stringify(outcome.headerRows)]);
  if (ended !== 1) return false;
  await insertIssues(tx, id, 'error', outcome.errors.slice(0, ISSUES_KEPT));
  await insertIssues(tx, id, 'warning', outcome.warnings.slice(0, ISSUES_KEPT));
  return true;
}

/** Ends an import that cannot be carried out; its file goes. */
export async function failImport(tx: Tx, id: string, problem: ImportFailure, finishedAt: Date): Promise<boolean> {
  return 1 === await tx.run(
    `UPDATE roster_import SET status = 'failed', finished_at = $2, problem = $3, file_id = NULL WHERE id = $1 AND status = 'queued'`,
    [id, finishedAt, JSON.stringify(problem)]);
}

export async function findImport(sql: Sql, id: string): Promise<ImportRecord | null> {
  const row = await sql.row<Stored>(`${SELECT} WHERE r.id = $1`, [id]);
  return row && toRecord(row);
}

/** The import if the actor may see it: the creator, and whoever reaches all that the creator reaches. */
export async function findVisibleImport(sql: Sql, actor: Actor, id: string): Promise<ImportRecord | null> {
  const { condition, parameters } = visibility(actor, 2);
  const row = await sql.row<Stored>(`${SELECT} WHERE r.id = $1 AND ${condition}`, [id, ...parameters]);
  return row && toRecord(row);
}

/** A page of the imports that the actor may see, newest first. */
export async function listVisibleImports(sql: Sql, actor: Actor, after: { readonly createdAt: string; readonly id: string } | null, limit: number): Promise<ImportRecord[]> {
  const { condition, parameters } = visibility(actor, 4);
  const rows = await sql.rows<Stored>(
    `${SELECT} WHERE ($1::timestamptz IS NULL OR (r.created_at, r.id) < ($1, $2::uuid)) AND ${condition} ORDER BY r.created_at DESC, r.id DESC LIMIT $3`,
    [after?.createdAt ?? null, after?.id ?? null, limit, ...parameters]);
  return rows.map(toRecord);
}

/** The first findings of one severity, in the order of the file. */
export function issuesOf(sql: Sql, importId: string, severity: 'error' | 'warning', limit: number): Promise<CellIssue[]> {
  return sql.rows(
    `SELECT sheet, row_number AS row, column_number AS "column", header, value, code, message
       FROM roster_import_issue WHERE import_id = $1 AND severity = $2 ORDER BY ordinal LIMIT $3`, [importId, severity, limit]);
}

/** Waits until no other import writes, until the end of the transaction. */
export async function lockImports(tx: Tx): Promise<void> {
  await tx.run(`SELECT pg_advisory_xact_lock(hashtextextended('registry.roster-import', 0))`);
}

/**
 * Makes the database examine now what it would examine at the commit. After many changes it first looks at what the
 * tables hold: with the statistics of an empty registry each examination would read whole tables.
 */
export async function examineDeferred(tx: Tx, manyChanges: boolean): Promise<void> {
  if (manyChanges) await tx.run('ANALYZE institution_scope, employment, appraiser_category');
  await tx.run('SET CONSTRAINTS ALL IMMEDIATE');
}

async function insertIssues(tx: Tx, importId: string, severity: 'error' | 'warning', issues: readonly CellIssue[]): Promise<void> {
  if (issues.length === 0) return;
  await tx.run(
    `INSERT INTO roster_import_issue (import_id, severity, ordinal, sheet, row_number, column_number, header, value, code, message)
     SELECT $1, $2, ordinality - 1, sheet, row_number, column_number, header, value, code, message
       FROM unnest($3::text[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[])
         WITH ORDINALITY AS n (sheet, row_number, column_number, header, value, code, message, ordinality)`,
    [importId, severity, issues.map((issue) => issue.sheet), issues.map((issue) => issue.row), issues.map((issue) => issue.column),
      issues.map((issue) => issue.header), issues.map((issue) => issue.value), issues.map((issue) => issue.code), issues.map((issue) => issue.message)]);
}

function visibility(actor: Actor, firstParameter: number): { readonly condition: string; readonly parameters: readonly unknown[] } {
  const [kind, id, reach, prefix] = [0, 1, 2, 3].map((offset) => `$${firstParameter + offset}`);
  return {
    condition: `((r.created_by_kind = ${kind} AND r.created_by_id = ${id}) OR ${reach}::text = 'nation'
      OR (${reach}::text = 'division' AND r.creator_scope = 'division' AND starts_with(r.creator_prefix, ${prefix})))`,
    parameters: [actor.kind, actor.id, actor.scope.kind, prefixOf(actor.scope)],
  };
}

function prefixOf(scope: DataScope): string | null {
  return scope.kind === 'division' ? scope.prefix : null;
}

function toRecord(row: Stored): ImportRecord {
  const { storedStatus, jobStatus, jobError, ir, ia, iu, ar, aa, au, progress, problem, ...rest } = row;
  const status = statusOf(storedStatus, row.jobId, jobStatus);
  return {
    ...rest, status, progress: status === 'running' ? progress : null,
    institutions: { read: ir, accepted: ia, rejected: ir - ia, unchanged: iu }, appraisers: { read: ar, accepted: aa, rejected: ar - aa, unchanged: au },
    problem: status !== 'failed' ? null : problem ?? { code: jobError?.code ?? 'internal', title: jobError?.title ?? '任务执行出错', detail: jobError?.detail ?? null },
  };
}

/** What is queued is as far as its job; a job that ended without the import's end failed, also when its row is gone. */
function statusOf(stored: 'queued' | 'done' | 'failed', jobId: string | null, jobStatus: string | null): ImportStatus {
  if (stored !== 'queued' || jobId === null) return stored;
  return jobStatus === 'queued' || jobStatus === 'running' ? jobStatus : jobStatus === 'done' ? 'running' : 'failed';
}
