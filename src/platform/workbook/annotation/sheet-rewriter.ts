import { cellReference, columnOfReference } from '../cell.js';
import { encodeEscapedCharacters, escapeXmlText, localName } from '../xml-stream.js';
import type { XmlAttributes } from '../xml-stream.js';
import type { CellFormats, Mark } from './cell-formats.js';
import { CopyingRewriter, prefixOf } from './xml-rewriter.js';
import type { XmlOutput } from './xml-rewriter.js';

/** What is to be written into one sheet. */
export interface SheetNotes {
  /** By row, then by column. */
  readonly marks: ReadonlyMap<number, ReadonlyMap<number, Mark>>;
  /** Text of the last column, by row; the header's title among them. */
  readonly reasons: ReadonlyMap<number, string>;
  readonly reasonColumn: number;
  readonly headerRow: number;
  /** Relationship of the drawing that holds the comment boxes; null when the sheet's own is to stay. */
  readonly drawingId: string | null;
}

const REASON_WIDTH = 48;
const OFFICE_RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** What follows the legacy drawing in a worksheet (ECMA-376 part 1, 18.3.1.99). */
const AFTER_DRAWING = new Set(['legacyDrawingHF', 'drawingHF', 'picture', 'oleObjects', 'controls', 'AlternateContent', 'webPublishItems', 'tableParts', 'extLst']);

/** Copies a worksheet and puts marks and reasons into it; nothing that a cell holds is changed. */
export class SheetRewriter extends CopyingRewriter {
  private depth = 0;
  private skipFrom = 0;
  private prefix = '';
  private row = 0;
  private column = 0;
  private headerFormat = 0;
  private pending: number[] = [];
  private readonly missingRows: number[];
  private widthDone = false;
  private dataDone = false;
  private drawingDone: boolean;

  constructor(private readonly notes: SheetNotes, private readonly formats: CellFormats) {
    super();
    this.missingRows = [...new Set([...notes.marks.keys(), ...notes.reasons.keys()])].sort((a, b) => a - b);
    this.drawingDone = notes.drawingId === null;
  }

  override open(name: string, attributes: XmlAttributes, out: XmlOutput): void {
    this.depth += 1;
    if (this.skipFrom > 0) return;
    const element = localName(name);
    if (this.depth === 1) this.prefix = prefixOf(name);
    if (this.depth === 2) this.openSection(element, name, attributes, out);
    else if (this.depth === 3 && element === 'col') this.openColumn(name, attributes, out);
    else if (this.depth === 3 && element === 'row' && !this.dataDone) this.openRow(name, attributes, out);
    else if (this.depth === 4 && element === 'c' && !this.dataDone) this.openCell(name, attributes, out);
    else out.open(name, attributes);
  }

  override text(content: string, out: XmlOutput): void {
    if (this.skipFrom === 0) out.text(content);
  }

  override close(name: string, out: XmlOutput): void {
    const depth = this.depth;
    this.depth -= 1;
    if (this.skipFrom > 0) {
      if (this.skipFrom === depth) this.skipFrom = 0;
      return;
    }
    const element = localName(name);
    if (depth === 3 && element === 'row' && !this.dataDone) this.writePending(Infinity, out);
    if (depth === 2 && element === 'cols') this.writeWidth(out);
    if (depth === 2 && element === 'sheetData') {
      this.writeMissingRows(Infinity, out);
      this.dataDone = true;
    }
    if (depth === 1) this.writeDrawing(out);
    out.close(name);
  }

  private openSection(element: string, name: string, attributes: XmlAttributes, out: XmlOutput): void {
    // The extent grows; without the element a reader finds it out for itself.
    if (element === 'dimension') return this.skip();
    if (element === 'legacyDrawing' && this.notes.drawingId !== null) {
      this.writeDrawing(out);
      return this.skip();
    }
    if (element === 'sheetData' && !this.widthDone) {
      out.open(`${this.prefix}cols`, {});
      this.writeWidth(out);
      out.close(`${this.prefix}cols`);
    }
    if (this.dataDone && AFTER_DRAWING.has(element)) this.writeDrawing(out);
    out.open(name, attributes);
  }

  private openColumn(name: string, attributes: XmlAttributes, out: XmlOutput): void {
    const { reasonColumn } = this.notes;
    if (Number(attributes['max']) >= reasonColumn) {
      if (Number(attributes['min']) <= reasonColumn) this.widthDone = true; // the sheet has a width for it
      else this.writeWidth(out);
    }
    out.open(name, attributes);
  }

  private openRow(name: string, attributes: XmlAttributes, out: XmlOutput): void {
    this.row = attributes['r'] === undefined ? this.row + 1 : Number(attributes['r']);
    this.writeMissingRows(this.row, out);
    if (this.missingRows[0] === this.row) this.missingRows.shift();
    this.column = 0;
    this.pending = this.columnsToWrite(this.row);
    // `spans` is an optional hint that would be wrong now.
    out.open(name, { ...attributes, r: this.row, spans: this.pending.length > 0 ? undefined : attributes['spans'] });
  }

  private openCell(name: string, attributes: XmlAttributes, out: XmlOutput): void {
    const reference = attributes['r'];
    this.column = (reference === undefined ? null : columnOfReference(reference)) ?? this.column + 1;
    this.writePending(this.column, out);
    if (this.column === this.notes.reasonColumn) {
      // A reason of an earlier annotation, or an empty cell with a format.
      if (this.pending[0] === this.column) this.writePending(this.column + 1, out);
      return this.skip();
    }
    const own = Number(attributes['s'] ?? 0);
    const mark = this.notes.marks.get(this.row)?.get(this.column);
    if (this.pending[0] === this.column) this.pending.shift();
    if (this.row === this.notes.headerRow) this.headerFormat = own;
    const format = mark === undefined ? this.formats.unmarked(own) : this.formats.marked(own, mark);
    out.open(name, { ...attributes, r: cellReference(this.row, this.column), ...(format === own ? {} : { s: format }) });
  }

  private columnsToWrite(row: number): number[] {
    const columns = [...(this.notes.marks.get(row)?.keys() ?? [])];
    if (this.notes.reasons.has(row)) columns.push(this.notes.reasonColumn);
    return columns.sort((a, b) => a - b);
  }

  /** Cells that the row does not have, left of a column. */
  private writePending(before: number, out: XmlOutput): void {
    while (this.pending[0] !== undefined && this.pending[0] < before) this.writeCell(this.row, this.pending.shift() ?? 0, out);
  }

  private writeCell(row: number, column: number, out: XmlOutput): void {
    const name = `${this.prefix}c`;
    const reference = cellReference(row, column);
    if (column !== this.notes.reasonColumn) {
      const mark = this.notes.marks.get(row)?.get(column) ?? 'error';
      out.open(name, { r: reference, s: this.formats.marked(0, mark) });
    } else {
      const format = row === this.notes.headerRow ? this.headerFormat : 0;
      out.open(name, { r: reference, s: format, t: 'inlineStr' });
      out.raw(`<${this.prefix}is><${this.prefix}t xml:space="preserve">${escapeXmlText(encodeEscapedCharacters(this.notes.reasons.get(row) ?? ''))}`
        + `</${this.prefix}t></${this.prefix}is>`);
    }
    out.close(name);
  }

  private writeMissingRows(before: number, out: XmlOutput): void {
    while (this.missingRows[0] !== undefined && this.missingRows[0] < before) {
      const row = this.missingRows.shift() ?? 0;
      out.open(`${this.prefix}row`, { r: row });
      for (const column of this.columnsToWrite(row)) this.writeCell(row, column, out);
      out.close(`${this.prefix}row`);
    }
  }

  private writeWidth(out: XmlOutput): void {
    if (this.widthDone) return;
    this.widthDone = true;
    const { reasonColumn } = this.notes;
    out.raw(`<${this.prefix}col min="${reasonColumn}" max="${reasonColumn}" width="${REASON_WIDTH}" customWidth="1"/>`);
  }

  private writeDrawing(out: XmlOutput): void {
    if (this.drawingDone) return;
    this.drawingDone = true;
    out.raw(`<${this.prefix}legacyDrawing xmlns:r="${OFFICE_RELATIONSHIPS}" r:id="${this.notes.drawingId}"/>`);
  }

  /** Leaves out the element that has just been opened, with all it holds. */
  private skip(): void {
    this.skipFrom = this.depth;
  }
}
