import type { CellIssue, SheetHeader, WorkbookRow } from '../../../platform/workbook/index.js';
import { domainCodeByLabel } from '../../../reference/index.js';
import type { DivisionIndex } from '../../../reference/index.js';
import { numberPlaceWarnings, parseCreditCode, parseLicenceNumber } from '../../identifiers/index.js';
import { parseScopeText } from '../../scope-text/index.js';
import type { ScopeFault, ScopeVocabulary } from '../../scope-text/index.js';
import type { InstitutionKey } from './roster-columns.js';
import type { InstitutionRow, InstitutionValue } from './roster-row.js';
import { RowReader } from './row-reader.rules.js';

/** What rows are read against. */
export interface RosterTerms {
  readonly scopes: ScopeVocabulary;
  readonly divisions: DivisionIndex;
  /** Today in Asia/Shanghai. */
  readonly today: string;
}

/** A row that was read, and what is wrong with it. */
export interface RowResult<R> { readonly row: R; readonly errors: readonly CellIssue[]; readonly warnings: readonly CellIssue[] }

/** Reads one row of the sheet of institutions (登记事项: 95号 art. 22; numbers: 司发通〔2010〕83号). Pure. */
export function readInstitutionRow(
  header: SheetHeader<InstitutionKey>, source: WorkbookRow, terms: RosterTerms, date1904: boolean,
): RowResult<InstitutionRow> {
  const reader = new RowReader(header, source, date1904);
  const name = reader.text('name', { required: true, min: 2, max: 200 });
  const licence = licenceNumber(reader);
  const creditCode = readCreditCode(reader);
  const divisionCode = readDivision(reader, terms.divisions);
  const scope = readScope(reader, 'scope', terms.scopes);
  const dates = readDates(reader, terms.today);
  const rest = {
    head: reader.text('head', { max: 100 }), legalRep: reader.text('legalRep', { max: 100 }), address: reader.text('address', { max: 300 }),
    postalCode: readPostalCode(reader), phone: reader.text('phone', { max: 100 }), authority: reader.text('authority', { max: 100 }),
    accreditations: readAccreditations(reader),
  };
  readKind(reader);
  if (licence && divisionCode !== null && numberPlaceWarnings(licence, divisionCode).length > 0) {
    reader.warn('licenceNo', 'number-place-mismatch', '许可证号的省、市代码与机构所在地不一致');
  }
  const complete = reader.errors.length === 0 && name !== null && licence && divisionCode !== null && scope && dates;
  const value: InstitutionValue | null = complete ? {
    name, licenceNo: licence.number, numberFormat: licence.kind === 'current' ? 'nine-digit' : 'seven-digit-legacy',
    creditCode, divisionCode, scope: scope.codes, scopeText: scope.text, ...dates, ...rest,
  } : null;
  return { row: { header, rowNumber: source.rowNumber, number: licence?.number ?? null, name, value }, errors: reader.errors, warnings: reader.warnings };
}

function licenceNumber(reader: RowReader<InstitutionKey>) {
  const text = reader.identifier('licenceNo', true);
  if (text === null) return null;
  const answer = parseLicenceNumber(text);
  return answer.ok ? answer.licence : reader.fail('licenceNo', 'licence-number-format', '许可证号应为 9 位数字（2010 年以前颁发的为 7 位）');
}

function readCreditCode(reader: RowReader<InstitutionKey>): string | null {
  const text = reader.identifier('creditCode', false);
  if (text === null) return null;
  const answer = parseCreditCode(text);
  if (answer.ok) return answer.creditCode.code;
  if (answer.fault === 'format') return reader.fail('creditCode', 'credit-code-format', '统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）');
  return reader.fail('creditCode', 'credit-code-check-digit', '统一社会信用代码校验位错误');
}

function readDivision(reader: RowReader<InstitutionKey>, divisions: DivisionIndex): string | null {
  const city = reader.text('city', { required: true, max: 100 });
  const district = reader.text('district', { max: 100 });
  if (city === null) return null;
  const answer = divisions.byName(city, district);
  if (answer.found) return answer.division.code;
  return answer.unknown === 'city'
    ? reader.fail('city', 'unknown-division', `没有名为“${city}”的地市`) : reader.fail('district', 'unknown-division', `${city}没有名为“${district ?? ''}”的区县`);
}

const SCOPE_FAULTS: Readonly<Record<ScopeFault, { readonly code: string; readonly describe: (text: string) => string }>> = {
  'unknown': { code: 'unknown-category', describe: (text) => `未知的执业类别“${text}”` },
  'ambiguous': { code: 'ambiguous-category', describe: (text) => `“${text}”见于几个大类，请写明大类` },
  'not-in-group': { code: 'category-not-in-group', describe: (text) => `“${text}”不属于所写的大类` },
  'empty-brackets': { code: 'empty-category-brackets', describe: (text) => `“${text}”括号内没有项目` },
};
/** Parts of a scope text that are named in one message. */
const NAMED_PARTS = 5;

/** The codes that a scope text grants; all its unreadable parts in one error. */
export function readScope<K extends string>(
  reader: RowReader<K>, key: K, vocabulary: ScopeVocabulary,
): { readonly codes: readonly string[]; readonly text: string } | null {
  const text = reader.text(key, { required: true, max: 20_000 });
  if (text === null) return null;
  const { codes, unknown } = parseScopeText(text, vocabulary);
  const [first] = unknown;
  if (first) {
    const parts = unknown.slice(0, NAMED_PARTS).map((part) => SCOPE_FAULTS[part.fault].describe(part.text.slice(0, 60)));
    return reader.fail(key, SCOPE_FAULTS[first.fault].code, parts.join('；'));
  }
  return codes.length === 0 ? reader.fail(key, 'unknown-category', '没有写明执业类别') : { codes, text };
}

/** Days of first registration, issue and expiry, in order (95号 art. 22: five years from issue). */
export function readDates<K extends string>(
  reader: RowReader<K | 'firstOn' | 'issuedOn' | 'validTo'>, today: string,
): { readonly firstOn: string; readonly issuedOn: string; readonly validTo: string } | null {
  const firstOn = reader.date('firstOn', false);
  const issuedOn = reader.date('issuedOn', true);
  const validTo = reader.date('validTo', true);
  if (issuedOn === null || validTo === null) return null;
  if (validTo < issuedOn) return reader.fail('validTo', 'valid-to-before-issue', '有效期至早于颁证日期');
  if (issuedOn > today) reader.warn('issuedOn', 'issued-in-future', '颁证日期在今天之后');
  if (validTo < today) reader.warn('validTo', 'expired', '有效期已过');
  if (firstOn !== null && firstOn > issuedOn) {
    reader.warn('firstOn', 'first-after-issue', '首次日期晚于颁证日期，按颁证日期计');
  }
  return { firstOn: firstOn === null || firstOn > issuedOn ? issuedOn : firstOn, issuedOn, validTo };
}

function readPostalCode(reader: RowReader<InstitutionKey>): string | null {
  const text = reader.identifier('postalCode', false);
  return text === null || /^\d{6}$/.test(text) ? text : reader.fail('postalCode', 'postal-code-format', '邮政编码应为 6 位数字');
}

function readAccreditations(reader: RowReader<InstitutionKey>): InstitutionValue['accreditations'] {
  const text = reader.text('accreditation', { max: 200 });
  if (text === null || /^[-—/无]+$/.test(text)) return [];
  const found = new Set<InstitutionValue['accreditations'][number]>();
  const unknown: string[] = [];
  for (const part of text.toUpperCase().split(/[、,，;；/+和及\s]+/).filter((piece) => piece !== '')) {
    if (/CMA|资质认定|计量认证/.test(part)) found.add('cma');
    else if (/CNAS/.test(part) && /检验机构/.test(part)) found.add('cnas-inspection');
    else if (/CNAS|实验室认可/.test(part)) found.add('cnas-laboratory');
    else unknown.push(part);
  }
  if (unknown.length > 0) reader.warn('accreditation', 'unknown-accreditation', `未识别的认证认可“${unknown.join('、').slice(0, 60)}”，未导入`);
  return [...found].sort();
}

/** 司发通〔2008〕165号: institutions of investigating organs are filed, not licensed. */
function readKind(reader: RowReader<InstitutionKey>): void {
  const text = reader.text('kind', { max: 100 });
  if (text === null) return;
  const kind = domainCodeByLabel('institution-kind', text);
  if (kind === null) reader.fail('kind', 'unknown-kind', `未知的机构类型“${text}”`);
  else if (kind !== 'social') reader.fail('kind', 'kind-not-licensed', '侦查机关所属鉴定机构实行备案登记，不随名册导入');
}
