/**
 * As whom the embedded server runs, and how it reaches a data folder that this user cannot enter.
 *
 * PostgreSQL refuses to run as root, so root starts it as another user. The checkout may lie where that user cannot go
 * (`/root`, a home of mode 700). Two ways were tried: leaving the server the capability to ignore permissions
 * (`setpriv --ambient-caps`), and handing it the data folder as an open directory. The first needs util-linux and three
 * capabilities, fails under PostgreSQL's own `access(2)` check unless yet another security bit is set, and leaves a database
 * that can read every file of the machine. The second needs nothing but `/proc`: root opens the folder, the server inherits the
 * descriptor and is told `-D /proc/self/fd/3`; the kernel then checks the folder itself and none of its parents.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { open, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

import { embeddedErrors } from './embedded-errors.js';
import { missingAs } from './embedded-files.js';

/** The user the server processes belong to; null stands for the user who runs this process. */
export type ServerAccount = { readonly uid: number; readonly gid: number } | null;

const ACCOUNTS_FOR_ROOT = ['postgres', 'nobody'];
const run = promisify(execFile);

/**
 * Decides as whom the server runs: an ordinary user runs it himself; root runs it as the owner of the existing data folder (so
 * that an installed or removed `postgres` user changes nothing), otherwise as `postgres` or `nobody`.
 * @throws EmbeddedPostgresError `no-account`, `folder-not-ours`
 */
export async function serverAccount(dataDir: string): Promise<ServerAccount> {
  const owner = await stat(dataDir).catch(missingAs(null));
  const ownUid = process.geteuid?.();
  if (ownUid !== 0) {
    if (owner !== null && ownUid !== undefined && owner.uid !== ownUid) throw embeddedErrors.folderNotOurs(dataDir, owner.uid);
    return null;
  }
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  let lastFailure: unknown;
  for (const name of ACCOUNTS_FOR_ROOT) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch (error) {
      lastFailure = error;
    }
  }
  throw embeddedErrors.noAccount(lastFailure);
}

export interface ServerProgram {
  readonly account: ServerAccount;
  readonly program: string;
  /** The folder the program works on. */
  readonly folder: string;
  /** The arguments, given the name under which the program finds the folder. */
  readonly args: (folder: string) => readonly string[];
  /** Where output goes: a file descriptor, or pipes. */
  readonly output: number | 'pipe';
  /** Puts it in its own session, so that a Ctrl-C at the terminal reaches only this process. */
  readonly detached?: boolean;
}

/** Starts a PostgreSQL program as the account, with a minimal environment and a working folder that everybody may enter. */
export async function startAs(server: ServerProgram): Promise<ChildProcess> {
  const { account, output } = server;
  const folder = account === null || process.platform !== 'linux' ? null : await open(server.folder, 'r');
  try {
    return spawn(server.program, server.args(folder === null ? server.folder : '/proc/self/fd/3'), {
      ...(account ?? {}),
      cwd: '/',
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', HOME: '/', LANG: 'C', LC_ALL: 'C' },
      stdio: ['ignore', output, output, folder?.fd ?? 'ignore'],
      detached: server.detached ?? false,
    });
  } finally {
    await folder?.close();
  }
}
