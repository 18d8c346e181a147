/** 公民身份号码, GB 11643-1999. */
import { parseCivilDate } from '../../platform/calendar/index.js';
import type { CivilDate } from '../../platform/calendar/index.js';

export interface ResidentId {
  /** Eighteen characters, the last one a digit or X. */
  readonly number: string;
  /** Division of the first registration; it may have been abolished since. */
  readonly divisionCode: string;
  readonly birthDate: CivilDate;
  /** GB/T 2261.1: 1 male (odd sequence number), 2 female. */
  readonly sex: '1' | '2';
}

export type ResidentIdFault = 'format' | 'province' | 'birth-date' | 'check-digit';
export type ResidentIdAnswer = { readonly ok: true; readonly id: ResidentId } | { readonly ok: false; readonly fault: ResidentIdFault };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';
/** GB/T 2260 province codes; 83 heads the numbers of residence permits for residents of Taiwan. */
const PROVINCES = new Set(('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83').split(' '));

/** Reads an ID number; full width, spaces and a small x are accepted. The county is not looked up: many have been abolished. */
export function parseResidentId(text: string): ResidentIdAnswer {
  const number = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return { ok: false, fault: 'format' };
  if (!PROVINCES.has(number.slice(0, 2))) return { ok: false, fault: 'province' };
  const birthDate = parseCivilDate(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`);
  if (birthDate === null || birthDate < '1850-01-01') return { ok: false, fault: 'birth-date' };
  if (residentIdCheck(number) !== number[17]) return { ok: false, fault: 'check-digit' };
  return { ok: true, id: { number, divisionCode: number.slice(0, 6), birthDate, sex: Number(number[16]) % 2 === 1 ? '1' : '2' } };
}

/** The check character that belongs to the first seventeen digits (GB 11643 with ISO 7064 MOD 11-2). */
export function residentIdCheck(number: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return CHECK[sum % 11]!;
}
