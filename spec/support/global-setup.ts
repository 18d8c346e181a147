import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../../src/platform/database/migrations.js';
import { startEmbeddedPostgres, type EmbeddedServer } from '../../src/platform/database/embedded-server.js';
import { Database } from '../../src/platform/database/database.js';
import { seedReference } from '../../src/reference/index.js';
import { PROJECT_ROOT, TEMPLATE_DATABASE, databaseUrl } from './environment.js';

let server: EmbeddedServer | null = null;
let folder: string | null = null;

/** One real PostgreSQL for the whole run, with one migrated and seeded template that every spec file clones. */
export async function mochaGlobalSetup(): Promise<void> {
  if (!process.env['TEST_DATABASE_URL']) {
    folder = await mkdtemp(path.join(tmpdir(), 'hengjian-test-'));
    server = await startEmbeddedPostgres({
      dataDir: path.join(folder, 'postgres'), logFile: path.join(folder, 'postgres.log'),
      // The data lives for one run: losing it in a crash costs nothing.
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
    });
    process.env['TEST_DATABASE_URL'] = server.url;
  }
  const admin = new pg.Client({ connectionString: process.env['TEST_DATABASE_URL'] });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${TEMPLATE_DATABASE} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${TEMPLATE_DATABASE} TEMPLATE template0`);
  await admin.end();
  const url = databaseUrl(TEMPLATE_DATABASE);
  await migrate(url, path.join(PROJECT_ROOT, 'migrations'));
  const database = new Database({ url, poolSize: 2, statementTimeoutMs: 60_000 });
  await database.transaction((tx) => seedReference(tx));
  await database.close();
}

export async function mochaGlobalTeardown(): Promise<void> {
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
}
