/** Small file operations that the parts of the embedded server share. */
import { lchown, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** For `.catch(...)`: a file that is not there counts as this value, every other failure stays one. */
export function missingAs<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}

/** Gives a folder and all in it to a user. The folder itself comes last: its owner tells that the work is complete. */
export async function giveTo(owner: { readonly uid: number; readonly gid: number }, folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await giveTo(owner, path);
    else await lchown(path, owner.uid, owner.gid);
  }
  await lchown(folder, owner.uid, owner.gid);
}

/** Makes what was created, linked or renamed in a folder outlast a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
