/** How text typed by people becomes text that can be compared and stored. */

import type { Cell } from './cell.js';

/** A value, or why the cell has none; `message` is for the person who filled the cell in. */
export type CellReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: CellRefusal; readonly message: string };

export type CellRefusal =
  | 'empty' | 'formula-not-allowed' | 'error-value' | 'control-characters'
  | 'number-not-exact' | 'unrecognised-text' | 'unrecognised-date' | 'nonexistent-date' | 'ambiguous-month';

const MESSAGES: Readonly<Record<CellRefusal, string>> = {
  'empty': '单元格为空',
  'formula-not-allowed': '单元格是公式，请改为填写数值或文字',
  'error-value': '单元格是错误值',
  'control-characters': '含有不可见的控制字符',
  'number-not-exact': '数字过长或带小数，已失去精度，请将单元格设为文本后重新填写',
  'unrecognised-text': '内容无法识别为文字或编号',
  'unrecognised-date': '日期无法识别，请按 2024-03-05 的形式填写',
  'nonexistent-date': '日期不存在',
  'ambiguous-month': '年月以数字存储时无法区分 1 月与 10 月，请按 1972-10 的形式填写',
};

export function refused(code: CellRefusal): { readonly ok: false; readonly code: CellRefusal; readonly message: string } {
  return { ok: false, code, message: MESSAGES[code] };
}

/** Zero-width characters, soft hyphen and byte order mark: nobody sees them, so nobody means them. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFEFF]/g;
/** Spaces of every width, tabs included, but not line breaks. */
const HORIZONTAL_SPACE = /[\t\v\f \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]+/g;
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;
const FULL_WIDTH_ALPHANUMERIC = /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g;
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
/** C0 without tab and line breaks, DEL, C1 without NEL, bidirectional overrides and isolates, non-characters. */
const CONTROL = new RegExp('[\\u0000-\\u0008\\u000E-\\u001F\\u007F-\\u0084\\u0086-\\u009F\\u202A-\\u202E\\u2066-\\u2069\\uFFFE\\uFFFF]');

/** True for characters that hide or reorder text and have no place in a record. Tabs and line breaks are not among them. */
export function hasControlCharacters(text: string): boolean {
  return CONTROL.test(text);
}

/** Full-width Latin letters, digits and punctuation (`Ａ１（`) to half width. Other compatibility forms stay as they are. */
export function foldWidth(text: string): string {
  return text.replace(FULL_WIDTH, halfWidth);
}

function halfWidth(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
}

/**
 * Text on one line as it is stored: invisible characters dropped, runs of any spaces, tabs and line breaks made one
 * space, ends trimmed, full-width letters and digits made half-width. Chinese punctuation (`（，：`) is kept, because it
 * belongs to names; compare with `comparableText`. Idempotent.
 */
export function normalizeText(text: string): string {
  return normalizeLines(text).replace(/\n+/g, ' ');
}

/** Like `normalizeText`, but line breaks stay (as `\n`), each line trimmed and empty lines dropped. Idempotent. */
export function normalizeLines(text: string): string {
  return text.replace(INVISIBLE, '').replace(LINE_BREAK, '\n').replace(HORIZONTAL_SPACE, ' ')
    .replace(/ *\n[ \n]*/g, '\n').replace(/^[ \n]+|[ \n]+$/g, '').replace(FULL_WIDTH_ALPHANUMERIC, halfWidth);
}

/** A key for comparing what people typed: no spaces at all, all half width, upper case. Never stored or shown. */
export function comparableText(text: string): string {
  return foldWidth(text.replace(INVISIBLE, '').replace(/\s+/g, '')).toUpperCase();
}

/** Text of a cell of any kind but formula and error value; numbers as they would be read aloud (no exponent when whole). */
export function cellText(cell: Cell): CellReading<string> {
  switch (cell.kind) {
    case 'empty': return refused('empty');
    case 'formula': return refused('formula-not-allowed');
    case 'error': return refused('error-value');
    case 'boolean': return { ok: true, value: cell.value ? 'TRUE' : 'FALSE' };
    case 'date': return { ok: true, value: cell.value };
    case 'number': return { ok: true, value: wholeNumberText(cell.value) ?? String(cell.value) };
    case 'text': {
      if (hasControlCharacters(cell.value)) return refused('control-characters');
      const value = normalizeText(cell.value);
      return value === '' ? refused('empty') : { ok: true, value };
    }
  }
}

/**
 * A number or code (licence number, credit code, telephone): half width, upper case, without any spaces. A number cell
 * gives its exact digits; one of more than 15 digits or with a fraction is refused, since Excel keeps 15 digits and
 * silently replaces the rest by zeros. Leading zeros that Excel has dropped cannot be known here.
 */
export function identifierText(cell: Cell): CellReading<string> {
  switch (cell.kind) {
    case 'empty': return refused('empty');
    case 'formula': return refused('formula-not-allowed');
    case 'error': return refused('error-value');
    case 'number': {
      const value = wholeNumberText(cell.value);
      return value === null ? refused('number-not-exact') : { ok: true, value };
    }
    case 'text': {
      if (hasControlCharacters(cell.value)) return refused('control-characters');
      const value = comparableText(cell.value);
      return value === '' ? refused('empty') : { ok: true, value };
    }
    default: return refused('unrecognised-text');
  }
}

const EXCEL_PRECISION = 1e15;

function wholeNumberText(value: number): string | null {
  return Number.isInteger(value) && Math.abs(value) < EXCEL_PRECISION ? (value === 0 ? '0' : String(value)) : null;
}
