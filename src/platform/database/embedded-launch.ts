/** Starts a server process on a data folder and finds out, when it does not stay, why. */
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

import { startAs } from './embedded-account.js';
import type { ServerAccount } from './embedded-account.js';
import type { PostgresBinaries } from './embedded-binaries.js';
import { embeddedErrors } from './embedded-errors.js';
import { missingAs } from './embedded-files.js';

const LOG_KEPT_BYTES = 20 * 1024 * 1024;

/** `fsync` stays on: a machine that loses power must not lose a licence. Statements and values stay out of the log. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '256MB',
  timezone: 'Asia/Shanghai',
  log_timezone: 'Asia/Shanghai',
  log_line_prefix: '%m [%p] ',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  // Statements of a service that was killed do not run on for nobody.
  client_connection_check_interval: '5s',
};

export interface LaunchOptions {
  readonly dataDir: string;
  readonly logFile: string;
  readonly account: ServerAccount;
  readonly binaries: PostgresBinaries;
  /** The name the processes show, see `clusterNameOf`. */
  readonly clusterName: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** A reason that another attempt can overcome. */
export type LaunchObstacle = 'port-taken' | 'orphans' | 'another-server';

export interface LaunchedServer {
  readonly pid: number;
  hasEnded(): boolean;
  /**
   * Why it ended, by its own words in the log.
   * @throws EmbeddedPostgresError `disk-full`, `start-failed` where another attempt would end the same
   */
  whyEnded(): Promise<LaunchObstacle>;
}

/**
 * Starts the server in a session of its own, on a free port. It does not keep this process alive.
 * @throws EmbeddedPostgresError `binaries-unusable`, `no-port`
 */
export async function launchServer(options: LaunchOptions): Promise<LaunchedServer> {
  const { dataDir, logFile, account, binaries, clusterName } = options;
  const settings = { ...SETTINGS, ...options.settings, cluster_name: clusterName, port: String(await freePort()) };
  const logStart = await prepareLog(logFile);
  const log = await open(logFile, 'a', 0o600);
  try {
    const child = await startAs({
      account,
      program: binaries.postgres,
      folder: dataDir,
      args: (folder) => ['-D', folder, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      output: log.fd,
      detached: true,
    });
    const { pid } = child;
    if (pid === undefined) {
      const error = await new Promise<Error>((settle) => { child.once('error', settle); });
      throw embeddedErrors.binariesUnusable(error.message, error);
    }
    let ended = false;
    child.once('exit', () => { ended = true; });
    child.unref();
    return { pid, hasEnded: () => ended, whyEnded: async () => obstacleIn(await linesOf(logFile, logStart, pid), logFile) };
  } finally {
    await log.close();
  }
}

/** The messages are in English because `initdb` was told `--lc-messages=C`. */
function obstacleIn(lines: readonly string[], logFile: string): LaunchObstacle {
  const text = lines.join('\n');
  if (/lock file "postmaster\.pid" already exists/.test(text)) return 'another-server';
  if (/pre-existing shared memory block/.test(text)) return 'orphans';
  if (/could not create any TCP\/IP sockets/.test(text)) return 'port-taken';
  if (/No space left on device|Disk quota exceeded/.test(text)) throw embeddedErrors.diskFull();
  const reason = lines.filter((line) => /FATAL|PANIC|error while loading/.test(line)).at(-1) ?? lines.at(-1) ?? '没有留下任何说明';
  throw embeddedErrors.startFailed(logFile, reason.replace(/^.*?\] /, ''));
}

/** Answers where new lines will begin. A log that grew large is put aside, so that logs cannot fill the disk. */
async function prepareLog(logFile: string): Promise<number> {
  await mkdir(dirname(logFile), { recursive: true, mode: 0o700 });
  const size = (await stat(logFile).catch(missingAs(null)))?.size ?? 0;
  if (size <= LOG_KEPT_BYTES) return size;
  await rename(logFile, `${logFile}.1`);
  return 0;
}

/** What one process wrote; another start at the same moment may write into the same file. */
async function linesOf(logFile: string, from: number, pid: number): Promise<string[]> {
  const text = (await readFile(logFile)).subarray(from).toString();
  return text.split('\n').filter((line) => line !== '' && (line.includes(` [${pid}] `) || !/ \[\d+\] /.test(line)));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((settle, reject) => {
    probe.once('error', (error) => reject(embeddedErrors.noPort(error)));
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? settle(address.port) : reject(embeddedErrors.noPort())));
    });
  });
}
