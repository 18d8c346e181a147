/** Which server process, if any, works on a data folder. Process numbers are reused, so a number alone proves nothing. */
import { execFile } from 'node:child_process';
import { readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { missingAs } from './embedded-files.js';

const run = promisify(execFile);
/** `…/postgres -D …` is the server, `postgres: …` one of its children. */
const SERVER_COMMAND = /^(postgres: |\S*\/postgres[\0 ])/;

/** What the server itself writes into `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/**
 * The name under which the processes of this folder's server show themselves (`cluster_name` is part of every command line). It
 * follows the folder when it is moved, and unlike `/proc/PID/cwd` it can be read without the right to trace other users' processes,
 * which root lacks in containers.
 */
export async function clusterNameOf(dataDir: string): Promise<string> {
  const { dev, ino } = await stat(dataDir);
  return `hengjian-${dev}-${ino}`;
}

/** The living server of the folder, starting and stopping ones included; null when there is none, whatever the pid file says. */
export async function findPostmaster(dataDir: string, clusterName: string): Promise<Postmaster | null> {
  const text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(missingAs(''));
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !await isServerProcess(pid, clusterName)) return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** Whether this process is a server process of the folder; a dead one that its parent has not collected yet is not. */
export async function isServerProcess(pid: number, clusterName: string): Promise<boolean> {
  const command = await commandLine(pid);
  return SERVER_COMMAND.test(command) && command.includes(clusterName);
}

/**
 * Removes a pid file whose number now belongs to a foreign process: PostgreSQL would take that one for a server and refuse to
 * start. A file with a dead number is left to PostgreSQL, which replaces it.
 */
export async function removeMisleadingPidFile(dataDir: string, clusterName: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  const before = await readFile(file, 'utf8').catch(missingAs(null));
  if (before === null) return;
  const pid = Math.abs(Number.parseInt(before, 10));
  if (!Number.isInteger(pid) || pid === 0 || !exists(pid) || await isServerProcess(pid, clusterName)) return;
  const aside = `${file}.stale-${process.pid}`;
  await rename(file, aside).catch(missingAs(undefined));
  // A server that started in between gets its file back.
  if (await readFile(aside, 'utf8').catch(missingAs(before)) === before) await rm(aside, { force: true });
  else await rename(aside, file);
}

/**
 * Ends backends that survived the killing of their server: they keep its shared memory, and with it the folder, until their
 * statement is done. Call only when the folder has no server.
 */
export async function endOrphans(clusterName: string): Promise<number> {
  let ended = 0;
  for (const pid of await processIds()) {
    if (!await isServerProcess(pid, clusterName)) continue;
    if (signal(pid, 'SIGQUIT')) ended += 1;
  }
  return ended;
}

/** Sends a signal; false when the process is gone. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Empty when there is no such process (or it is dead and waits to be collected). */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(goneAsEmpty);
  return run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).then(({ stdout }) => stdout, goneAsEmpty);
}

async function processIds(): Promise<number[]> {
  const names = process.platform === 'linux'
    ? await readdir('/proc')
    : (await run('ps', ['-axo', 'pid='])).stdout.split('\n').map((line) => line.trim());
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

/** ESRCH: it ended while its file was open; 1: how `ps` says that nothing matched. */
function goneAsEmpty(error: { code?: string | number | null }): string {
  if (error.code === 'ENOENT' || error.code === 'ESRCH' || error.code === 1) return '';
  throw error;
}
