import { existsSync } from 'node:fs';
import path from 'node:path';
import { Application } from '../../src/application.js';
import { loadConfig, type Config } from '../../src/platform/config/config.js';
import { KeyStore } from '../../src/platform/crypto/index.js';
import { Database } from '../../src/platform/database/database.js';
import { createLogger } from '../../src/platform/observability/index.js';

/** The checkout, found upwards from the compiled file. */
export const PROJECT_ROOT = findRoot(import.meta.dirname);

export interface RunningService { readonly application: Application; readonly config: Config; readonly database: Database }

/**
 * The service as `main` puts it together, with its default settings, on a free port of this machine. Only the limit of requests by
 * address is out of reach, because all requests of the benchmark come from one.
 */
export async function openService(databaseUrl: string, dataDir: string): Promise<RunningService> {
  const env = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PUBLIC_REQUESTS_PER_MINUTE: '100000000' };
  const config = { ...loadConfig(env, PROJECT_ROOT), port: 0, host: '127.0.0.1' };
  const database = new Database({ url: databaseUrl, poolSize: config.databasePoolSize, statementTimeoutMs: config.statementTimeoutMs });
  const keys = await KeyStore.open({ directory: config.keyDir, generate: true, now: new Date() });
  const log = createLogger({ level: config.logLevel });
  const application = new Application({ config, database, keys, log, consoleFolder: path.join(PROJECT_ROOT, 'dist', 'console') });
  return { application, config, database };
}

function findRoot(from: string): string {
  if (existsSync(path.join(from, 'package-lock.json'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('package-lock.json not found above the benchmark');
  return findRoot(parent);
}
