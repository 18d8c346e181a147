import pg from 'pg';
import type { Sql, Tx } from './sql.js';

/** Errors after which the same unit of work may succeed when simply run again. */
const RETRYABLE = new Set(['40001', '40P01']);
const MAX_ATTEMPTS = 5;

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  readonly applicationName?: string;
  /** Told of connections that dropped while no statement was running, so that there is no caller to throw at. */
  readonly onIdleError?: (error: Error) => void;
}

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
  /** Replaces the pool's statement timeout for a unit of work that is known to be long, such as an import. */
  readonly statementTimeoutMs?: number;
}

/** The PostgreSQL pool: reads outside a transaction, and units of work that are retried on serialisation failures. */
export class Database implements Sql {
  readonly pool: pg.Pool;

  constructor(private readonly options: DatabaseOptions) {
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.poolSize,
      statement_timeout: options.statementTimeoutMs,
      idle_in_transaction_session_timeout: 60_000,
      application_name: options.applicationName ?? 'hengjian',
      connectionTimeoutMillis: 10_000,
      types: { getTypeParser },
    });
    this.pool.on('error', (error) => options.onIdleError?.(error));
    // The pool listens to idle connections only; one that drops between two statements of a transaction must not end the process.
    // Whoever holds it learns of it at the next statement.
    this.pool.on('connect', (client) => { client.on('error', (error) => options.onIdleError?.(error)); });
  }

  async rows<T extends object>(text: string, params: readonly unknown[] = []): Promise<T[]> {
    return (await this.pool.query(text, params as unknown[])).rows as T[];
  }

  async row<T extends object>(text: string, params: readonly unknown[] = []): Promise<T | null> {
    return (await this.rows<T>(text, params))[0] ?? null;
  }

  async run(text: string, params: readonly unknown[] = []): Promise<number> {
    return (await this.pool.query(text, params as unknown[])).rowCount ?? 0;
  }

  /**
   * Runs one unit of work in one transaction and commits it; on any error nothing of it remains.
   * Serialisation failures and deadlocks run the work again (up to five times), so the work must not have effects outside the database.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work, options);
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !RETRYABLE.has(sqlState(error) ?? '')) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
      }
    }
  }

  private async attempt<T>(work: (tx: Tx) => Promise<T>, options: TransactionOptions): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(beginStatement(options));
      if (options.statementTimeoutMs !== undefined) {
        await client.query(`SET LOCAL statement_timeout = ${Math.trunc(options.statementTimeoutMs)}`);
      }
      const result = await work(new ClientTx(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // A connection on which not even the rollback works is thrown away instead of going back to the pool.
      await client.query('ROLLBACK').catch((rollbackError: Error) => { broken = rollbackError; });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Hands out one connection for work that needs a session of its own (cursors, advisory locks). */
  async withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

class ClientTx implements Tx {
  readonly inTransaction = true;
  constructor(readonly client: pg.PoolClient) {}

  async rows<T extends object>(text: string, params: readonly unknown[] = []): Promise<T[]> {
    return (await this.client.query(text, params as unknown[])).rows as T[];
  }

  async row<T extends object>(text: string, params: readonly unknown[] = []): Promise<T | null> {
    return (await this.rows<T>(text, params))[0] ?? null;
  }

  async run(text: string, params: readonly unknown[] = []): Promise<number> {
    return (await this.client.query(text, params as unknown[])).rowCount ?? 0;
  }
}

function beginStatement(options: TransactionOptions): string {
  return `BEGIN ISOLATION LEVEL ${(options.isolation ?? 'read committed').toUpperCase()}${options.readOnly ? ' READ ONLY' : ''}`;
}

/** The five-character SQLSTATE of a PostgreSQL error, or null for any other error. */
export function sqlState(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** The name of the violated constraint, when PostgreSQL gave one. */
export function violatedConstraint(error: unknown): string | null {
  const name = (error as { constraint?: unknown } | null)?.constraint;
  return typeof name === 'string' ? name : null;
}

const DATE = 1082;
const INT8 = 20;
const keepText = (text: string): string => text;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a JavaScript number`);
  return value;
}

/** Civil dates stay text (a Date would bring a time zone in); 64-bit counts become numbers. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === DATE) return keepText;
  if (oid === INT8) return safeInteger;
  return pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown;
}
