/**
 * Numbers of licences and certificates: 司发通〔2010〕83号 (9 and 12 digits, structure inferred from numbers in use) and
 * 司发通[2001]019号 (7 digits, licences issued before 2010-04-12, kept as they are).
 */

/** 司法鉴定许可证号. */
export interface LicenceNumber {
  readonly number: string;
  readonly kind: 'current' | 'legacy';
  /** First two digits of the province's division code. */
  readonly province: string;
  /** Digits three and four of the prefecture's division code, 00 for the province; in legacy numbers set by the province. */
  readonly prefecture: string;
  /** Two digits of the year of registration; null in legacy numbers. */
  readonly year: string | null;
  /** Three digits. */
  readonly serial: string;
}

/** 司法鉴定人执业证号. */
export interface CertificateNumber {
  readonly number: string;
  readonly province: string;
  readonly prefecture: string;
  /** Two digits of the year of the person's own registration. */
  readonly year: string;
  /** The serial of the institution of that registration. */
  readonly institutionSerial: string;
  /** Three digits within that institution. */
  readonly serial: string;
}

export type NumberFault = 'format';
export type LicenceNumberAnswer = { readonly ok: true; readonly licence: LicenceNumber } | { readonly ok: false; readonly fault: NumberFault };
export type CertificateNumberAnswer =
  | { readonly ok: true; readonly certificate: CertificateNumber } | { readonly ok: false; readonly fault: NumberFault };

/** Why a number looks strange although its form is right. It warns; it does not block. */
export type NumberWarning = 'province-mismatch' | 'prefecture-mismatch' | 'institution-mismatch';

/** Municipalities have districts, not prefectures, so the digits of their numbers name none. */
const MUNICIPALITIES = new Set(['11', '12', '31', '50']);

/** Reads a licence number: PPCCYYIII, or the seven digits of before 2010. Full width and spaces are accepted. */
export function parseLicenceNumber(text: string): LicenceNumberAnswer {
  const number = digitsOf(text);
  if (/^\d{9}$/.test(number)) {
    return { ok: true, licence: {
      number, kind: 'current', province: number.slice(0, 2), prefecture: number.slice(2, 4), year: number.slice(4, 6), serial: number.slice(6) } };
  }
  if (/^\d{7}$/.test(number)) {
    return { ok: true, licence: {
      number, kind: 'legacy', province: number.slice(0, 2), prefecture: number.slice(2, 4), year: null, serial: number.slice(4) } };
  }
  return { ok: false, fault: 'format' };
}

/** Reads a certificate number: PPCCYYIIINNN. Full width and spaces are accepted. */
export function parseCertificateNumber(text: string): CertificateNumberAnswer {
  const number = digitsOf(text);
  if (!/^\d{12}$/.test(number)) return { ok: false, fault: 'format' };
  return { ok: true, certificate: {
    number, province: number.slice(0, 2), prefecture: number.slice(2, 4), year: number.slice(4, 6),
    institutionSerial: number.slice(6, 9), serial: number.slice(9) } };
}

/** Compares the place digits of a number with the division where the holder is. Province-level numbers (00) fit every prefecture. */
export function numberPlaceWarnings(number: LicenceNumber | CertificateNumber, divisionCode: string): NumberWarning[] {
  if (number.province !== divisionCode.slice(0, 2)) return ['province-mismatch'];
  if (number.prefecture === '00' || MUNICIPALITIES.has(number.province) || divisionCode.slice(2, 4) === '00') return [];
  // The province set the prefecture digits of legacy numbers itself.
  if ('kind' in number && number.kind === 'legacy') return [];
  return number.prefecture === divisionCode.slice(2, 4) ? [] : ['prefecture-mismatch'];
}

/**
 * Compares a certificate with the licence of its institution: its serial is part of the certificate's number. People who
 * moved from another institution may keep their number, so this only warns.
 */
export function certificateOwnerWarnings(certificate: CertificateNumber, licence: LicenceNumber): NumberWarning[] {
  if (certificate.province !== licence.province) return ['province-mismatch'];
  if (licence.kind === 'legacy') return [];
  return certificate.institutionSerial === licence.serial ? [] : ['institution-mismatch'];
}

function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '');
}
