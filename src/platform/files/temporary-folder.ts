import { mkdir, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

/**
 * A folder for this process's temporary files under the data folder, where they are protected as the data is. What processes
 * of this host that no longer live have left there is removed: uploads hold personal data.
 * @returns its path; `remove` at the end of the process
 */
export async function openTemporaryFolder(dataDir: string): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const root = path.join(dataDir, 'tmp');
  const prefix = `${hostname().replace(/[^\w.-]/g, '_')}-`;
  await mkdir(root, { recursive: true, mode: 0o700 });
  for (const name of await readdir(root)) {
    const pid = Number(name.slice(prefix.length));
    if (name.startsWith(prefix) && Number.isInteger(pid) && (pid === process.pid || !isAlive(pid))) await rm(path.join(root, name), { recursive: true, force: true });
  }
  const own = path.join(root, `${prefix}${process.pid}`);
  await mkdir(own, { mode: 0o700 });
  return { path: own, remove: () => rm(own, { recursive: true, force: true }) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
