import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { Application } from './application.js';
import { DEMO_ACCOUNTS_FILE, seedDemo, type DemoAccounts } from './demo.js';
import { ConfigError, loadConfig, type Config } from './platform/config/config.js';
import { KeyStore, KeyStoreError } from './platform/crypto/index.js';
import { Database } from './platform/database/database.js';
import { EmbeddedPostgresError, startEmbeddedPostgres, type EmbeddedServer } from './platform/database/embedded-server.js';
import { migrate, MigrationRefused } from './platform/database/migrations.js';
import { openTemporaryFolder } from './platform/files/index.js';
import { createLogger, wantsPretty } from './platform/observability/index.js';
import { seedReference } from './reference/index.js';

/** A start that is refused for a reason that the operator can mend. */
class StartRefused extends Error {}

const rootDir = findRoot(import.meta.dirname);

main().catch((error: unknown) => {
  const known = error instanceof StartRefused || error instanceof ConfigError || error instanceof KeyStoreError
    || error instanceof EmbeddedPostgresError || error instanceof MigrationRefused;
  console.error(known ? `衡鉴未能启动：${(error as Error).message}` : error);
  process.exit(1);
});

async function main(): Promise<void> {
  const config = loadConfig(process.env, rootDir);
  const log = createLogger({ level: config.logLevel, pretty: wantsPretty(config.mode, process.stdout.isTTY) });
  await refuseBusyPort(config);
  await mkdir(config.dataDir, { recursive: true });
  const temporary = await openTemporaryFolder(config.dataDir);
  // What Node and its libraries take for the folder of temporary files.
  process.env['TMPDIR'] = temporary.path;

  const embedded = config.databaseUrl === null ? await startEmbedded(config) : null;
  const url = config.databaseUrl ?? embedded!.url;
  const { applied } = await migrate(url, path.join(rootDir, 'migrations'));
  const database = new Database({
    url, poolSize: config.databasePoolSize, statementTimeoutMs: config.statementTimeoutMs,
    onIdleError: (error) => log.warn({ err: error }, 'idle database connection lost'),
  });
  const keys = await KeyStore.open({
    directory: config.keyDir, generate: config.mode === 'demo', now: new Date(), publishTo: path.join(config.dataDir, 'public-keys.json'),
  });
  const application = new Application({ config, database, keys, log, consoleFolder: path.join(rootDir, 'dist', 'console') });
  const demo = await seed(config, application, database, embedded !== null, applied.length > 0);
  const port = await application.start();
  stopOnSignals(async () => {
    await application.stop();
    await database.close();
    await embedded?.stop();
    await temporary.remove();
  });
  embedded?.exited.then(({ expected }) => {
    if (expected) return;
    console.error('内置数据库意外停止，服务随之退出；再次启动即可自动恢复');
    process.exit(1);
  });
  announce(config, port, demo);
}

function startEmbedded(config: Config): Promise<EmbeddedServer> {
  return startEmbeddedPostgres({
    dataDir: path.join(config.dataDir, 'postgres'), logFile: path.join(config.dataDir, 'postgres.log'), onLog: (line) => console.log(line),
  });
}

/** Reference data comes with every release; demonstration data only into a new embedded database. */
async function seed(config: Config, application: Application, database: Database, embedded: boolean, migrated: boolean): Promise<DemoAccounts | null> {
  const info = (await database.row<{ demo: boolean; seeded: boolean }>('SELECT demo, seeded_at IS NOT NULL AS seeded FROM service_info'))!;
  if (config.mode === 'production' && info.demo) throw new StartRefused('数据库含有演示数据，生产环境拒绝启动');
  if (migrated || !info.seeded) await database.transaction((tx) => seedReference(tx));
  if (!embedded) {
    if (!info.seeded) await database.run('UPDATE service_info SET seeded_at = now()');
    return null;
  }
  if (!info.seeded) {
    console.log('首次启动：正在导入演示名册……');
    return seedDemo(application.container, rootDir, config.dataDir);
  }
  return readDemoAccounts(config.dataDir);
}

async function readDemoAccounts(dataDir: string): Promise<DemoAccounts | null> {
  const file = path.join(dataDir, DEMO_ACCOUNTS_FILE);
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) as DemoAccounts : null;
}

/** Says so before the database is started rather than after. */
async function refuseBusyPort(config: Config): Promise<void> {
  if (config.port === 0) return;
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(new StartRefused(
      error.code === 'EADDRINUSE' ? `端口 ${config.port} 已被占用，请以 PORT 指定其他端口` : `无法监听端口 ${config.port}：${error.code ?? error.message}`)));
    probe.listen(config.port, config.host, () => probe.close(() => resolve()));
  });
}

function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = () => {
    // A second Ctrl-C means: now. The database recovers by itself at the next start.
    if (stopping) process.exit(130);
    stopping = true;
    console.log('正在停止……');
    stop().then(() => process.exit(0), (error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}

function announce(config: Config, port: number, demo: DemoAccounts | null): void {
  const address = config.port === 0 ? `http://localhost:${port}` : config.publicUrl;
  console.log(`\n衡鉴已启动 / Hengjian is running: ${address}`);
  console.log(`  接口说明 API: ${address}/api/v1/openapi.json`);
  if (!demo) return;
  console.log(`\n演示账号 Demo accounts（也在 ${path.join(path.relative(process.cwd(), config.dataDir) || '.', DEMO_ACCOUNTS_FILE)}）:`);
  for (const { username, password, role } of demo.accounts) console.log(`  ${username.padEnd(12)} ${password.padEnd(20)} ${role}`);
  for (const { clientId, clientSecret, scopes } of demo.clients) console.log(`  ${clientId.padEnd(12)} ${clientSecret}  (${scopes.join(' ')})`);
  console.log('');
}

/** The project folder, found upwards from the compiled file. */
function findRoot(from: string): string {
  if (existsSync(path.join(from, 'package-lock.json'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new ConfigError('找不到项目目录（package-lock.json）');
  return findRoot(parent);
}
