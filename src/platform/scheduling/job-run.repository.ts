import type { Sql, Tx } from '../database/sql.js';

/** A claimed run: the owner is unique to the claim, so that a process that lost its lease cannot speak for its successor. */
export interface JobClaim { readonly name: string; readonly bucket: string; readonly attempt: number; readonly owner: string; readonly leaseUntil: Date }

export type JobRunStatus = 'running' | 'waiting' | 'succeeded' | 'failed';

export interface JobRun {
  readonly name: string;
  readonly bucket: string;
  readonly status: JobRunStatus;
  readonly attempts: number;
  readonly retryAt: Date | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly error: string | null;
}

export interface ClaimTerms { readonly owner: string; readonly now: Date; readonly leaseUntil: Date; readonly maxAttempts: number }

/** The newest bucket of the job that anybody ever claimed. */
export async function lastBucket(sql: Sql, name: string): Promise<string | null> {
  const row = await sql.row<{ bucket: string | null }>('SELECT max(bucket) AS bucket FROM job_run WHERE name = $1', [name]);
  return row?.bucket ?? null;
}

/** Takes up the job's unfinished run when its pause is over or its owner's lease has run out. */
export async function claimUnfinished(sql: Sql, name: string, terms: ClaimTerms): Promise<JobClaim | null> {
  const row = await sql.row<{ bucket: string; attempts: number }>(
    `UPDATE job_run SET status = 'running', attempts = attempts + 1, owner = $2, lease_until = $4, retry_at = NULL, started_at = $3
      WHERE (name, bucket) = (
        SELECT name, bucket FROM job_run
         WHERE name = $1 AND attempts < max_attempts
           AND ((status = 'waiting' AND retry_at <= $3) OR (status = 'running' AND lease_until < $3))
         FOR UPDATE SKIP LOCKED LIMIT 1)
      RETURNING bucket, attempts`,
    [name, terms.owner, terms.now, terms.leaseUntil]);
  return row && { name, bucket: row.bucket, attempt: row.attempts, owner: terms.owner, leaseUntil: terms.leaseUntil };
}

/** Takes a bucket that nobody has taken, unless another bucket of the job is still unfinished. */
export async function claimNew(sql: Sql, name: string, bucket: string, terms: ClaimTerms): Promise<JobClaim | null> {
  const inserted = await sql.run(
    `INSERT INTO job_run (name, bucket, status, attempts, max_attempts, owner, lease_until, started_at)
     VALUES ($1, $2, 'running', 1, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [name, bucket, terms.maxAttempts, terms.owner, terms.leaseUntil, terms.now]);
  return inserted === 1 ? { name, bucket, attempt: 1, owner: terms.owner, leaseUntil: terms.leaseUntil } : null;
}

/** Whether the claim still stands; its lease then ends at `until`. */
export async function renewRun(sql: Sql, claim: JobClaim, until: Date): Promise<boolean> {
  return 1 === await sql.run(
    `UPDATE job_run SET lease_until = $4 WHERE name = $1 AND bucket = $2 AND owner = $3 AND status = 'running'`,
    [claim.name, claim.bucket, claim.owner, until]);
}

/** Whether the claim stands, and keeps it from being taken over until the transaction ends. */
export async function holdRun(tx: Tx, claim: JobClaim): Promise<boolean> {
  return null !== await tx.row(
    `SELECT 1 FROM job_run WHERE name = $1 AND bucket = $2 AND owner = $3 AND status = 'running' FOR SHARE`,
    [claim.name, claim.bucket, claim.owner]);
}

/** Ends the run. Answers false when the claim no longer stood. */
export async function finishRun(sql: Sql, claim: JobClaim, status: 'succeeded' | 'failed', now: Date, error: string | null): Promise<boolean> {
  return 1 === await sql.run(
    `UPDATE job_run SET status = $4, finished_at = $5, error = $6, owner = NULL, lease_until = NULL
      WHERE name = $1 AND bucket = $2 AND owner = $3 AND status = 'running'`,
    [claim.name, claim.bucket, claim.owner, status, now, error]);
}

/** Puts the run back to be tried again at `retryAt`. An interrupted attempt (by a stop of the process) is not counted. */
export async function postponeRun(sql: Sql, claim: JobClaim, retryAt: Date, error: string | null, counted: boolean): Promise<boolean> {
  return 1 === await sql.run(
    `UPDATE job_run SET status = 'waiting', retry_at = $4, error = $5, attempts = attempts - $6, owner = NULL, lease_until = NULL
      WHERE name = $1 AND bucket = $2 AND owner = $3 AND status = 'running'`,
    [claim.name, claim.bucket, claim.owner, retryAt, error, counted ? 0 : 1]);
}

/** Fails every run whose last allowed attempt died without a word. */
export function failAbandonedRuns(sql: Sql, now: Date): Promise<{ name: string; bucket: string }[]> {
  return sql.rows(
    `UPDATE job_run SET status = 'failed', finished_at = $1, owner = NULL, lease_until = NULL,
            error = '执行进程多次中断，未能完成'
      WHERE status = 'running' AND lease_until < $1 AND attempts >= max_attempts
      RETURNING name, bucket`, [now]);
}

/** Deletes old finished runs, but never a job's newest bucket, from which it knows what it still owes. */
export function deleteOldRuns(sql: Sql, finishedBefore: Date): Promise<number> {
  return sql.run(
    `DELETE FROM job_run old WHERE finished_at < $1
        AND EXISTS (SELECT 1 FROM job_run newer WHERE newer.name = old.name AND newer.bucket > old.bucket)`,
    [finishedBefore]);
}

/** A page of runs, newest start first, from after the given one. */
export function listRuns(
  sql: Sql, filter: { readonly name: string | null; readonly status: JobRunStatus | null },
  after: { readonly startedAt: string; readonly name: string; readonly bucket: string } | null, limit: number,
): Promise<(JobRun & { readonly position: string })[]> {
  // The position keeps the microseconds that a JavaScript date would lose.
  return sql.rows(
    `SELECT name, bucket, status, attempts, retry_at AS "retryAt", started_at AS "startedAt", finished_at AS "finishedAt", error,
            started_at::text AS position
       FROM job_run
      WHERE ($1::text IS NULL OR name = $1) AND ($2::text IS NULL OR status = $2)
        AND ($3::timestamptz IS NULL OR (started_at, name, bucket) < ($3, $4, $5))
      ORDER BY started_at DESC, name DESC, bucket DESC LIMIT $6`,
    [filter.name, filter.status, after?.startedAt ?? null, after?.name ?? null, after?.bucket ?? null, limit]);
}
