import type { Readable } from 'node:stream';
import { fromBufferPromise, openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { workbookProblems } from './workbook-problems.js';

/** What an archive may look like before any of it is unpacked. */
export interface ArchiveLimits {
  readonly maxEntries: number;
  /** Sum of all parts, unpacked, in bytes. */
  readonly maxUnpackedBytes: number;
  /** Unpacked : packed, for parts larger than a megabyte. */
  readonly maxRatio: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = { maxEntries: 200, maxUnpackedBytes: 400 * 1_048_576, maxRatio: 200 };

const RATIO_MATTERS_FROM = 1_048_576;

/** The parts of a zip file by name, its directory checked; nothing is unpacked until a part is opened. */
export class ZipArchive {
  private constructor(private readonly zip: ZipFile, private readonly byName: ReadonlyMap<string, Entry>) {}

  /**
   * Reads the central directory.
   * @throws Problem `workbook-damaged`, `workbook-unsafe-archive`, `workbook-expands-too-much`
   */
  static async open(source: string | Buffer, limits: ArchiveLimits = ARCHIVE_LIMITS): Promise<ZipArchive> {
    const zip = await openDirectory(source);
    try {
      if (zip.entryCount > limits.maxEntries) throw unsafe(`压缩包内有 ${zip.entryCount} 个部件，超过 ${limits.maxEntries} 个`);
      const byName = new Map<string, Entry>();
      let unpacked = 0;
      for await (const entry of directoryEntries(zip)) {
        if (byName.size >= limits.maxEntries) throw unsafe(`压缩包内的部件超过 ${limits.maxEntries} 个`);
        const key = entry.fileName.toLowerCase();
        if (byName.has(key)) throw unsafe('压缩包内有重名的部件');
        if (entry.isEncrypted()) throw workbookProblems['workbook-encrypted']({ detail: '请先去除密码保护再上传' });
        if (!entry.canDecodeFileData()) throw unsafe('压缩包使用了不支持的压缩方式');
        unpacked += entry.uncompressedSize;
        assertUnpackedSize(unpacked, limits);
        assertRatio(entry.compressedSize, entry.uncompressedSize, limits);
        byName.set(key, entry);
      }
      return new ZipArchive(zip, byName);
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  get entries(): Iterable<Entry> {
    return this.byName.values();
  }

  /** Part names are compared without case, as the Open Packaging Conventions say. A leading slash is ignored. */
  find(name: string): Entry | undefined {
    return this.byName.get(name.replace(/^\//, '').toLowerCase());
  }

  /** The unpacked content. It ends with an error when it is longer or shorter than the directory says. */
  async read(entry: Entry): Promise<Readable> {
    return this.guarded(() => this.zip.openReadStreamPromise(entry));
  }

  /** The content as it is packed, for copying. */
  async readPacked(entry: Entry): Promise<Readable> {
    return this.guarded(() => this.zip.openReadStreamPromise(entry, { decodeFileData: false }));
  }

  close(): void {
    this.zip.close();
  }

  private async guarded(open: () => Promise<Readable>): Promise<Readable> {
    try {
      return await open();
    } catch (error) {
      throw damaged(error);
    }
  }
}

export function assertUnpackedSize(bytes: number, limits: ArchiveLimits): void {
  if (bytes > limits.maxUnpackedBytes) {
    throw workbookProblems['workbook-expands-too-much']({ detail: `解压后超过 ${Math.floor(limits.maxUnpackedBytes / 1_048_576)} MB` });
  }
}

export function assertRatio(packed: number, unpacked: number, limits: ArchiveLimits): void {
  if (unpacked > RATIO_MATTERS_FROM && unpacked > packed * limits.maxRatio) {
    throw workbookProblems['workbook-expands-too-much']({ detail: '文件的压缩比异常' });
  }
}

async function openDirectory(source: string | Buffer): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, decodeStrings: true };
  try {
    return typeof source === 'string' ? await openPromise(source, options) : await fromBufferPromise(source, options);
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') throw error; // the disk, not the file
    if (error instanceof Error && /end of central directory/i.test(error.message)) {
      throw workbookProblems['workbook-truncated']({ detail: '文件没有传完整，请重新上传', cause: error });
    }
    throw damaged(error);
  }
}

async function* directoryEntries(zip: ZipFile): AsyncGenerator<Entry> {
  const entries = zip.eachEntry();
  for (;;) {
    let next: IteratorResult<Entry>;
    try {
      next = await entries.next();
    } catch (error) {
      const message = error instanceof Error ? error.message : '';
      throw /path|fileName|characters/i.test(message) ? unsafe('压缩包内有不允许的部件名', error) : damaged(error);
    }
    if (next.done) return;
    yield next.value;
  }
}

function unsafe(detail: string, cause?: unknown) {
  return workbookProblems['workbook-unsafe-archive']({ detail, cause });
}

/** Errors of unpacking become one problem; whatever is one already stays. */
export function damaged(cause: unknown) {
  return workbookProblems['workbook-damaged']({ detail: '文件内容无法解压，请用 Excel 打开并重新保存后再上传', cause });
}
