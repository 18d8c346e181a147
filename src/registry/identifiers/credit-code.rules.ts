/** 统一社会信用代码, GB 32100-2015, and the 组织机构代码 inside it, GB 11714-1997. */

export interface CreditCode {
  readonly code: string;
  /** 登记管理部门 and 机构类别: 34 司法鉴定机构, 12 事业单位, 52 民办非企业, 91 企业 … */
  readonly registration: string;
  readonly divisionCode: string;
  readonly organisationCode: string;
}

export type CreditCodeFault = 'format' | 'check-digit' | 'organisation-check-digit';
export type CreditCodeAnswer = { readonly ok: true; readonly creditCode: CreditCode } | { readonly ok: false; readonly fault: CreditCodeFault };

const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** 3^i mod 31. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Reads a unified social credit code; full width, spaces and small letters are accepted. */
export function parseCreditCode(text: string): CreditCodeAnswer {
  const code = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return { ok: false, fault: 'format' };
  if (creditCodeCheck(code) !== code[17]) return { ok: false, fault: 'check-digit' };
  const organisationCode = code.slice(8, 17);
  if (organisationCodeCheck(organisationCode) !== organisationCode[8]) return { ok: false, fault: 'organisation-check-digit' };
  return { ok: true, creditCode: { code, registration: code.slice(0, 2), divisionCode: code.slice(2, 8), organisationCode } };
}

/** The check character that belongs to the first seventeen characters. */
export function creditCodeCheck(code: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * CHARACTERS.indexOf(code[index]!), 0);
  return CHARACTERS[(31 - sum % 31) % 31]!;
}

/** The check character that belongs to the first eight characters of an organisation code; letters count A = 10 … Z = 35. */
export function organisationCodeCheck(code: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, index) => total + weight * Number.parseInt(code[index]!, 36), 0);
  const check = 11 - sum % 11;
  if (check === 11) return '0';
  return check === 10 ? 'X' : String(check);
}

/** Whether the text is an organisation code with a right check character; a dash before it is accepted. */
export function isOrganisationCode(text: string): boolean {
  const code = text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  return /^[0-9A-Z]{8}[0-9X]$/.test(code) && organisationCodeCheck(code) === code[8];
}
