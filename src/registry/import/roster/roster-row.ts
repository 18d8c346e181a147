import type { SheetHeader } from '../../../platform/workbook/index.js';
import type { CodeOf } from '../../../reference/index.js';
import type { AppraiserKey, InstitutionKey } from './roster-columns.js';

/** One row of a roster sheet as read; days are civil dates `YYYY-MM-DD`. */
export interface RosterRow<K extends string, V> {
  readonly header: SheetHeader<K>;
  readonly rowNumber: number;
  /** What identifies the row even when it is wrong; null where that cell itself is wrong or empty. */
  readonly number: string | null;
  readonly name: string | null;
  /** Null when the row has an error. */
  readonly value: V | null;
}

export interface InstitutionValue {
  readonly name: string;
  readonly licenceNo: string;
  readonly numberFormat: 'nine-digit' | 'seven-digit-legacy';
  readonly creditCode: string | null;
  readonly head: string | null;
  readonly legalRep: string | null;
  readonly address: string | null;
  readonly divisionCode: string;
  readonly postalCode: string | null;
  readonly phone: string | null;
  /** Category codes, none covered by another. */
  readonly scope: readonly string[];
  readonly scopeText: string;
  /** First day of registration; never after `issuedOn`. */
  readonly firstOn: string;
  readonly issuedOn: string;
  /** Last valid day. */
  readonly validTo: string;
  readonly authority: string | null;
  readonly accreditations: readonly Extract<CodeOf<'accreditation-kind'>, 'cma' | 'cnas-laboratory' | 'cnas-inspection'>[];
}

export interface AppraiserValue {
  readonly name: string;
  readonly sex: '1' | '2' | null;
  readonly birthYear: number | null;
  readonly birthMonth: number | null;
  readonly title: string | null;
  readonly titleLevel: CodeOf<'title-level'> | null;
  readonly categories: readonly string[];
  readonly categoriesText: string;
  readonly certificateNo: string;
  readonly institutionName: string | null;
  readonly institutionLicenceNo: string;
  readonly firstOn: string;
  readonly issuedOn: string;
  readonly validTo: string;
  readonly employmentType: CodeOf<'employment-type'>;
  readonly employer: string | null;
  readonly consentNo: string | null;
}

export type InstitutionRow = RosterRow<InstitutionKey, InstitutionValue>;
export type AppraiserRow = RosterRow<AppraiserKey, AppraiserValue>;

/** Names a row of the file: the sheet and its row number. */
export function rowKey(row: { readonly header: { readonly sheet: string }; readonly rowNumber: number }): string {
  return `${row.header.sheet}\u0000${row.rowNumber}`;
}
