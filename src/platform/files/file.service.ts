import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { RequestContext } from '../context.js';
import type { Sql, Tx } from '../database/sql.js';
import { newId } from '../id.js';
import { defineProblems } from '../problem.js';
import { safeFileName } from './file-name.rules.js';
import type { FileStore } from './file-store.js';
import { acceptedMediaType, type AllowedMediaTypes } from './media-type.js';
import type { StagingArea } from './staging.js';
import { filesOf, findFile, insertFile, isContentInUse, markDeleted, type StoredFile } from './stored-file.repository.js';

export const fileProblems = defineProblems({
  'file-not-found': { status: 404, title: '未找到该文件' },
  'file-empty': { status: 422, title: '文件没有内容' },
  'file-type-refused': { status: 415, title: '文件类型不在允许范围内' },
  'file-damaged': { status: 503, title: '文件缺失或已损坏，请联系系统管理员' },
});

/** What a caller accepts. */
export interface FileTerms { readonly maxBytes: number; readonly mediaTypes: AllowedMediaTypes }

/** Content that is kept and waits for its record. */
export interface ReceivedFile { readonly digest: string; readonly size: number; readonly mediaType: string }

/** Which record a file belongs to; the record decides who may read it. */
export interface FileOwner { readonly kind: string; readonly id: string }

export interface FileCheck { readonly intact: boolean; readonly expectedDigest: string; readonly actualDigest: string | null }

// Content without a record is an upload whose command failed, or is just about to commit: it gets a day.
const UNCLAIMED_KEPT_MS = 86_400_000;
const LEFTOVER_KEPT_MS = 3_600_000;

/** Takes in, hands out and checks files: content-addressed, told apart by what is in them and never by their names (design §4.7). */
export class FileService {
  constructor(private readonly store: FileStore, private readonly staging: StagingArea) {}

  /**
   * Takes in content, outside any transaction; `attach` then makes it a file of a record. When that never happens the
   * sweep removes it after a day.
   * @throws Problem `payload-too-large` (413), `file-empty` (422), `file-type-refused` (415); nothing is left behind then
   */
  async receive(source: AsyncIterable<Uint8Array>, terms: FileTerms): Promise<ReceivedFile> {
    const staged = await this.staging.receive(source, terms.maxBytes);
    try {
      if (staged.size === 0) throw fileProblems['file-empty']();
      const mediaType = await acceptedMediaType(staged.path, terms.mediaTypes);
      if (mediaType === null) throw fileProblems['file-type-refused']({ detail: `按内容识别，允许的类型为 ${terms.mediaTypes.join('、')}` });
      await this.store.adopt(staged.digest, staged.path);
      return { digest: staged.digest, size: staged.size, mediaType };
    } catch (error) {
      await this.staging.discard(staged);
      throw error;
    }
  }

  /** Makes received content a file of a record, in the transaction of the command. */
  async attach(tx: Tx, context: RequestContext, received: ReceivedFile, originalName: string, owner: FileOwner): Promise<StoredFile> {
    const file: StoredFile = {
      id: newId(), digest: received.digest, algorithm: 'SM3', size: received.size, mediaType: received.mediaType,
      originalName: safeFileName(originalName), ownerKind: owner.kind, ownerId: owner.id,
      createdBy: context.actor.name, createdAt: context.now,
    };
    await insertFile(tx, file);
    return file;
  }

  /** @throws Problem `file-not-found` */
  async find(sql: Sql, id: string): Promise<StoredFile> {
    const file = await findFile(sql, id);
    if (!file) throw fileProblems['file-not-found']();
    return file;
  }

  list(sql: Sql, owner: FileOwner): Promise<StoredFile[]> {
    return filesOf(sql, owner.kind, owner.id);
  }

  /**
   * A file and its bytes, for a caller who has been found entitled to its record.
   * @throws Problem `file-not-found`; `file-damaged` (503) when the content is missing or of another size
   */
  async open(sql: Sql, id: string): Promise<{ readonly file: StoredFile; readonly content: Readable }> {
    const file = await this.find(sql, id);
    if ((await this.store.size(file.digest)) !== file.size) throw fileProblems['file-damaged']();
    return { file, content: await this.store.read(file.digest) };
  }

  /** Reads the whole file and compares its digest. @throws Problem `file-not-found` */
  async verify(sql: Sql, id: string): Promise<FileCheck> {
    const file = await this.find(sql, id);
    const actualDigest = (await this.store.size(file.digest)) === null ? null : await digestOf(await this.store.read(file.digest));
    return { intact: actualDigest === file.digest, expectedDigest: file.digest, actualDigest };
  }

  /** Takes the file from its record; the sweep removes content that no record has any more. @throws Problem `file-not-found` */
  async remove(tx: Tx, context: RequestContext, id: string): Promise<void> {
    if (!(await markDeleted(tx, id, context.now))) throw fileProblems['file-not-found']();
  }

  /** Removes uploads that were broken off and content that no record has. Answers how many of each. */
  async sweep(sql: Sql, now: Date): Promise<{ readonly leftovers: number; readonly unclaimed: number }> {
    const leftovers = await this.staging.sweep(new Date(now.getTime() - LEFTOVER_KEPT_MS));
    let unclaimed = 0;
    for await (const digest of this.store.storedBefore(new Date(now.getTime() - UNCLAIMED_KEPT_MS))) {
      if (await isContentInUse(sql, digest)) continue;
      await this.store.remove(digest);
      unclaimed++;
    }
    return { leftovers, unclaimed };
  }
}

async function digestOf(content: Readable): Promise<string> {
  const hash = createHash('sm3');
  for await (const chunk of content as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}
