import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Container } from 'inversify';
import { Application } from '../../src/application.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { systemContext } from '../../src/platform/context.js';
import { KeyStore } from '../../src/platform/crypto/index.js';
import { createLogger } from '../../src/platform/observability/index.js';
import { AccountService } from '../../src/platform/identity/account.service.js';
import { ClientService } from '../../src/platform/identity/client.service.js';
import { ImportService } from '../../src/registry/index.js';
import { ApiClient } from './api-client.js';
import { testDatabase, type TestDatabase } from './database.js';
import { PROJECT_ROOT } from './environment.js';

export const TEST_PASSWORD = 'Passw0rd-of-tests';

export interface TestService {
  readonly url: string;
  readonly api: ApiClient;
  readonly db: TestDatabase;
  readonly container: Container;
  readonly application: Application;
  /** Folder of keys and files of this service. */
  readonly dataDir: string;
  /** A token of a role; the account is made at the first call. */
  token(role: string, place?: { division?: string; institution?: string }): Promise<string>;
  /** The password of every account made by `token`. */
  readonly password: string;
  /** Credentials of an API client with these scopes. */
  client(id: string, scopes: readonly string[]): Promise<{ clientId: string; clientSecret: string }>;
}

export interface ServiceOptions {
  /** Imports the roster fixture before the tests. */
  readonly roster?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs scheduled and background jobs by itself. */
  readonly background?: boolean;
}

/** Call inside `describe`: the real service over HTTP on a database of its own. */
export function testService(options: ServiceOptions = {}): TestService {
  const db = testDatabase();
  let running: { application: Application; url: string; api: ApiClient; dataDir: string } | null = null;
  const tokens = new Map<string, Promise<string>>();
  const now = () => running ?? fail();

  before(async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'hengjian-service-'));
    const config = { ...loadConfig({ PUBLIC_REQUESTS_PER_MINUTE: '1000000', ...options.env, DATA_DIR: dataDir }, PROJECT_ROOT), port: 0, host: '127.0.0.1' };
    const keys = await KeyStore.open({ directory: config.keyDir, generate: true, now: new Date(), publishTo: path.join(dataDir, 'public-keys.json') });
    const application = new Application({
      config, database: db.database, keys, log: createLogger({ level: process.env['TEST_LOG'] ?? 'silent' }),
      consoleFolder: path.join(PROJECT_ROOT, 'dist', 'console'),
    });
    if (options.roster) {
      await application.container.get(ImportService).importFile(systemContext('test'), {
        path: path.join(PROJECT_ROOT, 'spec', 'fixtures', 'roster-guangdong-2026.xlsx'), originalName: 'roster.xlsx', mode: 'commit', onError: 'abort',
      });
    }
    const port = await application.start({ background: options.background ?? false });
    const url = `http://127.0.0.1:${port}`;
    running = { application, url, api: await ApiClient.connect(url), dataDir };
  });
  after(async () => {
    await running?.application.stop();
    if (running) await rm(running.dataDir, { recursive: true, force: true });
  });

  return {
    db, password: TEST_PASSWORD,
    get url() { return now().url; },
    get api() { return now().api; },
    get container() { return now().application.container; },
    get application() { return now().application; },
    get dataDir() { return now().dataDir; },
    token(role, place = {}) {
      const username = ['t', role, place.division ?? '', place.institution?.slice(-8) ?? ''].filter((part) => part !== '').join('-');
      let token = tokens.get(username);
      if (!token) {
        token = (async () => {
          const input = { username, displayName: username, role, divisionCode: place.division ?? null, institutionId: place.institution ?? null };
          await db.tx((tx) => now().application.container.get(AccountService).createActive(tx, systemContext('test'), input, TEST_PASSWORD));
          return now().api.logIn(username, TEST_PASSWORD);
        })();
        tokens.set(username, token);
      }
      return token;
    },
    client: (id, scopes) => db.tx((tx) => now().application.container.get(ClientService).create(tx, systemContext('test'), { id, name: id, scopes })),
  };
}

function fail(): never {
  throw new Error('the service runs only while tests run');
}
