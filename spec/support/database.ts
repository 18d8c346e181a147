import pg from 'pg';
import { Database } from '../../src/platform/database/database.js';
import type { Sql, Tx } from '../../src/platform/database/sql.js';
import { TEMPLATE_DATABASE, databaseUrl } from './environment.js';

let counter = 0;

/** A database of a spec's own, for the time of its `describe`. */
export interface TestDatabase {
  /** Reads and single statements. */
  readonly sql: Sql;
  readonly database: Database;
  readonly url: string;
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** Call inside `describe`: clones the migrated and seeded template before the tests and drops the clone after them. */
export function testDatabase(): TestDatabase {
  const name = `hengjian_${process.pid}_${++counter}`;
  let database: Database | null = null;
  const open = (): Database => {
    if (!database) throw new Error('the test database exists only while tests run');
    return database;
  };
  before(async () => {
    await createClone(name);
    database = new Database({ url: databaseUrl(name), poolSize: 12, statementTimeoutMs: 60_000 });
  });
  after(async () => {
    await database?.close();
    database = null;
    await dropDatabase(name);
  });
  return {
    get sql() { return open(); },
    get database() { return open(); },
    get url() { return databaseUrl(name); },
    tx: (work) => open().transaction(work),
  };
}

async function createClone(name: string): Promise<void> {
  await asAdmin((admin) => admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE}`));
}

async function dropDatabase(name: string): Promise<void> {
  await asAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseUrl('postgres') });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
