/** The data folder and its password: made once, completely or not at all. */
import { randomBytes } from 'node:crypto';
import { chmod, chown, link, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { startAs } from './embedded-account.js';
import type { ServerAccount } from './embedded-account.js';
import type { PostgresBinaries } from './embedded-binaries.js';
import { embeddedErrors } from './embedded-errors.js';
import { giveTo, missingAs, syncFolder } from './embedded-files.js';

export const SUPERUSER = 'hengjian';
/** Only for character classes: ICU sorts, by pinyin. macOS does not know C.UTF-8. */
const LOCALE = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';

export interface ClusterOptions {
  readonly dataDir: string;
  readonly account: ServerAccount;
  readonly binaries: PostgresBinaries;
  /** False leaves the new folder to the operating system's own pace: for data that may be lost, as in tests. */
  readonly durable: boolean;
  readonly onLog: (line: string) => void;
}

/** Where the password of the superuser lies, beside the data folder. */
export const passwordFileOf = (dataDir: string): string => join(dirname(dataDir), `${basename(dataDir)}-password`);

/**
 * Makes sure that the data folder holds a database of the right version that the account owns, and answers its password.
 * A new database is built in a folder beside it and appears by a rename, so a process killed meanwhile leaves nothing half done.
 * @throws EmbeddedPostgresError `folder-not-a-database`, `other-major-version`, `password-missing`, `initialisation-failed`, `disk-full`
 */
export async function ensureCluster(options: ClusterOptions): Promise<string> {
  const { dataDir, account, binaries } = options;
  await mkdir(dirname(dataDir), { recursive: true, mode: 0o700 });
  await removeAbandonedDrafts(options);
  const isNew = await isMissing(dataDir);
  const password = await ensurePassword(passwordFileOf(dataDir), isNew);
  if (isNew) await initialise(options, password);
  const version = (await readFile(join(dataDir, 'PG_VERSION'), 'utf8')).trim();
  if (version !== String(binaries.major)) throw embeddedErrors.otherMajorVersion(dataDir, version, binaries.major);
  const { uid, mode } = await stat(dataDir);
  if (account !== null && uid !== account.uid) await giveTo(account, dataDir);
  // A folder that came back from a backup often has a mode with which PostgreSQL refuses to start.
  if ((mode & 0o077) !== 0) await chmod(dataDir, 0o700);
  return password;
}

async function isMissing(dataDir: string): Promise<boolean> {
  const entries = await readdir(dataDir).catch(missingAs<string[]>([]));
  if (entries.length > 0 && !entries.includes('PG_VERSION')) throw embeddedErrors.folderNotADatabase(dataDir);
  return entries.length === 0;
}

/** Reads the password, or makes one. The file appears complete and is never replaced, whoever else starts at this moment. */
async function ensurePassword(file: string, mayCreate: boolean): Promise<string> {
  const existing = await readFile(file, 'utf8').catch(missingAs(null));
  if (existing !== null) {
    // Backups often come back readable for everybody.
    await chmod(file, 0o600);
    return existing.trim();
  }
  if (!mayCreate) throw embeddedErrors.passwordMissing(file);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true });
  try {
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await syncFolder(dirname(file));
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(file, 'utf8')).trim();
}

async function initialise(options: ClusterOptions, password: string): Promise<void> {
  const { dataDir, account, onLog } = options;
  onLog('正在建立新的数据库…');
  const draft = `${dataDir}.init-${process.pid}`;
  try {
    await mkdir(draft, { mode: 0o700 });
    const passwordFile = join(draft, 'password');
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account !== null) {
      await chown(passwordFile, account.uid, account.gid);
      await chown(draft, account.uid, account.gid);
    }
    await runInitdb(options, draft);
    await rename(join(draft, 'data'), dataDir).catch((error: NodeJS.ErrnoException) => {
      // Somebody else who started at the same moment was faster; his database is as good.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    await syncFolder(dirname(dataDir));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function runInitdb({ binaries, account, durable }: ClusterOptions, draft: string): Promise<void> {
  const child = await startAs({
    account,
    program: binaries.initdb,
    folder: draft,
    args: (folder) => [
      `--pgdata=${folder}/data`, `--pwfile=${folder}/password`, `--username=${SUPERUSER}`, '--auth=scram-sha-256',
      '--encoding=UTF8', `--locale=${LOCALE}`, '--locale-provider=icu', '--icu-locale=zh-Hans-CN', '--lc-messages=C',
      ...(durable ? [] : ['--no-sync']),
    ],
    output: 'pipe',
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  child.stderr?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(embeddedErrors.initialisationFailed(error.message, error)));
    child.once('close', resolve);
  });
  if (code === 0) return;
  if (/No space left on device|Disk quota exceeded/.test(output)) throw embeddedErrors.diskFull();
  const reason = output.split('\n').filter((line) => /error|fatal|could not/i.test(line)).join('; ');
  throw embeddedErrors.initialisationFailed(reason === '' ? `initdb ${code}` : reason);
}

/** Drafts of processes that were killed in the middle of it. */
async function removeAbandonedDrafts({ dataDir, onLog }: ClusterOptions): Promise<void> {
  const prefix = `${basename(dataDir)}.init-`;
  for (const name of await readdir(dirname(dataDir))) {
    if (!name.startsWith(prefix) || isBeingMade(Number(name.slice(prefix.length)))) continue;
    const draft = join(dirname(dataDir), name);
    // The killed process's initdb may still be writing for a second.
    await rm(draft, { recursive: true, force: true, maxRetries: 8, retryDelay: 100 })
      .catch((error: Error) => onLog(`未能清理 ${draft}：${error.message}`));
  }
}

function isBeingMade(pid: number): boolean {
  if (!Number.isInteger(pid) || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
