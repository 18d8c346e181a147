import type { Tx } from '../database/sql.js';
import type { Log } from '../observability/index.js';
import type { Timekeeper } from './timekeeper.js';
import type { TransactionRunner } from './transaction-runner.js';

/** The work went on for longer than its lease and somebody else may have taken it over: nothing more may be written. */
export class LeaseLost extends Error {
  constructor() {
    super('the lease of this work was lost');
    this.name = 'LeaseLost';
  }
}

/** Somebody asked that the work end. */
export class WorkCancelled extends Error {
  constructor() {
    super('the work was cancelled');
    this.name = 'WorkCancelled';
  }
}

/** `cancel`: still ours, but it is to end. */
export type LeaseState = 'held' | 'lost' | 'cancel';

export interface LeaseTerms {
  readonly seconds: number;
  /** When the lease taken at the claim ends. */
  readonly until: Date;
  /** Moves the end of the lease in the database. */
  readonly renew: (until: Date) => Promise<LeaseState>;
  /** Aborts the work when the process stops. */
  readonly stop: AbortSignal;
  readonly timekeeper: Timekeeper;
  readonly log: Log;
}

/**
 * Does work while renewing its lease every third of its length. The work's signal aborts with `LeaseLost`,
 * `WorkCancelled` or the reason of the stop.
 */
export async function underLease<T>(terms: LeaseTerms, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  let until = terms.until;
  let beating: Promise<void> | null = null;
  const beat = async (): Promise<void> => {
    const next = new Date(terms.timekeeper.now().getTime() + terms.seconds * 1000);
    try {
      const state = await terms.renew(next);
      if (state === 'lost') ended.abort(new LeaseLost());
      else until = next;
      if (state === 'cancel') ended.abort(new WorkCancelled());
    } catch (error) {
      // One failed renewal is made good by the next; only when the lease has run out meanwhile must the work end.
      terms.log.warn({ err: error }, 'lease could not be renewed');
      if (terms.timekeeper.now() > until) ended.abort(new LeaseLost());
    }
  };
  const stopBeating = terms.timekeeper.every((terms.seconds * 1000) / 3, () => {
    beating ??= beat().finally(() => { beating = null; });
  });
  try {
    return await work(AbortSignal.any([ended.signal, terms.stop]));
  } finally {
    stopBeating();
    await beating;
  }
}

/**
 * A runner whose units of work commit only while the lease is held: a process that was paused beyond its lease cannot
 * write over its successor. `holds` locks the lease's row, so that nobody takes it over before the commit.
 */
export function fenced(db: TransactionRunner, holds: (tx: Tx) => Promise<boolean>): TransactionRunner {
  return {
    rows: (text, params) => db.rows(text, params),
    row: (text, params) => db.row(text, params),
    run: (text, params) => db.run(text, params),
    transaction: (work, options) => db.transaction(async (tx) => {
      const result = await work(tx);
      if (!(await holds(tx))) throw new LeaseLost();
      return result;
    }, options),
  };
}
