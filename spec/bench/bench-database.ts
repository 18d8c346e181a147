import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { Database } from '../../src/platform/database/database.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-server.js';
import { migrate } from '../../src/platform/database/migrations.js';
import { seedReference } from '../../src/reference/index.js';

/** A PostgreSQL of the benchmark's own, in a temporary folder. */
export interface BenchServer {
  /** Folder for whatever else a measurement leaves; gone with the server. */
  readonly folder: string;
  readonly version: string;
  url(database: string): string;
  /** A new database, migrated and with the reference data. */
  create(database: string): Promise<string>;
  /** A copy of a database that nobody is connected to. */
  clone(database: string, template: string): Promise<string>;
  stop(): Promise<void>;
}

/** Loading is not what is measured: nothing waits for the disk, and little is written to the log. Reading is as in production. */
const SETTINGS = {
  fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '8GB', autovacuum: 'off',
};

/** Starts the server that the project ships, on a free port. */
export async function startBenchServer(rootDir: string): Promise<BenchServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hengjian-bench-'));
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), logFile: path.join(folder, 'postgres.log'), settings: SETTINGS })
    .catch(async (error: unknown) => {
      await rm(folder, { recursive: true, force: true });
      throw error;
    });
  const url = (database: string) => Object.assign(new URL(server.url), { pathname: `/${database}` }).href;
  const administer = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: url('postgres') });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    folder, url,
    version: await administer(async (client) => (await client.query<{ server_version: string }>('SHOW server_version')).rows[0]!.server_version),
    async create(database) {
      await administer((client) => client.query(`CREATE DATABASE ${database} TEMPLATE template0`));
      await migrate(url(database), path.join(rootDir, 'migrations'));
      const pool = new Database({ url: url(database), poolSize: 1, statementTimeoutMs: 60_000 });
      await pool.transaction((tx) => seedReference(tx));
      await pool.close();
      return url(database);
    },
    async clone(database, template) {
      await administer((client) => client.query(`CREATE DATABASE ${database} TEMPLATE ${template} STRATEGY file_copy`));
      return url(database);
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
