import { cellAt, displayText } from './cell.js';
import type { Cell, WorkbookRow } from './cell.js';
import { cellText, comparableText } from './cell-text.rules.js';
import type { CellIssue } from './import-errors.js';

/** A column that a sheet may have. */
export interface ColumnSpec<K extends string = string> {
  readonly key: K;
  /** As printed in the template. */
  readonly title: string;
  /** Other titles that people use for it. */
  readonly aliases?: readonly string[];
  readonly required: boolean;
  /** For the template: how the cells are formatted; text when left out, which keeps leading zeros and long numbers. */
  readonly kind?: 'text' | 'number' | 'integer' | 'date';
  /** For the template: what to fill in. */
  readonly note?: string;
  /** For the template: the values to choose from. */
  readonly choices?: readonly string[];
  /** For the template: width in characters. */
  readonly width?: number;
  readonly example?: string;
}

/** The column into which an annotated copy writes its reasons; importers pass over it. */
export const REASON_COLUMN_TITLE = '错误说明';

export interface SheetHeader<K extends string = string> {
  readonly sheet: string;
  readonly headerRow: number;
  /** Column number of each known key that the sheet has. */
  readonly columns: ReadonlyMap<K, number>;
  /** Title as written in the sheet, by column number, for error lists. */
  readonly titles: ReadonlyMap<number, string>;
  readonly unknown: readonly { readonly column: number; readonly title: string }[];
  readonly missing: readonly ColumnSpec<K>[];
  /** Titles that appear twice; the first one counts. */
  readonly repeated: readonly { readonly column: number; readonly title: string }[];
}

/** Rows that are searched for the header. */
export const HEADER_SEARCH_ROWS = 20;

/**
 * Finds the header among the first rows of a sheet: the row in which most columns are known, the upper one of two equals.
 * Titles are compared without spaces, widths, line breaks, marks of obligation (`*姓名`) and what stands in brackets
 * (`有效期至（年月日）`), unless the bracket is part of a known title.
 * @returns null when no row has even two known columns (one, when there is only one to know)
 */
export function findHeader<K extends string>(rows: readonly WorkbookRow[], specs: readonly ColumnSpec<K>[]): SheetHeader<K> | null {
  const keyOf = new Map<string, K>();
  for (const spec of specs) {
    for (const title of [spec.title, ...(spec.aliases ?? [])]) keyOf.set(titleKey(title), spec.key);
  }
  const known = (cell: Cell) => knownKey(cell, keyOf);
  let best: { row: WorkbookRow; count: number } | null = null;
  for (const row of rows) {
    if (row.rowNumber > HEADER_SEARCH_ROWS) break;
    const count = new Set(row.cells.map(known).filter((key) => key !== null)).size;
    if (count > (best?.count ?? 0)) best = { row, count };
  }
  if (best === null || best.count < Math.min(2, specs.length)) return null;
  return describeHeader(best.row, specs, known);
}

function describeHeader<K extends string>(row: WorkbookRow, specs: readonly ColumnSpec<K>[], known: (cell: Cell) => K | null): SheetHeader<K> {
  const columns = new Map<K, number>();
  const titles = new Map<number, string>();
  const unknown: { column: number; title: string }[] = [];
  const repeated: { column: number; title: string }[] = [];
  for (const cell of row.cells) {
    const title = titleOf(cell);
    if (title === '' || isReasonTitle(title)) continue;
    titles.set(cell.column, title);
    const key = known(cell);
    if (key === null) unknown.push({ column: cell.column, title });
    else if (columns.has(key)) repeated.push({ column: cell.column, title });
    else columns.set(key, cell.column);
  }
  const missing = specs.filter((spec) => spec.required && !columns.has(spec.key));
  return { sheet: row.sheet, headerRow: row.rowNumber, columns, titles, unknown, missing, repeated };
}

/** The title may be followed by what is wrong with the header itself. */
export function isReasonTitle(title: string): boolean {
  return titleKey(title).startsWith(REASON_COLUMN_TITLE);
}

/** One issue for each required column that the header lacks and each title that it has twice, placed on the header row. */
export function headerIssues(header: SheetHeader): CellIssue[] {
  const place = { sheet: header.sheet, row: header.headerRow };
  return [
    ...header.missing.map((spec): CellIssue => ({
      ...place, column: null, header: spec.title, value: null, code: 'missing-column', message: `缺少必需的列“${spec.title}”`,
    })),
    ...header.repeated.map(({ column, title }): CellIssue => ({
      ...place, column, header: title, value: title, code: 'repeated-column', message: `列“${title}”重复出现`,
    })),
  ];
}

/** The cell of a row under a known column; an `empty` cell when the sheet has no such column or the row no such cell. */
export function cellUnder<K extends string>(header: SheetHeader<K>, row: WorkbookRow, key: K): Cell {
  const column = header.columns.get(key);
  return column === undefined ? { column: 0, kind: 'empty', value: null, raw: '' } : cellAt(row, column);
}

/** True when the row has nothing but spaces outside the column of reasons and unknown columns. */
export function isBlankRow(header: SheetHeader, row: WorkbookRow): boolean {
  const used = new Set(header.columns.values());
  return row.cells.every((cell) => !used.has(cell.column) || (cell.kind === 'text' && comparableText(cell.value) === ''));
}

/** An issue about the cell of a row under a known column. */
export function issueAt<K extends string>(
  header: SheetHeader<K>, row: WorkbookRow, key: K, problem: { readonly code: string; readonly message: string },
): CellIssue {
  const cell = cellUnder(header, row, key);
  const column = header.columns.get(key) ?? null;
  return {
    sheet: row.sheet, row: row.rowNumber, column, header: column === null ? null : header.titles.get(column) ?? null,
    value: cell.kind === 'empty' ? null : displayText(cell), code: problem.code, message: problem.message,
  };
}

function knownKey<K extends string>(cell: Cell, keyOf: ReadonlyMap<string, K>): K | null {
  const title = titleOf(cell);
  if (title === '') return null;
  return keyOf.get(titleKey(title)) ?? keyOf.get(titleKey(title.replace(/[（(][^（()）]*[)）]/g, ''))) ?? null;
}

function titleOf(cell: Cell): string {
  const text = cellText(cell);
  return text.ok ? text.value : '';
}

function titleKey(title: string): string {
  return comparableText(title).replace(/[*:：]/g, '');
}
