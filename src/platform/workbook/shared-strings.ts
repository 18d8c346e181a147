import { decodeEscapedCharacters, localName, parseXml } from './xml-stream.js';
import { workbookProblems } from './workbook-problems.js';
import type { ZipArchive } from './zip-archive.js';

const MAX_BYTES = 128 * 1_048_576;
const MAX_STRINGS = 4_000_000;
/** Excel's bound for the text of one cell. */
const MAX_LENGTH = 32_767;

/**
 * The table of shared strings, kept as UTF-8 in one growing buffer with the end of each string, outside the JavaScript
 * heap: a fraction of what as many strings would take.
 */
export class SharedStrings {
  private bytes = Buffer.alloc(65_536);
  private ends = new Uint32Array(1024);
  private count = 0;
  private used = 0;

  /** @throws Problem `workbook-too-complex` when the table is larger than any honest one */
  add(text: string): void {
    const length = Buffer.byteLength(text);
    if (this.used + length > MAX_BYTES || this.count >= MAX_STRINGS) {
      throw workbookProblems['workbook-too-complex']({ detail: '工作簿内的文字过多' });
    }
    if (this.used + length > this.bytes.length) {
      const larger = Buffer.alloc(Math.max(this.bytes.length * 2, this.used + length));
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
    }
    if (this.count === this.ends.length) {
      const larger = new Uint32Array(this.ends.length * 2);
      larger.set(this.ends);
      this.ends = larger;
    }
    this.used += this.bytes.write(text, this.used);
    this.ends[this.count] = this.used;
    this.count += 1;
  }

  /** The string at an index from 0; undefined when there is none. */
  get(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) return undefined;
    return this.bytes.toString('utf8', index === 0 ? 0 : this.ends[index - 1], this.ends[index]);
  }
}

/** Reads the shared strings part: plain and rich text; phonetic guides (`rPh`) are not part of the text. */
export async function readSharedStrings(archive: ZipArchive, part: string | null): Promise<SharedStrings> {
  const strings = new SharedStrings();
  const entry = part === null ? undefined : archive.find(part);
  if (!entry) return strings;
  let text = '';
  let inText = false;
  let inPhonetic = false;
  await parseXml(await archive.read(entry), {
    open(name) {
      switch (localName(name)) {
        case 'si': text = ''; break;
        case 't': inText = !inPhonetic; break;
        case 'rPh': inPhonetic = true; break;
      }
    },
    text(content) {
      if (!inText) return;
      text += content;
      if (text.length > MAX_LENGTH) throw workbookProblems['workbook-too-complex']({ detail: `有单元格的文字超过 ${MAX_LENGTH} 个字符` });
    },
    close(name) {
      switch (localName(name)) {
        case 'si': strings.add(decodeEscapedCharacters(text)); break;
        case 't': inText = false; break;
        case 'rPh': inPhonetic = false; break;
      }
    },
  });
  return strings;
}
