import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { civilToday } from '../calendar/index.js';
import { replaceFile } from '../crypto/index.js';
import type { Checkpoint } from './block.rules.js';

const NAME = /^\d{4}-\d{2}-\d{2}\.json$/;

/**
 * Checkpoints outside the database, one file a day (design §4.4): whoever cuts off the ledger's tail would have to reach this
 * folder too, or wherever the operator copies it to.
 */
export class CheckpointFolder {
  constructor(private readonly folder: string) {}

  /** Keeps the newest checkpoint of its day. */
  async save(checkpoint: Checkpoint): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await replaceFile(path.join(this.folder, `${civilToday(new Date(checkpoint.at))}.json`), `${JSON.stringify(checkpoint)}\n`);
  }

  /** The newest one kept, or null. */
  async latest(): Promise<Checkpoint | null> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const newest = names.filter((name) => NAME.test(name)).sort().at(-1);
    return newest === undefined ? null : JSON.parse(await readFile(path.join(this.folder, newest), 'utf8')) as Checkpoint;
  }
}
