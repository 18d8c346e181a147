import { hostname } from 'node:os';
import { newId } from '../id.js';
import type { Log, Metrics, JobOutcome } from '../observability/index.js';
import { JOB_BACKOFF, retryAt } from './backoff.rules.js';
import { CronSchedule } from './cron-schedule.js';
import type { JobDefinition } from './job.js';
import {
  claimNew, claimUnfinished, failAbandonedRuns, finishRun, holdRun, lastBucket, postponeRun, renewRun, type ClaimTerms, type JobClaim,
} from './job-run.repository.js';
import { errorText } from './error-text.js';
import { fenced, LeaseLost, underLease } from './lease.js';
import { systemTime, type Timekeeper } from './timekeeper.js';
import type { TransactionRunner } from './transaction-runner.js';

export interface RunnerOptions {
  readonly db: TransactionRunner;
  readonly log: Log;
  readonly metrics?: Metrics;
  readonly timekeeper?: Timekeeper;
  /** How often owed, postponed and abandoned runs are looked for besides the ticks; default 15 seconds. */
  readonly sweepSeconds?: number;
}

/**
 * Runs scheduled jobs. Any number of processes may run the same jobs against one database: each bucket is done once,
 * buckets of a job one after the other and oldest first, those missed during a downtime at the next start.
 */
export class JobRunner {
  private readonly schedules: ReadonlyMap<JobDefinition, CronSchedule>;
  private readonly active = new Map<JobDefinition, Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly timekeeper: Timekeeper;
  private accepting = true;
  private stopSweeping: () => void = () => {};

  constructor(private readonly options: RunnerOptions, jobs: readonly JobDefinition[]) {
    const names = new Set(jobs.map((job) => job.name));
    if (names.size !== jobs.length) throw new RangeError('two jobs have the same name');
    this.schedules = new Map(jobs.map((job) => [job, new CronSchedule(job.cron)]));
    this.timekeeper = options.timekeeper ?? systemTime;
  }

  get jobs(): readonly JobDefinition[] {
    return [...this.schedules.keys()];
  }

  /** Begins: what is owed from before at once, then at every tick and sweep. */
  async start(): Promise<void> {
    for (const [job, schedule] of this.schedules) await schedule.start(() => void this.wake(job));
    const sweep = (): void => { this.sweep().catch((error: unknown) => this.options.log.error({ err: error }, 'job sweep failed')); };
    this.stopSweeping = this.timekeeper.every((this.options.sweepSeconds ?? 15) * 1000, sweep);
    sweep();
  }

  /** Fails abandoned runs and runs everything that is owed or due again, then resolves. */
  async sweep(): Promise<void> {
    for (const lost of await failAbandonedRuns(this.options.db, this.timekeeper.now())) {
      this.options.log.error({ job: lost.name, bucket: lost.bucket }, 'job abandoned by its process too often');
      this.options.metrics?.countJob(lost.name, 'failed');
    }
    await Promise.all(this.jobs.map((job) => this.wake(job)));
  }

  /**
   * Takes nothing new and waits for what is running. Runs that last longer than `graceMs` are asked to end and put back,
   * to be taken up by another process or the next start.
   */
  async stop(graceMs = 10_000): Promise<void> {
    this.accepting = false;
    this.stopSweeping();
    for (const schedule of this.schedules.values()) await schedule.stop();
    const deadline = setTimeout(() => this.stopping.abort(new Error('the process is stopping')), graceMs);
    await Promise.all(this.active.values());
    clearTimeout(deadline);
  }

  /** One run after the other of this job in this process; resolves when nothing more is owed. Never rejects. */
  private wake(job: JobDefinition): Promise<void> {
    const running = this.active.get(job);
    if (running) return running;
    const run = this.advance(job)
      .catch((error: unknown) => this.options.log.error({ err: error, job: job.name }, 'job could not be advanced'))
      .finally(() => this.active.delete(job));
    this.active.set(job, run);
    return run;
  }

  private async advance(job: JobDefinition): Promise<void> {
    while (this.accepting) {
      const claim = await this.claim(job);
      if (!claim) return;
      await this.execute(job, claim);
    }
  }

  private async claim(job: JobDefinition): Promise<JobClaim | null> {
    const now = this.timekeeper.now();
    const terms: ClaimTerms = {
      owner: `${hostname()}:${process.pid}:${newId()}`, now, leaseUntil: new Date(now.getTime() + job.leaseSeconds * 1000), maxAttempts: job.maxAttempts,
    };
    const unfinished = await claimUnfinished(this.options.db, job.name, terms);
    if (unfinished) return unfinished;
    const dueAt = this.schedules.get(job)!.lastFire(now);
    const [oldest] = job.backfill(await lastBucket(this.options.db, job.name), dueAt);
    return oldest === undefined ? null : claimNew(this.options.db, job.name, oldest, terms);
  }

  private async execute(job: JobDefinition, claim: JobClaim): Promise<void> {
    const { db, log, metrics } = this.options;
    const facts = { job: claim.name, bucket: claim.bucket, attempt: claim.attempt };
    const terms = {
      seconds: job.leaseSeconds, until: claim.leaseUntil, stop: this.stopping.signal, timekeeper: this.timekeeper, log,
      renew: async (until: Date) => ((await renewRun(db, claim, until)) ? 'held' as const : 'lost' as const),
    };
    let outcome: JobOutcome;
    try {
      await underLease(terms, (signal) => job.run({
        bucket: claim.bucket, attempt: claim.attempt, now: this.timekeeper.now(), signal, db: fenced(db, (tx) => holdRun(tx, claim)),
      }));
      outcome = (await finishRun(db, claim, 'succeeded', this.timekeeper.now(), null)) ? 'succeeded' : 'lost';
    } catch (error) {
      log.error({ err: error, ...facts }, 'job attempt failed');
      outcome = await this.settleFailure(job, claim, error);
    }
    metrics?.countJob(claim.name, outcome);
    log.info({ ...facts, outcome }, 'job attempt ended');
  }

  private async settleFailure(job: JobDefinition, claim: JobClaim, error: unknown): Promise<JobOutcome> {
    const { db } = this.options;
    const now = this.timekeeper.now();
    if (error instanceof LeaseLost) return 'lost';
    if (this.stopping.signal.aborted) {
      return (await postponeRun(db, claim, now, null, false)) ? 'interrupted' : 'lost';
    }
    const text = errorText(error);
    if (claim.attempt < job.maxAttempts) {
      return (await postponeRun(db, claim, retryAt(now, claim.attempt, job.backoff ?? JOB_BACKOFF), text, true)) ? 'retried' : 'lost';
    }
    return (await finishRun(db, claim, 'failed', now, text)) ? 'failed' : 'lost';
  }
}
