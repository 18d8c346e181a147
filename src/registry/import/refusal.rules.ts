import { cellIssue } from './roster/roster-issue.rules.js';
import type { RowIssue } from './roster/roster-issue.rules.js';
import type { Roster } from './roster/roster-reader.js';
import { rowKey } from './roster/roster-row.js';

/** What the database said when it refused what a roster asked for. */
export interface DatabaseRefusal {
  readonly constraint: string;
  /** Message and detail, in which PostgreSQL names the values concerned. */
  readonly text: string;
}

const INTEGRITY_CLASS = '23';
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What each guard of the registry means to the person who corrects the workbook. */
const MEANINGS: Readonly<Record<string, { readonly code: string; readonly message: string }>> = {
  appraiser_category_needs_scope: { code: 'scope-still-held', message: '业务范围减少后，机构仍有鉴定人持有该类别，请在鉴定人名册中一并列明' },
  appraiser_category_needs_employment: { code: 'category-without-employment', message: '执业类别的期间超出在该机构的执业期间' },
  employment_one_a_day: { code: 'employed-twice', message: '同一日期已在另一机构执业' },
  licence_no_of_one_institution: { code: 'number-of-another', message: '该许可证号属于另一机构' },
  certificate_no_of_one_appraiser: { code: 'number-of-another', message: '该执业证号属于另一鉴定人' },
};
const OTHER = { code: 'registry-conflict', message: '与登记库中的记录冲突' };

/** The refusal in an error that a statement ended with; null when the error is of another kind. */
export function databaseRefusal(error: unknown): DatabaseRefusal | null {
  const { code, constraint, message, detail } = error as { code?: unknown; constraint?: unknown; message?: unknown; detail?: unknown };
  if (typeof code !== 'string' || !code.startsWith(INTEGRITY_CLASS) || typeof constraint !== 'string') return null;
  return { constraint, text: `${String(message)} ${typeof detail === 'string' ? detail : ''}` };
}

/** The institutions and appraisers that a refusal names. */
export function refusedSubjects(refusal: DatabaseRefusal): string[] {
  return [...new Set(refusal.text.match(UUID) ?? [])];
}

/** The refusal as an error of the roster's row; null when the row is not in the roster. */
export function refusedRow(refusal: DatabaseRefusal, key: string, roster: Roster): RowIssue | null {
  const { code, message } = MEANINGS[refusal.constraint] ?? OTHER;
  const appraiser = roster.appraisers.find((row) => rowKey(row) === key);
  if (appraiser) return { key, issue: cellIssue(appraiser, code === 'category-without-employment' ? 'categories' : 'certificateNo', appraiser.number, code, message) };
  const institution = roster.institutions.find((row) => rowKey(row) === key);
  if (institution) return { key, issue: cellIssue(institution, code === 'scope-still-held' ? 'scope' : 'licenceNo', institution.number, code, message) };
  return null;
}
