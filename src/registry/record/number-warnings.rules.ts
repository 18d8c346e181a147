/** What looks odd in a record and is yet accepted (司发通〔2010〕83号: the digits of a number name its place and institution). */
import { certificateOwnerWarnings, numberPlaceWarnings, parseCertificateNumber, parseLicenceNumber, type NumberWarning } from '../identifiers/index.js';

export interface Warning { readonly code: NumberWarning; readonly message: string }

const LICENCE_MESSAGES: Readonly<Record<NumberWarning, string>> = {
  'province-mismatch': '许可证号前两位与机构所在省份不符', 'prefecture-mismatch': '许可证号第三、四位与机构所在城市不符',
  'institution-mismatch': '许可证号与机构不符',
};
const CERTIFICATE_MESSAGES: Readonly<Record<NumberWarning, string>> = {
  'province-mismatch': '执业证号前两位与执业机构许可证号的省份不符', 'prefecture-mismatch': '执业证号第三、四位与执业机构所在城市不符',
  'institution-mismatch': '执业证号中的机构序号与执业机构许可证号不符',
};

/** @param divisionCode where the institution is, six digits */
export function licenceWarnings(licenceNo: string | null, divisionCode: string | null): Warning[] {
  const parsed = parseLicenceNumber(licenceNo ?? '');
  if (!parsed.ok || divisionCode === null) return [];
  return numberPlaceWarnings(parsed.licence, divisionCode).map((code) => ({ code, message: LICENCE_MESSAGES[code] }));
}

/** @param licenceNo of the employing institution */
export function certificateWarnings(certificateNo: string | null, licenceNo: string | null): Warning[] {
  const certificate = parseCertificateNumber(certificateNo ?? '');
  const licence = parseLicenceNumber(licenceNo ?? '');
  if (!certificate.ok || !licence.ok) return [];
  return certificateOwnerWarnings(certificate.certificate, licence.licence).map((code) => ({ code, message: CERTIFICATE_MESSAGES[code] }));
}
