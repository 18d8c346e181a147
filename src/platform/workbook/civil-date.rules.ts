/** Dates as people type them into workbooks. A civil date is the text `YYYY-MM-DD`; no time zone takes part anywhere. */

import type { Cell } from './cell.js';
import { foldWidth, refused } from './cell-text.rules.js';
import type { CellReading } from './cell-text.rules.js';

export interface YearMonth { readonly year: number; readonly month: number }

/** Serial numbers without a date format are taken for dates only in this range (1954-10-03 … 2119-01-11). */
const BARE_SERIAL = { from: 20_000, to: 80_000 };
/** 9999-12-31. */
const LAST_SERIAL = 2_958_465;
const DAYS_1904 = 1_462;
const FIRST_YEAR = 1800;
const LAST_YEAR = 9999;

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** `YYYY-MM-DD`, or null when the calendar has no such day. */
export function civilDate(year: number, month: number, day: number): string | null {
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/**
 * The civil date of an Excel serial number (its whole part). Null for what Excel cannot date, and for serial 60: Excel
 * counts a 29 February 1900 that never was (kept from Lotus 1-2-3), so that days before it are off by one.
 */
export function civilDateOfSerial(serial: number, date1904 = false): string | null {
  const whole = Math.floor(serial) + (date1904 ? DAYS_1904 : 0);
  if (!Number.isFinite(whole) || whole < 1 || whole > LAST_SERIAL || (whole === 60 && !date1904)) return null;
  return civilDateOfEpochDay(whole < 60 ? whole - 25_568 : whole - 25_569);
}

/** The Excel serial number (1900 system) of a civil date; null when it is none or lies before 1900-01-01. */
export function serialOfCivilDate(date: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (civilDate(year, month, day) === null || year < 1900) return null;
  const serial = epochDayOf(year, month, day) + 25_569;
  return serial <= 60 ? serial - 1 : serial;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant's days_from_civil). */
function epochDayOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** Inverse of `epochDayOf` (Hinnant's civil_from_days). */
function civilDateOfEpochDay(epochDay: number): string | null {
  const z = epochDay + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return civilDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1);
}

const DATE_FORMS = [
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/,
  /^(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]?$/,
  /^(\d{4})()(\d{2})(\d{2})$/,
];
/** A midnight that an export has appended to a date. */
const MIDNIGHT = /[T ]0?0:00(:00(\.0+)?)?Z?$/i;

/**
 * The civil date of a cell: a date cell, a bare serial number (20000–80000), `2024-03-05`, `2024/3/5`, `2024.03.05`,
 * `2024年3月5日`, `20240305`, in any width and with stray spaces. A time of day other than midnight is not a civil date.
 * @param date1904 how bare serial numbers of this workbook count
 */
export function parseCivilDate(cell: Cell, date1904 = false): CellReading<string> {
  switch (cell.kind) {
    case 'empty': return refused('empty');
    case 'formula': return refused('formula-not-allowed');
    case 'error': return refused('error-value');
    case 'date': return cell.value.length === 10 ? { ok: true, value: cell.value } : refused('unrecognised-date');
    case 'number': return bareNumberDate(cell.value, date1904);
    case 'text': return textDate(cell.value);
    default: return refused('unrecognised-date');
  }
}

function bareNumberDate(value: number, date1904: boolean): CellReading<string> {
  if (!Number.isInteger(value)) return refused('unrecognised-date');
  if (value >= BARE_SERIAL.from && value <= BARE_SERIAL.to) {
    const date = civilDateOfSerial(value, date1904);
    return date === null ? refused('unrecognised-date') : { ok: true, value: date };
  }
  return /^\d{8}$/.test(String(value)) ? textDate(String(value)) : refused('unrecognised-date');
}

function textDate(text: string): CellReading<string> {
  const compact = compactDateText(text);
  if (compact === '') return refused('empty');
  for (const form of DATE_FORMS) {
    const match = form.exec(compact);
    if (!match) continue;
    const date = civilDate(Number(match[1]), Number(match[3]), Number(match[4]));
    return date === null ? refused('nonexistent-date') : { ok: true, value: date };
  }
  return refused('unrecognised-date');
}

function compactDateText(text: string): string {
  return foldWidth(text.replace(/[\u200B-\u200F\u2060\uFEFF]/g, '').replace(/\u3000/g, ' ')).trim()
    .replace(MIDNIGHT, '').replace(/[。．]/g, '.').replace(/[‐‑‒–—−]/g, '-').replace(/\s+/g, '');
}

const MONTH_FORMS = [/^(\d{4})[-/.](\d{1,2})$/, /^(\d{4})年(\d{1,2})月?$/, /^(\d{4})(\d{2})$/];

/**
 * The month of a cell: `1972.08`, `1957-07`, `1972/8`, `1972年8月`, `197208`, or anything that `parseCivilDate` takes (its
 * day is dropped). The number 1972.1 is refused: Excel stores 1972.10 and 1972.1 alike.
 */
export function parseYearMonth(cell: Cell, date1904 = false): CellReading<YearMonth> {
  if (cell.kind === 'number' && !Number.isInteger(cell.value)) return decimalMonth(cell.value);
  if (cell.kind === 'number' && cell.value >= 100_000 && cell.value <= 999_999) return textMonth(String(cell.value)) ?? refused('nonexistent-date');
  if (cell.kind === 'text') {
    const month = textMonth(compactDateText(cell.value));
    if (month !== null) return month;
  }
  const date = parseCivilDate(cell, date1904);
  return date.ok ? { ok: true, value: { year: Number(date.value.slice(0, 4)), month: Number(date.value.slice(5, 7)) } } : date;
}

function textMonth(compact: string): CellReading<YearMonth> | null {
  for (const form of MONTH_FORMS) {
    const match = form.exec(compact);
    if (match) return yearMonth(Number(match[1]), Number(match[2]));
  }
  return null;
}

function decimalMonth(value: number): CellReading<YearMonth> {
  const match = /^(\d{4})\.(\d{1,2})$/.exec(String(value));
  if (!match) return refused('unrecognised-date');
  return match[2] === '1' ? refused('ambiguous-month') : yearMonth(Number(match[1]), Number(match[2]));
}

function yearMonth(year: number, month: number): CellReading<YearMonth> {
  return civilDate(year, month, 1) === null ? refused('nonexistent-date') : { ok: true, value: { year, month } };
}
