import type { CellValue, ColumnSpec, SheetColumn, SheetDefinition } from '../../platform/workbook/index.js';
import { domainLabel, isDomainCode } from '../../reference/index.js';
import type { DivisionIndex } from '../../reference/index.js';
import { APPRAISER_COLUMNS, APPRAISER_SHEET, INSTITUTION_COLUMNS, INSTITUTION_SHEET } from '../import/roster/roster-columns.js';
import type { AppraiserKey, InstitutionKey } from '../import/roster/roster-columns.js';
import { formatScopeText } from '../scope-text/index.js';
import type { ScopeVocabulary } from '../scope-text/index.js';
import { BOOK_NAME, chineseDate } from './book/front-matter.rules.js';
import { placeOf } from './place.rules.js';
import type { AppraiserTableRow, InstitutionTableRow } from './roster.model.js';
import { sexLabel } from './sex-label.rules.js';

export interface TableSource {
  readonly divisionName: string;
  readonly asOf: string;
  readonly issuer: string;
  readonly vocabulary: ScopeVocabulary;
  readonly divisions: DivisionIndex;
  readonly institutions: () => AsyncIterable<InstitutionTableRow>;
  readonly appraisers: () => AsyncIterable<AppraiserTableRow>;
}

/** Words that the import reads as an accreditation of this kind. */
const ACCREDITATIONS: Readonly<Record<string, string>> = { cma: 'CMA', 'cnas-laboratory': 'CNAS', 'cnas-inspection': 'CNAS检验机构' };

/** The roster as two plain sheets in the layout that the import reads; imported again they change nothing. */
export function tableSheets(source: TableSource): SheetDefinition[] {
  // The import takes the day as of which the rows speak from the second line.
  const titles = [`${BOOK_NAME}（${source.divisionName}）`, `编制单位：${source.issuer}    数据截止：${chineseDate(source.asOf)}`];
  return [
    { name: INSTITUTION_SHEET, titles, columns: INSTITUTION_COLUMNS.map(sheetColumn), rows: institutionRows(source) },
    { name: APPRAISER_SHEET, titles, columns: APPRAISER_COLUMNS.map(sheetColumn), rows: appraiserRows(source) },
  ];
}

function sheetColumn({ title, kind, width }: ColumnSpec): SheetColumn {
  return { title, kind: kind ?? 'text', ...(width === undefined ? {} : { width }) };
}

async function* institutionRows({ institutions, vocabulary, divisions }: TableSource): AsyncGenerator<CellValue[]> {
  let ordinal = 0;
  for await (const row of institutions()) {
    const { city, district } = placeOf(divisions, row.divisionCode);
    const cells: Readonly<Record<InstitutionKey, CellValue>> = {
      ordinal: ++ordinal, name: row.name, licenceNo: row.licenceNo, creditCode: row.creditCode, head: row.head, legalRep: row.legalRep,
      address: row.address, city, district, postalCode: row.postalCode, phone: row.phone, scope: formatScopeText(row.scope, vocabulary),
      firstOn: row.firstOn, issuedOn: row.issuedOn, validTo: row.validTo, authority: row.authority,
      kind: domainLabel('institution-kind', 'social'),
      accreditation: row.accreditations.flatMap((kind) => ACCREDITATIONS[kind] ?? []).join('、') || null,
    };
    yield INSTITUTION_COLUMNS.map(({ key }) => cells[key]);
  }
}

async function* appraiserRows({ appraisers, vocabulary }: TableSource): AsyncGenerator<CellValue[]> {
  let ordinal = 0;
  for await (const row of appraisers()) {
    const cells: Readonly<Record<AppraiserKey, CellValue>> = {
      ordinal: ++ordinal, name: row.name, sex: sexLabel(row.sex), birth: birthMonth(row), title: row.title,
      categories: formatScopeText(row.categories, vocabulary), certificateNo: row.certificateNo, institutionName: row.institutionName,
      institutionLicenceNo: row.institutionLicenceNo, firstOn: row.firstOn, issuedOn: row.issuedOn, validTo: row.validTo,
      employment: isDomainCode('employment-type', row.employmentType) ? domainLabel('employment-type', row.employmentType) : null,
      employer: row.employer, consentNo: row.consentNo,
    };
    yield APPRAISER_COLUMNS.map(({ key }) => cells[key]);
  }
}

function birthMonth({ birthYear, birthMonth: month }: AppraiserTableRow): string | null {
  return birthYear === null || month === null ? null : `${birthYear}-${String(month).padStart(2, '0')}`;
}
