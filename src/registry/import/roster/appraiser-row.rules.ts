import type { SheetHeader, WorkbookRow } from '../../../platform/workbook/index.js';
import { domainCodeByLabel } from '../../../reference/index.js';
import type { CodeOf } from '../../../reference/index.js';
import { parseCertificateNumber, parseLicenceNumber } from '../../identifiers/index.js';
import { readDates, readScope } from './institution-row.rules.js';
import type { RosterTerms, RowResult } from './institution-row.rules.js';
import type { AppraiserKey } from './roster-columns.js';
import type { AppraiserRow, AppraiserValue } from './roster-row.js';
import { RowReader } from './row-reader.rules.js';
import { titleLevel } from './title-level.rules.js';

/** Reads one row of the sheet of appraisers (登记事项: 96号 art. 11, 17; numbers: 司发通〔2010〕83号). Pure. */
export function readAppraiserRow(
  header: SheetHeader<AppraiserKey>, source: WorkbookRow, terms: RosterTerms, date1904: boolean,
): RowResult<AppraiserRow> {
  const reader = new RowReader(header, source, date1904);
  const name = reader.text('name', { required: true, max: 100 });
  const sex = readSex(reader);
  const birth = reader.yearMonth('birth');
  const title = reader.text('title', { max: 100 });
  const categories = readScope(reader, 'categories', terms.scopes);
  const certificateNo = readCertificateNo(reader);
  const institutionName = reader.text('institutionName', { max: 200 });
  const institutionLicenceNo = readLicenceNo(reader);
  const dates = readDates(reader, terms.today);
  const employment = readEmployment(reader);
  const complete = reader.errors.length === 0 && name !== null && categories && certificateNo !== null && institutionLicenceNo !== null && dates && employment;
  const value: AppraiserValue | null = complete ? {
    name, sex, birthYear: birth?.year ?? null, birthMonth: birth?.month ?? null, title, titleLevel: title === null ? null : titleLevel(title),
    categories: categories.codes, categoriesText: categories.text, certificateNo, institutionName, institutionLicenceNo, ...dates, ...employment,
  } : null;
  return { row: { header, rowNumber: source.rowNumber, number: certificateNo, name, value }, errors: reader.errors, warnings: reader.warnings };
}

function readSex(reader: RowReader<AppraiserKey>): '1' | '2' | null {
  const text = reader.text('sex', { max: 100 });
  if (text === null) return null;
  const code = domainCodeByLabel('sex', text.replace(/性$/, ''));
  return code === '1' || code === '2' ? code : reader.fail('sex', 'sex-value', '性别应为“男”或“女”');
}

function readCertificateNo(reader: RowReader<AppraiserKey>): string | null {
  const text = reader.identifier('certificateNo', true);
  if (text === null) return null;
  const answer = parseCertificateNumber(text);
  return answer.ok ? answer.certificate.number : reader.fail('certificateNo', 'certificate-number-format', '执业证号应为 12 位数字');
}

function readLicenceNo(reader: RowReader<AppraiserKey>): string | null {
  const text = reader.identifier('institutionLicenceNo', true);
  if (text === null) return null;
  const answer = parseLicenceNumber(text);
  return answer.ok ? answer.licence.number : reader.fail('institutionLicenceNo', 'licence-number-format', '机构许可证号应为 9 位数字（2010 年以前颁发的为 7 位）');
}

/** 96号 art. 14: who practises part time needs the written consent of the employer. */
function readEmployment(reader: RowReader<AppraiserKey>):
  { readonly employmentType: CodeOf<'employment-type'>; readonly employer: string | null; readonly consentNo: string | null } | null {
  const text = reader.text('employment', { max: 100 });
  const employer = reader.text('employer', { max: 200 });
  const consentNo = reader.text('consentNo', { max: 100 });
  const employmentType = text === null ? 'full-time' : domainCodeByLabel('employment-type', text);
  if (employmentType === null) return reader.fail('employment', 'employment-value', '应为“专职”或“兼职”');
  if (employmentType === 'part-time' && consentNo === null) reader.warn('employment', 'part-time-consent', '兼职执业未载明所在单位书面同意');
  return { employmentType, employer, consentNo };
}
