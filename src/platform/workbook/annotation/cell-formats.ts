import type { Readable } from 'node:stream';
import { localName } from '../xml-stream.js';
import type { XmlAttributes } from '../xml-stream.js';
import { parseXml } from '../xml-stream.js';
import { CopyingRewriter, XmlOutput, prefixOf } from './xml-rewriter.js';

export type Mark = 'error' | 'warning';

/** One step beside Excel's own “bad” and “neutral”, so that marks of an earlier annotation can be told from a user's colours. */
const FILL_COLOURS: Readonly<Record<Mark, string>> = { error: 'FFFFC7CF', warning: 'FFFFEB9D' };
const MARKS = Object.keys(FILL_COLOURS) as Mark[];

/** A workbook without styles gets these. */
export const MINIMAL_STYLES = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
  + '<fonts><font><sz val="11"/><name val="宋体"/></font></fonts><fills><fill><patternFill patternType="none"/></fill>'
  + '<fill><patternFill patternType="gray125"/></fill></fills><borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
  + '<cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
  + '<cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>';

interface CellFormat { readonly name: string; readonly attributes: XmlAttributes; inner: string }

/**
 * The cell formats of a workbook (`cellXfs`), and the further ones that marking and un-marking cells asks for: each a copy
 * of the cell's own format with another fill, so that number format, font and border stay.
 */
export class CellFormats {
  private readonly added: { readonly base: number; readonly fill: number }[] = [];
  private readonly indexOf = new Map<string, number>();

  private constructor(private readonly formats: readonly CellFormat[], private readonly fillCount: number, private readonly markFills: ReadonlySet<number>) {}

  static async read(source: Readable): Promise<CellFormats> {
    const reader = new FormatReader();
    await parseXml(source, reader);
    return new CellFormats(reader.formats, reader.fillCount, reader.markFills);
  }

  /** The format of a cell, marked. */
  marked(format: number, mark: Mark): number {
    return this.variant(format, this.fillCount + MARKS.indexOf(mark));
  }

  /** The format of a cell without the mark of an earlier annotation; the same when it has none. */
  unmarked(format: number): number {
    const fill = Number(this.formats[format]?.attributes['fillId'] ?? 0);
    return this.markFills.has(fill) ? this.variant(format, 0) : format;
  }

  private variant(format: number, fill: number): number {
    if (this.formats.length === 0) return format; // nothing to copy
    const base = format < this.formats.length ? format : 0;
    const key = `${base}:${fill}`;
    const known = this.indexOf.get(key);
    if (known !== undefined) return known;
    const index = this.formats.length + this.added.length;
    this.added.push({ base, fill });
    this.indexOf.set(key, index);
    return index;
  }

  /** Writes the styles part with what has been asked for so far. */
  rewriter(): CopyingRewriter {
    return new StylesRewriter((prefix, out) => { this.writeFills(prefix, out); }, (out) => { this.writeFormats(out); });
  }

  private writeFills(prefix: string, out: XmlOutput): void {
    for (const mark of MARKS) {
      out.raw(`<${prefix}fill><${prefix}patternFill patternType="solid"><${prefix}fgColor rgb="${FILL_COLOURS[mark]}"/>`
        + `<${prefix}bgColor indexed="64"/></${prefix}patternFill></${prefix}fill>`);
    }
  }

  private writeFormats(out: XmlOutput): void {
    for (const { base, fill } of this.added) {
      const format = this.formats[base];
      if (!format) throw new Error(`cell format ${base} is not in the table it was taken from`);
      out.open(format.name, { ...format.attributes, fillId: fill, applyFill: 1 });
      out.raw(format.inner);
      out.close(format.name);
    }
  }
}

class FormatReader {
  readonly formats: CellFormat[] = [];
  readonly markFills = new Set<number>();
  fillCount = 0;
  private section = '';
  private depthInFormat = 0;
  private readonly inner = new XmlOutput();

  open(name: string, attributes: XmlAttributes): void {
    const element = localName(name);
    if (element === 'fills' || element === 'cellXfs') this.section = element;
    else if (this.section === 'fills') this.openInFills(element, attributes);
    else if (this.section === 'cellXfs') this.openInFormats(name, attributes);
  }

  close(name: string): void {
    const element = localName(name);
    if (element === this.section) this.section = '';
    if (this.section !== 'cellXfs') return;
    this.depthInFormat -= 1;
    if (this.depthInFormat > 0) this.inner.close(name);
    const format = this.formats.at(-1);
    if (this.depthInFormat === 0 && format) format.inner = this.inner.take();
  }

  private openInFills(element: string, attributes: XmlAttributes): void {
    if (element === 'fill') this.fillCount += 1;
    if (element === 'fgColor' && Object.values(FILL_COLOURS).includes((attributes['rgb'] ?? '').toUpperCase())) this.markFills.add(this.fillCount - 1);
  }

  private openInFormats(name: string, attributes: XmlAttributes): void {
    this.depthInFormat += 1;
    if (this.depthInFormat > 1) {
      this.inner.open(name, attributes);
      return;
    }
    this.inner.take();
    this.formats.push({ name, attributes: { ...attributes }, inner: '' });
  }
}

class StylesRewriter extends CopyingRewriter {
  constructor(private readonly writeFills: (prefix: string, out: XmlOutput) => void, private readonly writeFormats: (out: XmlOutput) => void) {
    super();
  }

  override open(name: string, attributes: XmlAttributes, out: XmlOutput): void {
    const element = localName(name);
    // The count is optional, and would be wrong.
    if (element === 'fills' || element === 'cellXfs') out.open(name, { ...attributes, count: undefined });
    else super.open(name, attributes, out);
  }

  override close(name: string, out: XmlOutput): void {
    const element = localName(name);
    if (element === 'fills') this.writeFills(prefixOf(name), out);
    if (element === 'cellXfs') this.writeFormats(out);
    super.close(name, out);
  }
}
