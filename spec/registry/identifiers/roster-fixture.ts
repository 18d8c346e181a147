import { readFile } from 'node:fs/promises';
import path from 'node:path';
import exceljs from 'exceljs';
import { PROJECT_ROOT } from '../../support/environment.js';

export type FixtureName = 'roster-guangdong-2026' | 'roster-with-errors';

/** One row of a fixture sheet; `cells` counts from 1 like the sheet's columns and holds trimmed text. */
export interface FixtureRow { readonly row: number; readonly cells: readonly string[] }

/** The rows below the header of a fixture sheet. Blank rows are left out. */
export async function fixtureRows(file: FixtureName, sheet: string, headerRow: number): Promise<FixtureRow[]> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(path.join(PROJECT_ROOT, 'spec', 'fixtures', `${file}.xlsx`));
  const rows: FixtureRow[] = [];
  workbook.getWorksheet(sheet)?.eachRow((row, number) => {
    if (number <= headerRow) return;
    const cells = Array.from({ length: row.cellCount + 1 }, (_, column) => column === 0 ? '' : row.getCell(column).text.trim());
    if (cells.some((text) => text !== '')) rows.push({ row: number, cells });
  });
  return rows;
}

/** The rows of `roster-with-errors` that must be reported in a column, optionally for one reason. */
export async function expectedErrors(sheet: string, column: number, reason?: string): Promise<number[]> {
  const text = await readFile(path.join(PROJECT_ROOT, 'spec', 'fixtures', 'roster-with-errors.expected.json'), 'utf8');
  return (JSON.parse(text) as { sheet: string; row: number; column: number; reason: string; kind: string }[])
    .filter((error) => error.kind === 'error' && error.sheet === sheet && error.column === column && (reason === undefined || error.reason === reason))
    .map((error) => error.row);
}
