import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

interface WrittenEntry {
  readonly name: Buffer;
  readonly offset: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
}

export interface PackedPart {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
}

const DEFLATED = 8;
const UTF8_NAMES = 0x0800;
/** 1980-01-01, the first day that zip knows: the same input gives the same bytes. */
const DOS_DATE = 0x21;
const LOCAL_HEADER_BYTES = 30;

/**
 * Writes a zip file to disk part by part; a part can be copied as it is packed. No package at hand copies packed
 * entries. Bounded to 4 GB, far above what the guard lets in, hence without zip64.
 */
export class ZipWriter {
  private position = 0;
  private readonly written: WrittenEntry[] = [];

  private constructor(private readonly file: FileHandle) {}

  /** Creates the file; it must not exist yet. */
  static async create(target: string): Promise<ZipWriter> {
    return new ZipWriter(await open(target, 'wx', 0o600));
  }

  /** Adds a part from text or bytes, deflated. */
  async add(name: string, content: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const offset = this.position;
    await this.write(Buffer.alloc(LOCAL_HEADER_BYTES + Buffer.byteLength(name)));
    let crc = 0;
    let unpacked = 0;
    const counted = async function* () {
      for await (const text of content) {
        const bytes = Buffer.from(text);
        crc = crc32(bytes, crc);
        unpacked += bytes.length;
        yield bytes;
      }
    };
    const start = this.position;
    await pipeline(counted, createDeflateRaw(), this.sink());
    await this.close({ name: Buffer.from(name), offset, method: DEFLATED, crc, packed: this.position - start, unpacked });
  }

  /** Adds a part that is packed already. */
  async copy(part: PackedPart, packed: Readable): Promise<void> {
    const offset = this.position;
    await this.write(Buffer.alloc(LOCAL_HEADER_BYTES + Buffer.byteLength(part.name)));
    await pipeline(packed, this.sink());
    await this.close({ name: Buffer.from(part.name), offset, method: part.method, crc: part.crc32, packed: part.packedBytes, unpacked: part.unpackedBytes });
  }

  /** Writes the directory and closes the file. */
  async finish(): Promise<void> {
    const start = this.position;
    for (const entry of this.written) await this.write(Buffer.concat([centralHeader(entry), entry.name]));
    await this.write(endOfDirectory(this.written.length, start, this.position - start));
    await this.file.close();
  }

  /** Closes the file without a directory. */
  async abandon(): Promise<void> {
    await this.file.close();
  }

  private async write(bytes: Buffer): Promise<void> {
    await this.file.write(bytes, 0, bytes.length, this.position);
    this.position += bytes.length;
  }

  private sink(): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => { this.write(chunk).then(() => { done(); }, done); },
    });
  }

  private async close(entry: WrittenEntry): Promise<void> {
    const header = Buffer.concat([localHeader(entry), entry.name]);
    await this.file.write(header, 0, header.length, entry.offset);
    this.written.push(entry);
  }
}

/** APPNOTE 4.3.7. */
function localHeader(entry: WrittenEntry): Buffer {
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommonFields(header, 4, entry);
  return header;
}

/** APPNOTE 4.3.12. */
function centralHeader(entry: WrittenEntry): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  writeCommonFields(header, 6, entry);
  header.writeUInt32LE(entry.offset, 42);
  return header;
}

/** The fields that both headers have in the same order. */
function writeCommonFields(header: Buffer, at: number, entry: WrittenEntry): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(UTF8_NAMES, at + 2);
  header.writeUInt16LE(entry.method, at + 4);
  header.writeUInt16LE(0, at + 6);
  header.writeUInt16LE(DOS_DATE, at + 8);
  header.writeUInt32LE(entry.crc, at + 10);
  header.writeUInt32LE(entry.packed, at + 14);
  header.writeUInt32LE(entry.unpacked, at + 18);
  header.writeUInt16LE(entry.name.length, at + 22);
}

/** APPNOTE 4.3.16. */
function endOfDirectory(entries: number, offset: number, bytes: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(entries, 8);
  record.writeUInt16LE(entries, 10);
  record.writeUInt32LE(bytes, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
