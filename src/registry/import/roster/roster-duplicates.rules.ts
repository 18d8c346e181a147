import type { CellIssue } from '../../../platform/workbook/index.js';
import { cellIssue } from './roster-issue.rules.js';
import type { RowIssue } from './roster-issue.rules.js';
import type { AppraiserRow, InstitutionRow } from './roster-row.js';
import { rowKey } from './roster-row.js';

/**
 * Numbers that stand in several rows of one roster: the first row keeps the number, each later one is wrong. A number
 * belongs to one holder (司发通〔2010〕83号).
 * @returns issues of the later rows, with the rows that they concern
 */
export function duplicateNumbers(institutions: readonly InstitutionRow[], appraisers: readonly AppraiserRow[]): RowIssue[] {
  return [
    ...repeated(institutions, (row, first) => cellIssue(row, 'licenceNo', row.number, 'duplicate-number', `许可证号与第 ${first} 行重复`)),
    ...repeated(appraisers, (row, first) => cellIssue(row, 'certificateNo', row.number, 'duplicate-number', `执业证号与第 ${first} 行重复`)),
  ];
}

function repeated<R extends InstitutionRow | AppraiserRow>(rows: readonly R[], describe: (row: R, firstRow: number) => CellIssue): RowIssue[] {
  const seen = new Map<string, number>();
  const found: RowIssue[] = [];
  for (const row of rows) {
    if (row.number === null) continue;
    const first = seen.get(row.number);
    if (first === undefined) seen.set(row.number, row.rowNumber);
    else found.push({ key: rowKey(row), issue: describe(row, first) });
  }
  return found;
}
