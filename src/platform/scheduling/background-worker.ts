import { hostname } from 'node:os';
import { newId } from '../id.js';
import type { JobOutcome } from '../observability/index.js';
import { Problem } from '../problem.js';
import { JOB_BACKOFF, retryAt } from './backoff.rules.js';
import type { BackgroundJobDefinition, BackgroundJobError } from './background-job.js';
import {
  claimJob, endAbandonedJobs, finishJob, holdJob, noteProgress, renewJob, requeueJob, type BackgroundClaim,
} from './background-job.repository.js';
import type { RunnerOptions } from './job-runner.js';
import { fenced, LeaseLost, underLease, WorkCancelled } from './lease.js';
import { systemTime, type Timekeeper } from './timekeeper.js';

export interface WorkerOptions extends RunnerOptions {
  /** Jobs at the same time in this process; default 1, since they are the heavy ones. */
  readonly concurrency?: number;
  /** How often waiting jobs are looked for; default every second. */
  readonly pollSeconds?: number;
}

const ABANDONED: BackgroundJobError = { code: 'internal', title: '任务多次中断，未能完成' };
// The claim is shared by all kinds; the kind's own lease begins with the first renewal, at once after the claim.
const CLAIM_LEASE_SECONDS = 30;

/** Takes up background jobs, its own and those of processes that died, and sees each to its end. */
export class BackgroundWorker {
  private readonly definitions: ReadonlyMap<string, BackgroundJobDefinition>;
  private readonly active = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly timekeeper: Timekeeper;
  private accepting = true;
  private stopPolling: () => void = () => {};

  constructor(private readonly options: WorkerOptions, definitions: readonly BackgroundJobDefinition[]) {
    this.definitions = new Map(definitions.map((definition) => [definition.kind, definition]));
    if (this.definitions.size !== definitions.length) throw new RangeError('two background jobs have the same kind');
    this.timekeeper = options.timekeeper ?? systemTime;
  }

  start(): void {
    this.stopPolling = this.timekeeper.every((this.options.pollSeconds ?? 1) * 1000, () => void this.wake());
    void this.wake();
  }

  /** Looks for waiting jobs now, as after asking for one; resolves when nothing waits and what this call began is done. Never rejects. */
  async wake(): Promise<void> {
    const slots: Promise<void>[] = [];
    while (this.active.size < (this.options.concurrency ?? 1)) {
      const slot: Promise<void> = this.drain()
        .catch((error: unknown) => this.options.log.error({ err: error }, 'background jobs could not be taken up'))
        .finally(() => this.active.delete(slot));
      this.active.add(slot);
      slots.push(slot);
    }
    await Promise.all(slots);
  }

  /** Takes nothing new and waits for what is running; what lasts longer than `graceMs` is asked to end and put back. */
  async stop(graceMs = 10_000): Promise<void> {
    this.accepting = false;
    this.stopPolling();
    const deadline = setTimeout(() => this.stopping.abort(new Error('the process is stopping')), graceMs);
    await Promise.all(this.active);
    clearTimeout(deadline);
  }

  private async drain(): Promise<void> {
    for (const ended of await endAbandonedJobs(this.options.db, this.timekeeper.now(), ABANDONED)) {
      this.options.log.error({ job: ended.kind, id: ended.id, outcome: ended.status }, 'background job abandoned by its process');
      this.options.metrics?.countJob(ended.kind, ended.status === 'cancelled' ? 'cancelled' : 'failed');
    }
    while (this.accepting) {
      const now = this.timekeeper.now();
      const leaseUntil = new Date(now.getTime() + CLAIM_LEASE_SECONDS * 1000);
      const owner = `${hostname()}:${process.pid}:${newId()}`;
      const claim = await claimJob(this.options.db, [...this.definitions.keys()], owner, now, leaseUntil);
      if (!claim) return;
      await this.execute(this.definitions.get(claim.kind)!, claim);
    }
  }

  private async execute(definition: BackgroundJobDefinition, claim: BackgroundClaim): Promise<void> {
    const { db, log, metrics } = this.options;
    const facts = { job: claim.kind, id: claim.id, attempt: claim.attempt };
    let outcome: JobOutcome;
    try {
      const result = await this.underLease(definition, claim);
      outcome = (await finishJob(db, claim, { status: 'done', result }, this.timekeeper.now())) ? 'succeeded' : 'lost';
    } catch (error) {
      if (!(error instanceof Problem)) log.error({ err: error, ...facts }, 'background job attempt failed');
      outcome = await this.settleFailure(definition, claim, error);
    }
    metrics?.countJob(claim.kind, outcome);
    log.info({ ...facts, outcome }, 'background job attempt ended');
  }

  private async underLease(definition: BackgroundJobDefinition, claim: BackgroundClaim): Promise<unknown> {
    const { db, log } = this.options;
    const until = new Date(this.timekeeper.now().getTime() + definition.leaseSeconds * 1000);
    if ('lost' === await renewJob(db, claim, until)) throw new LeaseLost();
    const terms = {
      seconds: definition.leaseSeconds, until, stop: this.stopping.signal, timekeeper: this.timekeeper, log,
      renew: (next: Date) => renewJob(db, claim, next),
    };
    return underLease(terms, (signal) => definition.run({
      id: claim.id, payload: claim.payload, attempt: claim.attempt, lastProgress: claim.progress, signal,
      db: fenced(db, (tx) => holdJob(tx, claim)),
      progress: async (progress) => {
        if (!(await noteProgress(db, claim, progress))) throw new LeaseLost();
        signal.throwIfAborted();
      },
    }).catch((error: unknown) => {
      // Whatever the work threw on being told to end, the reason it was told is what counts.
      throw signal.aborted && !(error instanceof Problem) ? signal.reason : error;
    }));
  }

  private async settleFailure(definition: BackgroundJobDefinition, claim: BackgroundClaim, error: unknown): Promise<JobOutcome> {
    const { db } = this.options;
    const now = this.timekeeper.now();
    if (error instanceof LeaseLost) return 'lost';
    if (error instanceof WorkCancelled) return (await finishJob(db, claim, { status: 'cancelled' }, now)) ? 'cancelled' : 'lost';
    if (this.stopping.signal.aborted && !(error instanceof Problem)) {
      return (await requeueJob(db, claim, now, null, false)) ? 'interrupted' : 'lost';
    }
    if (error instanceof Problem || claim.attempt >= definition.maxAttempts) {
      return (await finishJob(db, claim, { status: 'failed', error: describe(error) }, now)) ? 'failed' : 'lost';
    }
    const next = retryAt(now, claim.attempt, definition.backoff ?? JOB_BACKOFF);
    return (await requeueJob(db, claim, next, describe(error), true)) ? 'retried' : 'lost';
  }
}

// Whoever asked sees this, so an unexpected error only says that it happened; the log says what.
function describe(error: unknown): BackgroundJobError {
  if (!(error instanceof Problem)) return { code: 'internal', title: '任务执行出错' };
  return {
    code: error.code, title: error.title,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(error.errors.length === 0 ? {} : { errors: error.errors }),
  };
}
