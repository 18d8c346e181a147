import { CronSchedule } from './cron-schedule.js';
import type { Buckets } from './bucket.rules.js';
import type { Backoff } from './backoff.rules.js';
import type { TransactionRunner } from './transaction-runner.js';

/** What a run is told. */
export interface JobContext {
  readonly bucket: string;
  /** Counted from 1. */
  readonly attempt: number;
  /** When this attempt began; the job reads no other clock. */
  readonly now: Date;
  /** Aborts when the lease is lost or the process stops; the job should then end soon by throwing. */
  readonly signal: AbortSignal;
  /** Transactions commit only while this run holds its lease. */
  readonly db: TransactionRunner;
}

/** Work done at set times, once for each bucket however many processes there are. It must bear being repeated after a failure. */
export interface JobDefinition extends Buckets {
  /** Unique and stable: `platform.outbox-sweep`. */
  readonly name: string;
  /** What it does, in Chinese, for the operator. */
  readonly title: string;
  /** When it falls due, in Chinese civil time; five fields, or six with seconds first. */
  readonly cron: string;
  /** After so long without a sign of life another process takes over. */
  readonly leaseSeconds: number;
  readonly maxAttempts: number;
  readonly backoff?: Backoff;
  readonly run: (context: JobContext) => Promise<void>;
}

/**
 * Declares a scheduled job.
 * @throws RangeError when the declaration cannot be run
 */
export function defineJob(job: JobDefinition): JobDefinition {
  if (!/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/.test(job.name) || job.name.length > 100) throw new RangeError(`job name: ${job.name}`);
  if (job.leaseSeconds < 3) throw new RangeError(`${job.name}: a lease below three seconds does not outlast a slow statement`);
  if (!Number.isInteger(job.maxAttempts) || job.maxAttempts < 1) throw new RangeError(`${job.name}: maxAttempts ${job.maxAttempts}`);
  const schedule = new CronSchedule(job.cron);
  void schedule.stop();
  return job;
}
