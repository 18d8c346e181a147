import { expect } from 'chai';
import type pg from 'pg';
import type { Database } from '../../src/platform/database/database.js';
import { newId } from '../../src/platform/id.js';

/** Runs SQL; a pool, a unit of work or one connection. */
export interface Runner { run(text: string, params?: readonly unknown[]): Promise<unknown> }

/** Writes one fact with plain SQL, as somebody would who goes around the service. `valid` and `recorded` are range texts. */
export async function insertRaw(sql: Runner, table: string, values: Readonly<Record<string, unknown>>): Promise<string> {
  const id = newId();
  const { recorded, ...rest } = values;
  const row: Record<string, unknown> = { id, recorded_by: 'psql', source: 'seed', ...rest };
  const columns = Object.keys(row);
  const now = 'tstzrange(clock_timestamp(), NULL)';
  await sql.run(
    `INSERT INTO ${table} (${columns.join(', ')}, recorded) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')}, ${recorded === undefined ? now : String(recorded)})`,
    Object.values(row));
  return id;
}

/** Expects the database to refuse, by this constraint (exclusion, check, trigger) or with this SQLSTATE. */
export async function refusedBy(work: Promise<unknown>, constraintOrState: string): Promise<void> {
  const error = await work.then(() => null, (caught: unknown) => caught as { constraint?: string; code?: string; cause?: { constraint?: string } });
  expect(error, 'the database accepted it').to.not.equal(null);
  expect([error?.constraint, error?.cause?.constraint, error?.code]).to.include(constraintOrState);
}

/** Expects a Problem with this code. */
export async function problemOf(work: Promise<unknown>, code: string): Promise<void> {
  const error = await work.then(() => null, (caught: unknown) => caught as { code?: string });
  expect(error?.code).to.equal(code);
}

/** One connection with a transaction that its test begins and ends by hand. */
export interface Connection extends Runner { readonly pid: number; commit(): Promise<void>; rollback(): Promise<void> }

/** Runs a test with two connections, each in a transaction; both are rolled back and handed back whatever happens. */
export async function withTwoConnections(database: Database, work: (first: Connection, second: Connection) => Promise<void>, isolation = 'READ COMMITTED'): Promise<void> {
  await database.withClient((one) => database.withClient(async (two) => {
    const [first, second] = [await connection(one, isolation), await connection(two, isolation)];
    try {
      await work(first, second);
    } finally {
      await first.rollback();
      await second.rollback();
    }
  }));
}

/** Answers once the connection waits for a lock that another holds. */
export async function waitsForLock(database: Database, connection: Connection): Promise<void> {
  for (;;) {
    const row = await database.row<{ waiting: boolean }>(`SELECT wait_event_type = 'Lock' AS waiting FROM pg_stat_activity WHERE pid = $1`, [connection.pid]);
    if (row?.waiting) return;
  }
}

async function connection(client: pg.PoolClient, isolation: string): Promise<Connection> {
  await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return {
    pid: rows[0]?.pid ?? 0,
    run: (text, params = []) => client.query(text, params as unknown[]),
    commit: async () => { await client.query('COMMIT'); },
    rollback: async () => { await client.query('ROLLBACK'); },
  };
}
