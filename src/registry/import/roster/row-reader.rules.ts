import { cellText, cellUnder, identifierText, issueAt, parseCivilDate, parseYearMonth } from '../../../platform/workbook/index.js';
import type { CellIssue, CellReading, SheetHeader, WorkbookRow, YearMonth } from '../../../platform/workbook/index.js';
import { refusalCode, withShortValue } from './roster-issue.rules.js';

/** Years outside are typing errors: the first institutions were registered in the 1980s, nobody practises before being born. */
const YEARS = { from: '1900-01-01', to: '2200-01-01' };

/** Reads the cells of one row and gathers what is wrong with them, one error a cell. */
export class RowReader<K extends string> {
  readonly errors: CellIssue[] = [];
  readonly warnings: CellIssue[] = [];

  constructor(readonly header: SheetHeader<K>, readonly row: WorkbookRow, private readonly date1904: boolean) {}

  /** Text on one line; null when empty or wrong. */
  text(key: K, limits: { readonly required?: boolean; readonly min?: number; readonly max: number }): string | null {
    const text = this.reading(key, cellText(this.cell(key)), limits.required ?? false);
    if (text === null) return null;
    if (text.length < (limits.min ?? 0)) return this.fail(key, 'too-short', `不得少于 ${limits.min} 个字符`);
    return text.length > limits.max ? this.fail(key, 'too-long', `不得超过 ${limits.max} 个字符`) : text;
  }

  /** A number or code without spaces, half width; null when empty or wrong. */
  identifier(key: K, required: boolean): string | null {
    return this.reading(key, identifierText(this.cell(key)), required);
  }

  date(key: K, required: boolean): string | null {
    const date = this.reading(key, parseCivilDate(this.cell(key), this.date1904), required);
    return date !== null && (date < YEARS.from || date >= YEARS.to) ? this.fail(key, 'date-unrecognised', '日期超出合理范围') : date;
  }

  yearMonth(key: K): YearMonth | null {
    const month = this.reading(key, parseYearMonth(this.cell(key), this.date1904), false);
    return month !== null && (month.year < 1900 || month.year > 2100) ? this.fail(key, 'date-unrecognised', '年月超出合理范围') : month;
  }

  fail(key: K, code: string, message: string): null {
    this.errors.push(this.issue(key, code, message));
    return null;
  }

  warn(key: K, code: string, message: string): void {
    this.warnings.push(this.issue(key, code, message));
  }

  private issue(key: K, code: string, message: string): CellIssue {
    return withShortValue(issueAt(this.header, this.row, key, { code, message }));
  }

  private cell(key: K) {
    return cellUnder(this.header, this.row, key);
  }

  private reading<T>(key: K, reading: CellReading<T>, required: boolean): T | null {
    if (reading.ok) return reading.value;
    if (reading.code === 'empty' && !required) return null;
    const title = this.header.titles.get(this.header.columns.get(key) ?? 0) ?? '';
    return this.fail(key, refusalCode(reading.code), reading.code === 'empty' ? `${title}必填` : reading.message);
  }
}
