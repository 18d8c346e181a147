import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Entry } from 'yauzl';
import { Problem } from '../problem.js';
import { describeForeignContent, isLegacyContainer, isZip } from './file-signature.rules.js';
import { ARCHIVE_LIMITS, ZipArchive, assertRatio, assertUnpackedSize, damaged } from './zip-archive.js';
import type { ArchiveLimits } from './zip-archive.js';
import { workbookProblems } from './workbook-problems.js';
import { forbiddenXml } from './xml-stream.js';

export interface UploadLimits extends ArchiveLimits {
  /** Size of the file itself, in bytes. */
  readonly maxFileBytes: number;
}

export const UPLOAD_LIMITS: UploadLimits = { ...ARCHIVE_LIMITS, maxFileBytes: 50 * 1_048_576 };

export interface UploadInspection {
  readonly fileBytes: number;
  readonly entries: number;
  /** What the parts came to when they were unpacked, counted, not declared. */
  readonly unpackedBytes: number;
}

const SIGNATURE_BYTES = 4096;

/**
 * Decides by content, never by name, whether a file may be parsed as a workbook: an honest, complete, unencrypted .xlsx
 * without macros, DOCTYPE or more unpacked bytes than allowed. Every part is unpacked once and thrown away, so that a
 * directory which lies about sizes is found out here.
 * @param source path of the uploaded file, or its bytes
 * @throws Problem of `workbookProblems`, each with its own code
 */
export async function inspectUpload(source: string | Buffer, limits: UploadLimits = UPLOAD_LIMITS): Promise<UploadInspection> {
  const fileBytes = typeof source === 'string' ? (await stat(source)).size : source.length;
  if (fileBytes === 0) throw workbookProblems['workbook-empty']();
  if (fileBytes > limits.maxFileBytes) {
    throw workbookProblems['workbook-too-large']({ detail: `文件不得超过 ${Math.floor(limits.maxFileBytes / 1_048_576)} MB` });
  }
  const start = await firstBytes(source);
  if (isLegacyContainer(start)) throw await legacyContainerProblem(source);
  if (!isZip(start)) {
    throw workbookProblems['workbook-unsupported-format']({ detail: describeForeignContent(start) });
  }
  const archive = await ZipArchive.open(source, limits);
  try {
    assertWorkbookParts(archive);
    let unpackedBytes = 0;
    let entries = 0;
    for (const entry of archive.entries) {
      entries += 1;
      unpackedBytes += await unpackAndCheck(await archive.read(entry), entry, unpackedBytes, limits);
    }
    return { fileBytes, entries, unpackedBytes };
  } finally {
    archive.close();
  }
}

async function firstBytes(source: string | Buffer): Promise<Buffer> {
  if (typeof source !== 'string') return source.subarray(0, SIGNATURE_BYTES);
  const file = await open(source, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SIGNATURE_BYTES), 0, SIGNATURE_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** An OLE container is an .xls of old, or a new workbook with a password ([MS-OFFCRYPTO] 2.3.4.4: stream EncryptedPackage). */
async function legacyContainerProblem(source: string | Buffer): Promise<Problem> {
  const chunks: AsyncIterable<Buffer> | Iterable<Buffer> = typeof source === 'string' ? createReadStream(source) : [source];
  const find = searcher([Buffer.from('EncryptedPackage', 'utf16le')]);
  for await (const chunk of chunks) {
    if (find(chunk)) return workbookProblems['workbook-encrypted']({ detail: '工作簿设有打开密码，请去除密码后重新上传' });
  }
  return workbookProblems['workbook-legacy-format']({ detail: '请在 Excel 或 WPS 中另存为“Excel 工作簿（*.xlsx）”后重新上传' });
}

function assertWorkbookParts(archive: ZipArchive): void {
  for (const entry of archive.entries) {
    if (/(^|\/)(vbaproject\.bin$|macrosheets\/)/i.test(entry.fileName)) {
      throw workbookProblems['workbook-has-macros']({ detail: '请另存为不含宏的“Excel 工作簿（*.xlsx）”后重新上传' });
    }
  }
  const unsupported = (detail: string) => workbookProblems['workbook-unsupported-format']({ detail });
  if (archive.find('xl/workbook.bin')) throw unsupported('这是二进制工作簿（.xlsb），请另存为“Excel 工作簿（*.xlsx）”');
  if (archive.find('word/document.xml')) throw unsupported('这是 Word 文档，不是 Excel 工作簿');
  if (archive.find('content.xml') && archive.find('mimetype')) throw unsupported('这是 OpenDocument 文件，请另存为“Excel 工作簿（*.xlsx）”');
  if (!archive.find('[Content_Types].xml') || !archive.find('xl/workbook.xml')) throw unsupported('这是压缩文件，但不是 Excel 工作簿');
}

const DECLARATIONS = ['<!DOCTYPE', '<!doctype', '<!ENTITY'].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]);

async function unpackAndCheck(content: Readable, entry: Entry, unpackedBefore: number, limits: UploadLimits): Promise<number> {
  const findDeclaration = /\.(xml|rels|vml)$/i.test(entry.fileName) ? searcher(DECLARATIONS) : null;
  let bytes = 0;
  let checksum = 0;
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      assertUnpackedSize(unpackedBefore + bytes, limits);
      assertRatio(entry.compressedSize, bytes, limits);
      if (findDeclaration?.(chunk)) throw forbiddenXml();
      checksum = crc32(chunk, checksum);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof Error && /too many bytes/i.test(error.message)) {
      throw workbookProblems['workbook-expands-too-much']({ detail: '文件声明的大小与实际内容不符', cause: error });
    }
    throw damaged(error);
  }
  if (checksum !== entry.crc32) throw damaged(new Error(`checksum of ${entry.fileName} does not match`));
  return bytes;
}

/** Answers for each chunk whether one of the needles has been seen, also across the border of two chunks. */
function searcher(needles: readonly Buffer[]): (chunk: Buffer) => boolean {
  const overlap = Math.max(...needles.map((needle) => needle.length)) - 1;
  let tail: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const border = Buffer.concat([tail, chunk.subarray(0, overlap)]);
    tail = chunk.length >= overlap ? Buffer.from(chunk.subarray(chunk.length - overlap)) : Buffer.from(Buffer.concat([tail, chunk]).subarray(-overlap));
    return needles.some((needle) => border.includes(needle) || chunk.includes(needle));
  };
}
