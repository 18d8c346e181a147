import type { Backoff } from './backoff.rules.js';
import type { TransactionRunner } from './transaction-runner.js';

export interface BackgroundJobContext<P> {
  readonly id: string;
  readonly payload: P;
  /** Counted from 1; above 1 an earlier attempt failed or its process was killed, and what it committed stands. */
  readonly attempt: number;
  /** The last progress noted, by whichever attempt; null at first. */
  readonly lastProgress: unknown;
  /** Aborts when the lease is lost, the job is cancelled or the process stops; the work should then end soon by throwing. */
  readonly signal: AbortSignal;
  /** Transactions commit only while this attempt holds its lease. */
  readonly db: TransactionRunner;
  /** Notes how far the work is, as JSON that whoever asked for it may see. */
  readonly progress: (progress: unknown) => Promise<void>;
}

/**
 * A kind of work that is asked for once and outlives request and process. It must bear being begun again: commit in one
 * unit of work at the end, or note in the progress what is done.
 */
export interface BackgroundJobDefinition<P extends object = object, R = unknown> {
  /** Unique and stable: `registry.roster-import`. */
  readonly kind: string;
  readonly leaseSeconds: number;
  readonly maxAttempts: number;
  readonly backoff?: Backoff;
  /**
   * Does the work and answers its result as JSON. A `Problem` is final: the request cannot be fulfilled, and the
   * requester is told why. Any other error is tried again. (A method, so that a worker can hold kinds of any payload.)
   */
  run(context: BackgroundJobContext<P>): Promise<R>;
}

/** Declares a kind of background job. */
export function defineBackgroundJob<P extends object, R>(job: BackgroundJobDefinition<P, R>): BackgroundJobDefinition<P, R> {
  if (!/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/.test(job.kind) || job.kind.length > 100) throw new RangeError(`background job kind: ${job.kind}`);
  if (job.leaseSeconds < 3) throw new RangeError(`${job.kind}: a lease below three seconds does not outlast a slow statement`);
  if (!Number.isInteger(job.maxAttempts) || job.maxAttempts < 1) throw new RangeError(`${job.kind}: maxAttempts ${job.maxAttempts}`);
  return job;
}

export type BackgroundJobStatus = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** Why a background job failed, or what went wrong at its last attempt. */
export interface BackgroundJobError { readonly code: string; readonly title: string; readonly detail?: string; readonly errors?: readonly unknown[] }

/** A background job as stored. */
export interface BackgroundJob {
  readonly id: string;
  readonly kind: string;
  readonly status: BackgroundJobStatus;
  readonly progress: unknown;
  readonly result: unknown;
  readonly error: BackgroundJobError | null;
  readonly attempts: number;
  readonly cancelRequested: boolean;
  readonly createdByKind: string;
  readonly createdById: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}
