import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../id.js';
import { problems } from '../problem.js';

/** A file that has arrived whole on the local disk and is not kept yet. */
export interface StagedFile { readonly path: string; readonly digest: string; readonly size: number }

const SUFFIX = '.part';

/** The folder in which uploads arrive. It lies on the same file system as the disk store, so that taking over is a rename. */
export class StagingArea {
  constructor(private readonly folder: string) {}

  /**
   * Writes a stream to the disk, hashing as it goes.
   * @param maxBytes more than these end the reading at once
   * @throws Problem `payload-too-large` (413); whatever the source fails with. Nothing is left behind then
   */
  async receive(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StagedFile> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const target = path.join(this.folder, newId() + SUFFIX);
    try {
      return await write(source, target, maxBytes);
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    }
  }

  async discard(file: StagedFile): Promise<void> {
    await rm(file.path, { force: true });
  }

  /** Removes what killed processes left behind before the instant, and answers how many files that were. */
  async sweep(before: Date): Promise<number> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    let removed = 0;
    for (const name of (await readdir(this.folder)).filter((entry) => entry.endsWith(SUFFIX))) {
      const leftover = path.join(this.folder, name);
      if ((await stat(leftover)).mtime >= before) continue;
      await rm(leftover, { force: true });
      removed++;
    }
    return removed;
  }
}

async function write(source: AsyncIterable<Uint8Array>, target: string, maxBytes: number): Promise<StagedFile> {
  const hash = createHash('sm3');
  let size = 0;
  const file = await open(target, 'wx', 0o600);
  try {
    for await (const chunk of source) {
      size += chunk.byteLength;
      if (size > maxBytes) throw problems['payload-too-large']({ detail: `文件不得超过 ${describeSize(maxBytes)}` });
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { path: target, digest: hash.digest('hex'), size };
}

function describeSize(bytes: number): string {
  return bytes >= 1_048_576 ? `${Math.floor(bytes / 1_048_576)} MB` : `${Math.ceil(bytes / 1024)} KB`;
}
