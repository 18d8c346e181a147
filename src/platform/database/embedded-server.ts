/**
 * The PostgreSQL server that comes with the service: real server binaries from npm, a data folder of its own, one owner process.
 *
 * Whatever was killed, and when, the next start repairs it without a hand: a half-built data folder is built anew, a server that
 * outlived its service is adopted, one that died is recovered by PostgreSQL from its write-ahead log.
 */
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { serverAccount } from './embedded-account.js';
import { usableBinaries } from './embedded-binaries.js';
import { SUPERUSER, ensureCluster, passwordFileOf } from './embedded-cluster.js';
import { EmbeddedPostgresError, embeddedErrors, explainSystemError } from './embedded-errors.js';
import { launchServer } from './embedded-launch.js';
import type { LaunchObstacle, LaunchOptions } from './embedded-launch.js';
import { ServerOwnership, urlOf } from './embedded-ownership.js';
import type { ClaimRefusal, ServerAddress } from './embedded-ownership.js';
import { clusterNameOf, endOrphans, findPostmaster, isServerProcess, removeMisleadingPidFile, signal } from './embedded-postmaster.js';
import type { Postmaster } from './embedded-postmaster.js';

export { EmbeddedPostgresError } from './embedded-errors.js';

const DATABASE = SUPERUSER;
const POLL_MS = 25;
const WATCH_MS = 500;
const RETRY_MS = 100;
const PROGRESS_EVERY_MS = 10_000;
/** How long each obstacle is waited for. A killed owner's connection closes at once, so a lock that stays has a living owner. */
const PATIENCE_MS = { held: 3_000, unreachable: 60_000, orphans: 60_000, 'another-server': 60_000, 'port-taken': 5_000 } as const;
const ORPHANS_MAY_FINISH_MS = 1_000;
const FAST_SHUTDOWN_MS = 20_000;
const IMMEDIATE_SHUTDOWN_MS = 15_000;

export interface EmbeddedOptions {
  /** Such as `<root>/.data/postgres`. The password lies beside it in `postgres-password` (mode 600). */
  readonly dataDir: string;
  readonly logFile: string;
  /** Server settings on top of ours; `fsync: 'off'` for data that may be lost. They do not reach a server that is adopted. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Short Chinese lines for the person at the terminal. */
  readonly onLog?: (line: string) => void;
}

export interface EmbeddedServer {
  /** `postgres://hengjian:…@127.0.0.1:PORT/hengjian` */
  readonly url: string;
  /** True when the server was already running, left behind by a killed service. */
  readonly adopted: boolean;
  readonly pid: number;
  /** Stops the server and waits until it has gone. Close your own connections before. May be called more than once. */
  stop(): Promise<void>;
  /** Resolves when the server has gone: `expected` tells whether `stop` was called. */
  readonly exited: Promise<{ readonly expected: boolean }>;
}

interface Cluster extends LaunchOptions {
  readonly password: string;
  readonly onLog: (line: string) => void;
}

/**
 * Starts the server of a data folder, or adopts the one that still runs; builds the folder when it is new. A free port of 127.0.0.1
 * is chosen at each start. When this process exits without `stop`, the server is told to stop as well.
 * @throws EmbeddedPostgresError with a Chinese message that says what to do; `in-use` when another living process owns the folder.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataDir = resolve(options.dataDir);
  const { settings = {}, onLog = () => undefined } = options;
  try {
    const account = await serverAccount(dataDir);
    const binaries = await usableBinaries(account);
    const password = await ensureCluster({ dataDir, account, binaries, onLog, durable: settings['fsync'] !== 'off' });
    const clusterName = await clusterNameOf(dataDir);
    return await obtain({ dataDir, logFile: resolve(options.logFile), account, binaries, clusterName, settings, password, onLog });
  } catch (error) {
    throw explainSystemError(error);
  }
}

/** Adopts or starts, until one of them has succeeded or can be said to be impossible. */
async function obtain(cluster: Cluster): Promise<EmbeddedServer> {
  const waiting = new Waiting(cluster);
  for (;;) {
    const running = await findPostmaster(cluster.dataDir, cluster.clusterName);
    const server = running === null ? await launch(cluster, waiting) : await own(cluster, running, true, waiting);
    if (server !== null) return server;
    await sleep(running === null ? RETRY_MS : POLL_MS);
  }
}

/** Claims a server once it says that it is ready. Null: not yet, look again. */
async function own(cluster: Cluster, running: Postmaster, adopted: boolean, waiting: Waiting): Promise<EmbeddedServer | null> {
  waiting.report(running.ready ? '等待数据库的另一个使用者退出…' : '数据库正在启动、恢复或停止，请稍候…');
  if (!running.ready) return null;
  const address: ServerAddress = { port: running.port, password: cluster.password, passwordFile: passwordFileOf(cluster.dataDir) };
  const ownership = await ServerOwnership.claim(address, DATABASE);
  if (typeof ownership !== 'string') return new OwnedServer(cluster, running.pid, urlOf(address, DATABASE), ownership, adopted);
  waiting.meet(ownership);
  return null;
}

/** Starts a server and claims it. Null: it found an obstacle that may be gone at the next attempt. */
async function launch(cluster: Cluster, waiting: Waiting): Promise<EmbeddedServer | null> {
  await removeMisleadingPidFile(cluster.dataDir, cluster.clusterName);
  const launched = await launchServer(cluster);
  const stopWithUs = (): void => {
    if (!launched.hasEnded()) signal(launched.pid, 'SIGINT');
  };
  process.once('exit', stopWithUs);
  try {
    while (!launched.hasEnded()) {
      const running = await findPostmaster(cluster.dataDir, cluster.clusterName);
      const server = running?.pid === launched.pid ? await own(cluster, running, false, waiting) : null;
      if (server !== null) return server;
      await sleep(POLL_MS);
    }
  } catch (error) {
    // Whoever owns it by now keeps it.
    if (!(error instanceof EmbeddedPostgresError && error.code === 'in-use')) stopWithUs();
    throw error;
  } finally {
    process.off('exit', stopWithUs);
  }
  const obstacle = await launched.whyEnded();
  if (waiting.meet(obstacle) > ORPHANS_MAY_FINISH_MS && obstacle === 'orphans') await endOrphans(cluster.clusterName);
  return null;
}

class OwnedServer implements EmbeddedServer {
  readonly exited: Promise<{ readonly expected: boolean }>;
  private announceExit: (exit: { readonly expected: boolean }) => void = () => undefined;
  private stopping: Promise<void> | undefined;
  private gone = false;

  constructor(private readonly cluster: Cluster, readonly pid: number, readonly url: string,
    private readonly ownership: ServerOwnership, readonly adopted: boolean) {
    this.exited = new Promise((settle) => { this.announceExit = settle; });
    process.once('exit', this.stopWithUs);
    void this.watch();
  }

  stop(): Promise<void> {
    this.stopping ??= this.shutDown();
    return this.stopping;
  }

  private readonly stopWithUs = (): void => {
    if (!this.gone) signal(this.pid, 'SIGINT');
  };

  /** Fast shutdown first: transactions are rolled back, the data folder is left clean. */
  private async shutDown(): Promise<void> {
    this.ownership.expectEnd();
    if (this.gone || await this.goneAfter('SIGINT', FAST_SHUTDOWN_MS)) return;
    this.cluster.onLog('数据库未能及时停止，改为立即停止，下次启动时自动恢复…');
    if (!await this.goneAfter('SIGQUIT', IMMEDIATE_SHUTDOWN_MS)) throw embeddedErrors.stopFailed(this.pid);
  }

  private async goneAfter(name: NodeJS.Signals, ms: number): Promise<boolean> {
    signal(this.pid, name);
    for (const deadline = Date.now() + ms; Date.now() < deadline; await sleep(POLL_MS)) {
      if (!await this.isRunning()) return true;
    }
    return false;
  }

  private async watch(): Promise<void> {
    // The watch must not keep the process alive. A look that fails (no free file descriptor) is no sign of an end: look again.
    while (await this.isRunning().catch(() => true)) await sleep(WATCH_MS, undefined, { ref: false });
  }

  private async isRunning(): Promise<boolean> {
    if (!this.gone && await isServerProcess(this.pid, this.cluster.clusterName)) return true;
    this.gone = true;
    this.ownership.expectEnd();
    process.off('exit', this.stopWithUs);
    this.announceExit({ expected: this.stopping !== undefined });
    return false;
  }
}

/** Keeps the time of a wait, tells the person about it now and then, and ends it when it is hopeless. */
class Waiting {
  private nextReport = Date.now() + 1_000;
  private readonly firstMet = new Map<LaunchObstacle | ClaimRefusal, number>();

  constructor(private readonly cluster: Cluster) {}

  report(line: string): void {
    if (Date.now() < this.nextReport) return;
    this.nextReport = Date.now() + PROGRESS_EVERY_MS;
    this.cluster.onLog(line);
  }

  /** Milliseconds since this obstacle was first met. */
  meet(obstacle: LaunchObstacle | ClaimRefusal): number {
    const since = this.firstMet.get(obstacle) ?? Date.now();
    this.firstMet.set(obstacle, since);
    const elapsed = Date.now() - since;
    if (elapsed <= PATIENCE_MS[obstacle]) return elapsed;
    if (obstacle === 'held') throw embeddedErrors.inUse(this.cluster.dataDir);
    if (obstacle === 'port-taken') throw embeddedErrors.noPort();
    throw embeddedErrors.startFailed(this.cluster.logFile, obstacle === 'unreachable' ? '数据库已经启动，但无法连接' : '数据文件夹仍被另一个数据库进程占用');
  }
}
