import type { Sql, Tx } from '../database/sql.js';
import type { BackgroundJob, BackgroundJobError } from './background-job.js';
import type { LeaseState } from './lease.js';

const COLUMNS = `id, kind, status, progress, result, error, attempts, cancel_requested AS "cancelRequested",
  created_by_kind AS "createdByKind", created_by_id AS "createdById", created_at AS "createdAt",
  started_at AS "startedAt", finished_at AS "finishedAt"`;

export interface NewBackgroundJob {
  readonly id: string;
  readonly kind: string;
  readonly payload: object;
  readonly maxAttempts: number;
  readonly createdByKind: string;
  readonly createdById: string | null;
  readonly createdAt: Date;
}

export interface BackgroundClaim {
  readonly id: string;
  readonly kind: string;
  readonly payload: object;
  readonly progress: unknown;
  readonly attempt: number;
  readonly owner: string;
}

/** How an attempt ended. */
export type BackgroundOutcome =
  | { readonly status: 'done'; readonly result: unknown }
  | { readonly status: 'failed'; readonly error: BackgroundJobError }
  | { readonly status: 'cancelled' };

export async function insertJob(tx: Tx, job: NewBackgroundJob): Promise<void> {
  await tx.run(
    `INSERT INTO background_job (id, kind, payload, max_attempts, available_at, created_by_kind, created_by_id, created_at)
     VALUES ($1, $2, $3, $4, $7, $5, $6, $7)`,
    [job.id, job.kind, JSON.stringify(job.payload), job.maxAttempts, job.createdByKind, job.createdById, job.createdAt]);
}

export function findJob(sql: Sql, id: string): Promise<BackgroundJob | null> {
  return sql.row(`SELECT ${COLUMNS} FROM background_job WHERE id = $1`, [id]);
}

/** Takes the job that waits longest, among new ones and those whose owner's lease has run out. */
export async function claimJob(sql: Sql, kinds: readonly string[], owner: string, now: Date, leaseUntil: Date): Promise<BackgroundClaim | null> {
  return sql.row(
    `UPDATE background_job SET status = 'running', attempts = attempts + 1, owner = $2, lease_until = $4, started_at = coalesce(started_at, $3)
      WHERE id = (
        SELECT id FROM background_job
         WHERE kind = ANY($1) AND attempts < max_attempts AND NOT cancel_requested
           AND ((status = 'queued' AND available_at <= $3) OR (status = 'running' AND lease_until < $3))
         ORDER BY available_at, id FOR UPDATE SKIP LOCKED LIMIT 1)
      RETURNING id, kind, payload, progress, attempts AS attempt, owner`,
    [kinds, owner, now, leaseUntil]);
}

export async function renewJob(sql: Sql, claim: BackgroundClaim, until: Date): Promise<LeaseState> {
  const row = await sql.row<{ cancel: boolean }>(
    `UPDATE background_job SET lease_until = $3 WHERE id = $1 AND owner = $2 AND status = 'running' RETURNING cancel_requested AS cancel`,
    [claim.id, claim.owner, until]);
  if (!row) return 'lost';
  return row.cancel ? 'cancel' : 'held';
}

/** Whether the claim stands, and keeps it from being taken over until the transaction ends. */
export async function holdJob(tx: Tx, claim: BackgroundClaim): Promise<boolean> {
  return null !== await tx.row(
    `SELECT 1 FROM background_job WHERE id = $1 AND owner = $2 AND status = 'running' FOR SHARE`, [claim.id, claim.owner]);
}

export async function noteProgress(sql: Sql, claim: BackgroundClaim, progress: unknown): Promise<boolean> {
  return 1 === await sql.run(
    `UPDATE background_job SET progress = $3 WHERE id = $1 AND owner = $2 AND status = 'running'`,
    [claim.id, claim.owner, JSON.stringify(progress)]);
}

/** Ends the job. Answers false when the claim no longer stood. */
export async function finishJob(sql: Sql, claim: BackgroundClaim, outcome: BackgroundOutcome, now: Date): Promise<boolean> {
  return 1 === await sql.run(
    `UPDATE background_job SET status = $3, result = $4, error = $5, finished_at = $6, owner = NULL, lease_until = NULL
      WHERE id = $1 AND owner = $2 AND status = 'running'`,
    [claim.id, claim.owner, outcome.status,
      outcome.status === 'done' ? JSON.stringify(outcome.result ?? null) : null,
      outcome.status === 'failed' ? JSON.stringify(outcome.error) : null, now]);
}

/** Puts the job back. An attempt that was interrupted by a stop of the process is not counted. */
export async function requeueJob(
  sql: Sql, claim: BackgroundClaim, availableAt: Date, error: BackgroundJobError | null, counted: boolean,
): Promise<boolean> {
  return 1 === await sql.run(
    `UPDATE background_job SET status = 'queued', available_at = $3, error = $4, attempts = attempts - $5, owner = NULL, lease_until = NULL
      WHERE id = $1 AND owner = $2 AND status = 'running'`,
    [claim.id, claim.owner, availableAt, error === null ? null : JSON.stringify(error), counted ? 0 : 1]);
}

/** Cancels a queued job at once and asks a running one to end. Answers whether there was anything to cancel. */
export async function cancelJob(tx: Tx, id: string, now: Date): Promise<boolean> {
  return 1 === await tx.run(
    `UPDATE background_job SET cancel_requested = true,
            status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END,
            finished_at = CASE status WHEN 'queued' THEN $2::timestamptz END
      WHERE id = $1 AND status IN ('queued', 'running')`, [id, now]);
}

/** Ends jobs whose process died: as cancelled when that was asked for, as failed after the last allowed attempt. */
export function endAbandonedJobs(sql: Sql, now: Date, error: BackgroundJobError): Promise<{ id: string; kind: string; status: string }[]> {
  return sql.rows(
    `UPDATE background_job SET status = CASE WHEN cancel_requested THEN 'cancelled' ELSE 'failed' END,
            error = CASE WHEN cancel_requested THEN NULL ELSE $2::jsonb END, finished_at = $1, owner = NULL, lease_until = NULL
      WHERE status = 'running' AND lease_until < $1 AND (cancel_requested OR attempts >= max_attempts)
      RETURNING id, kind, status`, [now, JSON.stringify(error)]);
}

export function deleteOldJobs(sql: Sql, finishedBefore: Date): Promise<number> {
  return sql.run('DELETE FROM background_job WHERE finished_at < $1', [finishedBefore]);
}
