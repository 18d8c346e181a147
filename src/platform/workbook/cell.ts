/** What a workbook holds, independent of any file format library. Columns and rows are counted from 1. */

export type Cell =
  | { readonly column: number; readonly kind: 'text'; readonly value: string; readonly raw: string }
  /** `raw` is the number as the file spells it. */
  | { readonly column: number; readonly kind: 'number'; readonly value: number; readonly raw: string }
  /** `value` is `YYYY-MM-DD`, or `YYYY-MM-DDTHH:mm:ss` when the cell has a time of day; `raw` the serial number in the file. */
  | { readonly column: number; readonly kind: 'date'; readonly value: string; readonly raw: string }
  | { readonly column: number; readonly kind: 'boolean'; readonly value: boolean; readonly raw: string }
  /** `raw` is the formula with its `=`. The cached result is not handed out: whoever made the file may have written anything there. */
  | { readonly column: number; readonly kind: 'formula'; readonly value: null; readonly raw: string }
  /** `value` is the error as Excel shows it, such as `#N/A`. */
  | { readonly column: number; readonly kind: 'error'; readonly value: string; readonly raw: string }
  | { readonly column: number; readonly kind: 'empty'; readonly value: null; readonly raw: '' };

export type CellKind = Cell['kind'];

export interface WorkbookRow {
  readonly sheet: string;
  readonly rowNumber: number;
  /** Cells with content, ascending by column. Rows without any are not handed out. */
  readonly cells: readonly Cell[];
}

/** Some consecutive rows of one sheet. */
export interface RowBatch {
  readonly sheet: string;
  /** Position of the sheet in the workbook, from 0. */
  readonly sheetIndex: number;
  readonly hidden: boolean;
  /** Whether bare serial numbers in this workbook count from 1904. */
  readonly date1904: boolean;
  readonly rows: readonly WorkbookRow[];
}

/** The cell of a row in a column; an `empty` cell where the file has none. */
export function cellAt(row: WorkbookRow, column: number): Cell {
  return row.cells.find((cell) => cell.column === column) ?? { column, kind: 'empty', value: null, raw: '' };
}

/** What a person sees in the cell, for error lists: the text, the number, the formula. */
export function displayText(cell: Cell): string {
  switch (cell.kind) {
    case 'text': case 'date': case 'error': return cell.value;
    case 'boolean': return cell.value ? 'TRUE' : 'FALSE';
    default: return cell.raw;
  }
}

/** `AB12` for row 12, column 28. */
export function cellReference(row: number, column: number): string {
  return `${columnLetters(column)}${row}`;
}

/** `AB` for 28. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** Column number of a reference such as `AB12`; null when it is none. */
export function columnOfReference(reference: string): number | null {
  let column = 0;
  let index = 0;
  for (; index < reference.length; index += 1) {
    const code = reference.charCodeAt(index);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return index > 0 && index <= 3 && index < reference.length ? column : null;
}
