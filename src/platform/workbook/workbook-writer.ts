import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import ExcelJS from 'exceljs';
import { columnLetters } from './cell.js';
import { serialOfCivilDate } from './civil-date.rules.js';
import type { ColumnKind, SheetColumn } from './sheet-column.js';
import { bodyStyles, HEADER_STYLE, ROW_STYLES } from './workbook-styles.js';
import type { RowStyle } from './workbook-styles.js';
import { SheetNames } from './sheet-names.js';
import { encodeEscapedCharacters } from './xml-stream.js';

/** A date is its text `YYYY-MM-DD`. Text is stored as text whatever it begins with. */
export type CellValue = string | number | boolean | null;

/** A row that stands out: a heading between the rows, a line of a cover. */
export interface StyledRow {
  readonly style: RowStyle;
  readonly cells: readonly CellValue[];
  /** One cell over all columns. */
  readonly merged?: boolean;
  /** In points. */
  readonly height?: number;
  readonly pageBreakBefore?: boolean;
}

export type SheetRow = readonly CellValue[] | StyledRow;

export interface SheetDefinition {
  /** Cut to Excel's rules and made unique. */
  readonly name: string;
  /** Lines above the header, each merged over all columns: the title, then sub-titles. */
  readonly titles?: readonly string[];
  readonly columns: readonly SheetColumn[];
  /** Values in the order of the columns. Asked for one after the other, no faster than the output takes them. */
  readonly rows: AsyncIterable<SheetRow> | Iterable<SheetRow>;
  /** False for covers and notes: no header row, no filter, nothing frozen. */
  readonly header?: boolean;
  readonly orientation?: 'landscape' | 'portrait';
}

export interface WorkbookInfo {
  /** Shown by Excel as author. */
  readonly creator: string;
  readonly created: Date;
}

const ROWS_PER_TURN = 100;
const OUTPUT_BUFFER_BYTES = 262_144;
const DEFAULT_WIDTHS: Readonly<Record<ColumnKind, number>> = { text: 18, number: 12, integer: 10, date: 12 };

/**
 * Writes a workbook to a stream, sheet by sheet and row by row: A4, fitted to the page's width, header repeated on each
 * page, frozen and with filters, pages numbered. Memory does not grow with the rows, other work gets its turn every
 * hundred rows, and a slow reader slows the source of the rows down. Ends the stream.
 * @throws what the rows throw; when the reader goes away, the error of the stream (and the source of the rows is closed)
 */
export async function writeWorkbook(
  output: Writable, sheets: AsyncIterable<SheetDefinition> | Iterable<SheetDefinition>, info: WorkbookInfo,
): Promise<void> {
  const bridge = new PassThrough({ highWaterMark: OUTPUT_BUFFER_BYTES });
  const delivery = new Delivery(bridge, pipeline(bridge, output));
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: bridge, useStyles: true, useSharedStrings: false, zip: { zlib: { level: 6 } },
  });
  Object.assign(workbook, { creator: info.creator, lastModifiedBy: info.creator, created: info.created, modified: info.created });
  try {
    const names = new SheetNames();
    for await (const sheet of sheets) await writeSheet(workbook, sheet, names.next(sheet.name), delivery);
    await Promise.race([workbook.commit(), delivery.failed]);
    await delivery.finished;
  } catch (error) {
    bridge.destroy(error instanceof Error ? error : new Error(String(error)));
    await delivery.finished.catch(() => undefined); // the error that broke off the delivery is the one thrown below
    throw error;
  }
}

/** The way to the reader: whether it is still there, and whether it is keeping up. */
class Delivery {
  /** Never resolves; rejects when the reader is gone. */
  readonly failed: Promise<never>;

  constructor(private readonly bridge: PassThrough, readonly finished: Promise<void>) {
    this.failed = new Promise((_, reject) => { finished.catch(reject); });
    this.failed.catch(() => undefined); // looked at only while somebody waits
  }

  async takeTurn(): Promise<void> {
    await nextTurn();
    if (this.bridge.destroyed) await this.finished;
    while (this.bridge.writableNeedDrain) await Promise.race([once(this.bridge, 'drain'), this.failed]);
  }
}

async function writeSheet(workbook: ExcelJS.stream.xlsx.WorkbookWriter, sheet: SheetDefinition, name: string, delivery: Delivery): Promise<void> {
  const titles = sheet.titles ?? [];
  const hasHeader = sheet.header ?? true;
  const headerRow = titles.length + 1;
  const worksheet = workbook.addWorksheet(name, {
    views: hasHeader ? [{ state: 'frozen', xSplit: 0, ySplit: headerRow, showGridLines: true }] : [{ showGridLines: false }],
    pageSetup: {
      paperSize: 9, orientation: sheet.orientation ?? 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0,
      margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 },
      ...(hasHeader ? { printTitlesRow: `${headerRow}:${headerRow}` } : {}),
    },
    headerFooter: { oddFooter: '第 &P 页 共 &N 页' },
  });
  worksheet.columns = sheet.columns.map((column) => ({ width: column.width ?? DEFAULT_WIDTHS[column.kind] }));
  titles.forEach((title, index) => {
    writeStyledRow(worksheet, { style: index === 0 ? 'title' : 'subtitle', cells: [title], merged: true }, sheet.columns);
  });
  if (hasHeader) writeCells(worksheet, sheet.columns.map((column) => cleanText(column.title)), sheet.columns.map(() => HEADER_STYLE));
  const lastRow = await writeRows(worksheet, sheet, delivery, titles.length + (hasHeader ? 1 : 0));
  if (hasHeader && sheet.columns.length > 0) worksheet.autoFilter = `A${headerRow}:${columnLetters(sheet.columns.length)}${lastRow}`;
  worksheet.commit();
}

async function writeRows(worksheet: ExcelJS.Worksheet, sheet: SheetDefinition, delivery: Delivery, rowsBefore: number): Promise<number> {
  const styles = bodyStyles(sheet.columns);
  const isDate = sheet.columns.map((column) => column.kind === 'date');
  let rowNumber = rowsBefore;
  for await (const row of sheet.rows) {
    rowNumber += 1;
    if (isStyled(row)) writeStyledRow(worksheet, row, sheet.columns);
    else writeCells(worksheet, row.map((value, index) => (isDate[index] ? convertDate(value) : convertText(value))), styles);
    if (rowNumber % ROWS_PER_TURN === 0) await delivery.takeTurn();
  }
  return rowNumber;
}

function isStyled(row: SheetRow): row is StyledRow {
  return !Array.isArray(row);
}

function writeCells(worksheet: ExcelJS.Worksheet, values: readonly ExcelJS.CellValue[], styles: readonly Partial<ExcelJS.Style>[]): void {
  const row = worksheet.addRow(values);
  for (let index = 0; index < styles.length; index += 1) row.getCell(index + 1).style = styles[index] ?? {};
  row.commit();
}

function writeStyledRow(worksheet: ExcelJS.Worksheet, row: StyledRow, columns: readonly SheetColumn[]): void {
  const { style, height } = ROW_STYLES[row.style];
  const target = worksheet.addRow(row.cells.map(convertText));
  const width = Math.max(columns.length, 1);
  for (let column = 1; column <= width; column += 1) target.getCell(column).style = style;
  if (row.merged && width > 1) worksheet.mergeCells(target.number, 1, target.number, width);
  target.height = row.height ?? height;
  if (row.pageBreakBefore && target.number > 1) (worksheet as WithRowBreaks).rowBreaks.push({ id: target.number - 1, max: 16_383, man: 1 });
  target.commit();
}

/** exceljs declares the breaks on the model only; `Row.addPageBreak` can only break after a row. */
type WithRowBreaks = ExcelJS.Worksheet & { readonly rowBreaks: { id: number; max: number; man: number }[] };

function convertDate(value: CellValue): ExcelJS.CellValue {
  return typeof value === 'string' ? serialOfCivilDate(value) ?? cleanText(value) : value;
}

function convertText(value: CellValue): ExcelJS.CellValue {
  if (typeof value === 'string') return cleanText(value);
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

const MAX_TEXT_LENGTH = 32_767;
const CUT_MARK = '……（内容超出单元格上限，余下部分未列出）';
const NEEDS_CLEANING = new RegExp('[\\u0000-\\u0008\\u000B-\\u001F\\uFFFE\\uFFFF]|_x[0-9A-Fa-f]{4}_');
const ILLEGAL = new RegExp('[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uFFFE\\uFFFF]', 'g');

/** Text that any reader of the file gets back as it was, but for control characters and Excel's bound of length. */
function cleanText(text: string): string {
  const clean = NEEDS_CLEANING.test(text) ? encodeEscapedCharacters(text.replace(/\r\n?/g, '\n').replace(ILLEGAL, '')) : text;
  return clean.length > MAX_TEXT_LENGTH ? clean.slice(0, MAX_TEXT_LENGTH - CUT_MARK.length) + CUT_MARK : clean;
}
