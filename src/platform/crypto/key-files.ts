import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** A key file that is missing, unreadable or unsafe; the message is for the operator and names the file. */
export class KeyStoreError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KeyStoreError';
  }
}

/** Makes the folder for keys, closed to everybody else. */
export async function makeKeyDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
}

/** The text of a file, or null when it does not exist. */
export async function readIfPresent(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new KeyStoreError(`密钥文件 ${file} 无法读取`, { cause: error });
  }
}

/**
 * The text of a secret file, or null when it does not exist.
 * @throws KeyStoreError when every user of the machine may read it
 */
export async function readSecret(file: string): Promise<string | null> {
  const text = await readIfPresent(file);
  if (text !== null && ((await stat(file)).mode & 0o007) !== 0) {
    throw new KeyStoreError(`密钥文件 ${file} 对其他用户开放，请改为仅服务账户可读（chmod 600）`);
  }
  return text;
}

/** Replaces a file as a whole: after a crash either the old or the new text is there, never a part. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = await writeTemporary(file, text);
  await rename(temporary, file);
  await syncDirectory(path.dirname(file));
}

/** Writes a file unless somebody else was first, and answers the text that is there in the end. */
export async function createFile(file: string, text: string): Promise<string> {
  const temporary = await writeTemporary(file, text);
  try {
    await link(temporary, file);
    await syncDirectory(path.dirname(file));
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return await readFile(file, 'utf8');
  } finally {
    await rm(temporary);
  }
}

async function writeTemporary(file: string, text: string): Promise<string> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return temporary;
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
