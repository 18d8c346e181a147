import { hostname } from 'node:os';
import type { Sql } from '../database/sql.js';
import { newId } from '../id.js';
import type { Log, Metrics } from '../observability/index.js';
import { errorText, retryAt, systemTime, type Backoff, type Timekeeper } from '../scheduling/index.js';
import type { Topic } from './outbox.js';
import { claimMessages, killExhausted, markDead, markDelivered, markRetry, type ClaimedMessage } from './outbox.repository.js';

/** A message at its delivery. */
export interface Delivery<P extends object = object> {
  readonly id: string;
  readonly payload: P;
  /** Counted from 1. */
  readonly attempt: number;
  readonly createdAt: Date;
  /** Aborts when the time allowed is over: the message then counts as not delivered. */
  readonly signal: AbortSignal;
}

/** Carries out the effect of one topic. It must bear being told the same message twice. */
export interface OutboxHandler {
  readonly topic: string;
  deliver(delivery: Delivery): Promise<void>;
}

/** Binds a topic to what carries it out. */
export function handle<P extends object>(topic: Topic<P>, deliver: (delivery: Delivery<P>) => Promise<void>): OutboxHandler {
  // A payload was written through `publish` with the same topic, so its shape is the topic's.
  return { topic: topic.name, deliver: (delivery) => deliver(delivery as Delivery<P>) };
}

export interface DispatcherOptions {
  readonly db: Sql;
  readonly log: Log;
  readonly metrics?: Metrics;
  readonly timekeeper?: Timekeeper;
  readonly pollSeconds?: number;
  /** Messages delivered side by side. */
  readonly batch?: number;
  /** Time allowed for one delivery; a claim lasts twice as long. */
  readonly timeoutSeconds?: number;
  readonly maxAttempts?: number;
  readonly backoff?: Backoff;
}

const DEFAULTS = {
  pollSeconds: 1, batch: 10, timeoutSeconds: 30, maxAttempts: 12,
  // Twelve attempts reach over about seven hours.
  backoff: { firstSeconds: 10, factor: 2, maxSeconds: 3600 },
};

/** Delivers outbox messages, at least once each, in about the order of their writing; any number of processes may do so. */
export class OutboxDispatcher {
  private readonly options: DispatcherOptions & typeof DEFAULTS;
  private readonly handlers: ReadonlyMap<string, OutboxHandler>;
  private readonly timekeeper: Timekeeper;
  private active: Promise<void> | null = null;
  private accepting = true;
  private stopPolling: () => void = () => {};

  constructor(options: DispatcherOptions, handlers: readonly OutboxHandler[]) {
    this.options = { ...DEFAULTS, ...options };
    this.handlers = new Map(handlers.map((handler) => [handler.topic, handler]));
    if (this.handlers.size !== handlers.length) throw new RangeError('two handlers for one topic');
    this.timekeeper = options.timekeeper ?? systemTime;
  }

  start(): void {
    this.stopPolling = this.timekeeper.every(this.options.pollSeconds * 1000, () => void this.wake());
    void this.wake();
  }

  /** Delivers everything that is due, then resolves. Never rejects. */
  wake(): Promise<void> {
    this.active ??= this.drain()
      .catch((error: unknown) => this.options.log.error({ err: error }, 'outbox could not be read'))
      .finally(() => { this.active = null; });
    return this.active;
  }

  /** Takes nothing new and waits for deliveries under way, none of which lasts beyond its time limit. */
  async stop(): Promise<void> {
    this.accepting = false;
    this.stopPolling();
    await this.active;
  }

  private async drain(): Promise<void> {
    const { db, batch, timeoutSeconds, maxAttempts, log, metrics } = this.options;
    const topics = [...this.handlers.keys()];
    const dead = await killExhausted(db, topics, maxAttempts, this.timekeeper.now(), '投递进程多次中断');
    for (const message of dead) {
      log.error({ message: message.id, topic: message.topic }, 'outbox message given up after its dispatchers died');
      metrics?.countDelivery(message.topic, 'dead');
    }
    while (this.accepting) {
      const now = this.timekeeper.now();
      const owner = `${hostname()}:${process.pid}:${newId()}`;
      const messages = await claimMessages(db, topics, owner, now, new Date(now.getTime() + 2 * timeoutSeconds * 1000), batch);
      if (messages.length === 0) return;
      await Promise.all(messages.map((message) => this.deliver(message, owner)));
    }
  }

  private async deliver(message: ClaimedMessage, owner: string): Promise<void> {
    const { db, metrics } = this.options;
    try {
      await this.withinTime((signal) => this.handlers.get(message.topic)!.deliver({ ...message, signal }));
    } catch (error) {
      await this.settleFailure(message, owner, error);
      return;
    }
    await markDelivered(db, message.id, owner, this.timekeeper.now());
    metrics?.countDelivery(message.topic, 'delivered');
  }

  private async withinTime(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const limit = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const overdue = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        const error = new Error(`not delivered within ${this.options.timeoutSeconds} s`);
        limit.abort(error);
        reject(error);
      }, this.options.timeoutSeconds * 1000);
    });
    try {
      await Promise.race([work(limit.signal), overdue]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async settleFailure(message: ClaimedMessage, owner: string, error: unknown): Promise<void> {
    const { db, log, metrics, maxAttempts, backoff } = this.options;
    const now = this.timekeeper.now();
    const facts = { err: error, message: message.id, topic: message.topic, attempt: message.attempt };
    if (message.attempt >= maxAttempts) {
      log.error(facts, 'outbox message given up');
      await markDead(db, message.id, owner, now, errorText(error));
      metrics?.countDelivery(message.topic, 'dead');
      return;
    }
    log.warn(facts, 'outbox message not delivered, to be tried again');
    await markRetry(db, message.id, owner, retryAt(now, message.attempt, backoff), errorText(error));
    metrics?.countDelivery(message.topic, 'retried');
  }
}
