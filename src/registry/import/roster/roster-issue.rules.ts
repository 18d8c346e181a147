import type { CellIssue, CellRefusal, SheetHeader } from '../../../platform/workbook/index.js';

/** An issue that rejects a row, with the key of the row. */
export interface RowIssue { readonly key: string; readonly issue: CellIssue }

/** Longest cell content that is repeated in an error list. */
const VALUE_LIMIT = 200;

/** What a refused cell is called in the answer of an import. */
const REFUSALS: Partial<Record<CellRefusal, string>> = {
  'empty': 'required', 'formula-not-allowed': 'formula', 'unrecognised-date': 'date-unrecognised', 'nonexistent-date': 'date-unrecognised',
  'ambiguous-month': 'date-unrecognised',
};

/** The stable code of a refused cell. */
export function refusalCode(refusal: CellRefusal): string {
  return REFUSALS[refusal] ?? refusal;
}

/** An issue about a cell of a row that has been read already. */
export function cellIssue<K extends string>(
  row: { readonly header: SheetHeader<K>; readonly rowNumber: number }, key: K, value: string | null, code: string, message: string,
): CellIssue {
  const column = row.header.columns.get(key) ?? null;
  return {
    sheet: row.header.sheet, row: row.rowNumber, column, header: column === null ? null : row.header.titles.get(column) ?? null,
    value: shorten(value), code, message,
  };
}

/** The issue with its value cut to what an error list repeats. */
export function withShortValue(issue: CellIssue): CellIssue {
  return { ...issue, value: shorten(issue.value) };
}

function shorten(value: string | null): string | null {
  return value === null || value.length <= VALUE_LIMIT ? value : `${[...value].slice(0, VALUE_LIMIT - 1).join('')}…`;
}
