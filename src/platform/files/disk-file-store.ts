import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { FileStore } from './file-store.js';

const DIGEST = /^[0-9a-f]{64}$/;

/** Files under `<folder>/ab/cd/<digest>`. A name appears only when all bytes are on the disk. */
export class DiskFileStore implements FileStore {
  constructor(private readonly folder: string) {}

  async adopt(digest: string, localPath: string): Promise<void> {
    const target = this.path(digest);
    if ((await this.size(digest)) !== null) {
      // Young again, so that the sweep does not take it from under the record about to be written.
      await utimes(target, new Date(), new Date());
      await rm(localPath, { force: true });
      return;
    }
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await rename(localPath, target);
    await syncFolder(path.dirname(target));
    await syncFolder(path.dirname(path.dirname(target)));
  }

  async size(digest: string): Promise<number | null> {
    try {
      return (await stat(this.path(digest))).size;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async read(digest: string): Promise<Readable> {
    const file = await open(this.path(digest), 'r');
    return file.createReadStream();
  }

  async remove(digest: string): Promise<void> {
    await rm(this.path(digest), { force: true });
  }

  async *storedBefore(instant: Date): AsyncIterable<string> {
    for (const first of await entries(this.folder, /^[0-9a-f]{2}$/)) {
      for (const second of await entries(path.join(this.folder, first), /^[0-9a-f]{2}$/)) {
        for (const digest of await entries(path.join(this.folder, first, second), DIGEST)) {
          const { mtime } = await stat(this.path(digest));
          if (mtime < instant) yield digest;
        }
      }
    }
  }

  private path(digest: string): string {
    // Whatever the caller read it from, only a digest becomes part of a path.
    if (!DIGEST.test(digest)) throw new RangeError('not an SM3 digest');
    return path.join(this.folder, digest.slice(0, 2), digest.slice(2, 4), digest);
  }
}

async function entries(folder: string, name: RegExp): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((entry) => name.test(entry));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

// A rename is on the disk only when its folder is.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ENOENT';
}
