import type { Readable } from 'node:stream';
import { columnOfReference } from './cell.js';
import type { Cell } from './cell.js';
import { civilDateOfSerial } from './civil-date.rules.js';
import type { SharedStrings } from './shared-strings.js';
import { damagedPart } from './workbook-parts.js';
import { workbookProblems } from './workbook-problems.js';
import { decodeEscapedCharacters, localName, parseXmlStepwise } from './xml-stream.js';
import type { XmlAttributes } from './xml-stream.js';

export interface ParsedRow { readonly rowNumber: number; readonly cells: Cell[] }

export interface SheetContext {
  readonly part: string;
  readonly strings: SharedStrings;
  readonly dateStyles: readonly boolean[];
  readonly date1904: boolean;
}

/** Excel's own bounds for rows and for the text of a cell; far fewer columns than Excel's 16,384. */
export const SHEET_LIMITS = { rows: 1_048_576, columns: 512, textLength: 32_767 } as const;

/**
 * The rows of a worksheet part with the cells that hold something, handed on as they arrive. Formatting, merges and
 * everything else outside the cells is passed over; the hidden cells of a merge are empty in the file.
 * @throws Problem `workbook-damaged`, `workbook-too-complex`, `workbook-forbidden-xml`
 */
export async function* parseSheet(source: Readable, context: SheetContext): AsyncGenerator<ParsedRow[]> {
  const parser = new SheetParser(context);
  for await (const step of parseXmlStepwise(source, parser)) {
    void step;
    const rows = parser.takeRows();
    if (rows.length > 0) yield rows;
  }
}

class SheetParser {
  private rows: ParsedRow[] = [];
  private inSheetData = false;
  private rowNumber = 0;
  private cells: Cell[] = [];
  private column = 0;
  private type = '';
  private style = 0;
  private value = '';
  private inline = '';
  private formula: string | null = null;
  private hasInline = false;
  private inPhonetic = false;
  private capture: 'value' | 'formula' | 'inline' | null = null;

  constructor(private readonly context: SheetContext) {}

  takeRows(): ParsedRow[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: XmlAttributes): void {
    const element = localName(name);
    if (!this.inSheetData) {
      this.inSheetData = element === 'sheetData';
      return;
    }
    switch (element) {
      case 'row': this.startRow(attributes); break;
      case 'c': this.startCell(attributes); break;
      case 'v': this.capture = 'value'; break;
      case 'f': this.capture = 'formula'; this.formula = ''; break;
      case 'is': this.hasInline = true; break;
      case 'rPh': this.inPhonetic = true; break;
      case 't': if (this.hasInline && !this.inPhonetic) this.capture = 'inline'; break;
    }
  }

  text(content: string): void {
    switch (this.capture) {
      case 'value': this.value += content; break;
      case 'formula': this.formula += content; break;
      case 'inline': this.inline += content; break;
      default: return;
    }
    if (Math.max(this.value.length, this.inline.length, this.formula?.length ?? 0) > SHEET_LIMITS.textLength) {
      throw workbookProblems['workbook-too-complex']({ detail: `第 ${this.rowNumber} 行有单元格的内容超过 ${SHEET_LIMITS.textLength} 个字符` });
    }
  }

  close(name: string): void {
    if (!this.inSheetData) return;
    switch (localName(name)) {
      case 'v': case 'f': case 't': this.capture = null; break;
      case 'rPh': this.inPhonetic = false; break;
      case 'c': this.endCell(); break;
      case 'row': if (this.cells.length > 0) this.rows.push({ rowNumber: this.rowNumber, cells: this.cells }); break;
      case 'sheetData': this.inSheetData = false; break;
    }
  }

  private startRow(attributes: XmlAttributes): void {
    const number = attributes['r'] === undefined ? this.rowNumber + 1 : Number(attributes['r']);
    if (!Number.isInteger(number) || number <= this.rowNumber) throw damagedPart(this.context.part);
    if (number > SHEET_LIMITS.rows) throw workbookProblems['workbook-too-complex']({ detail: `行数超过 ${SHEET_LIMITS.rows}` });
    this.rowNumber = number;
    this.cells = [];
    this.column = 0;
  }

  private startCell(attributes: XmlAttributes): void {
    const reference = attributes['r'];
    const column = reference === undefined ? this.column + 1 : columnOfReference(reference);
    if (column === null || column <= this.column) throw damagedPart(this.context.part);
    this.column = column;
    this.type = attributes['t'] ?? 'n';
    this.style = Number(attributes['s'] ?? 0);
    this.value = '';
    this.inline = '';
    this.formula = null;
    this.hasInline = false;
  }

  private endCell(): void {
    const cell = this.readCell();
    if (cell === null) return;
    if (this.column > SHEET_LIMITS.columns) throw workbookProblems['workbook-too-complex']({ detail: `列数超过 ${SHEET_LIMITS.columns}` });
    this.cells.push(cell);
  }

  /** ECMA-376 part 1, 18.18.11 (ST_CellType). */
  private readCell(): Cell | null {
    const column = this.column;
    if (this.formula !== null) return { column, kind: 'formula', value: null, raw: `=${this.formula}` };
    switch (this.type) {
      case 'inlineStr': return this.hasInline ? textCell(column, decodeEscapedCharacters(this.inline)) : null;
      case 'str': return textCell(column, decodeEscapedCharacters(this.value));
      case 's': {
        if (this.value.trim() === '') return null;
        const text = this.context.strings.get(Number(this.value));
        if (text === undefined) throw damagedPart(this.context.part);
        return textCell(column, text);
      }
    }
    const raw = this.value.trim();
    if (raw === '') return null;
    switch (this.type) {
      case 'b': return { column, kind: 'boolean', value: raw === '1' || raw === 'true', raw };
      case 'e': return { column, kind: 'error', value: raw, raw };
      case 'd': return isoDateCell(column, raw);
      case 'n': return this.numberCell(column, raw);
      default: throw damagedPart(this.context.part);
    }
  }

  private numberCell(column: number, raw: string): Cell {
    const value = Number(raw);
    if (!Number.isFinite(value)) throw damagedPart(this.context.part);
    if (this.context.dateStyles[this.style] === true) {
      const date = dateOfSerial(value, this.context.date1904);
      if (date !== null) return { column, kind: 'date', value: date, raw };
    }
    return { column, kind: 'number', value, raw };
  }
}

function textCell(column: number, text: string): Cell | null {
  return text === '' ? null : { column, kind: 'text', value: text, raw: text };
}

/** A date in ISO form (`t="d"`), as the strict variant of the format writes it. */
function isoDateCell(column: number, raw: string): Cell {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}))?/.exec(raw);
  if (!match?.[1]) return { column, kind: 'text', value: raw, raw };
  return { column, kind: 'date', value: match[2] && match[2] !== '00:00:00' ? `${match[1]}T${match[2]}` : match[1], raw };
}

const SECONDS_A_DAY = 86_400;

function dateOfSerial(serial: number, date1904: boolean): string | null {
  const seconds = Math.round(serial * SECONDS_A_DAY);
  const date = civilDateOfSerial(Math.floor(seconds / SECONDS_A_DAY), date1904);
  const rest = ((seconds % SECONDS_A_DAY) + SECONDS_A_DAY) % SECONDS_A_DAY;
  if (date === null || rest === 0) return date;
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date}T${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
}
