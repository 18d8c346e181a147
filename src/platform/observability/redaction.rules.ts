import { EventEmitter } from 'node:events';

/** What takes the place of a withheld value. */
export const WITHHELD = '[已隐去]';

const MAX_DEPTH = 8;
const MAX_ITEMS = 100;

/** Names of fields whose value is never logged, compared without case, `_` and `-`. */
const PERSONAL_OR_SECRET =
  /password|passwd|secret|token|authorization|cookie|privatekey|totp|idnumber|idcard|idno$|phone|mobile|email|holder|birth|homeaddress/;

const ID_NUMBER = /(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])/g;
const MOBILE_NUMBER = /(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])/g;

/** Whether a field of this name holds personal data or a secret. */
export function isWithheldField(name: string): boolean {
  return PERSONAL_OR_SECRET.test(name.replace(/[_-]/g, '').toLowerCase());
}

/** The text with every resident ID number and mobile number cut down to its first and last digits. */
export function maskPersonalText(text: string): string {
  return text
    .replace(ID_NUMBER, (found) => `${found.slice(0, 4)}**********${found.slice(-4)}`)
    .replace(MOBILE_NUMBER, (found) => `${found.slice(0, 3)}****${found.slice(-4)}`);
}

/**
 * A copy of a log value fit to be written: withheld fields replaced, numbers of persons in texts masked, errors
 * reduced to what a defect needs, bytes and live objects (sockets, requests) only named, depth and length bounded.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskPersonalText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return describeError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof EventEmitter) return `[${value.constructor.name}]`;
  if (depth >= MAX_DEPTH) return '[…]';
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
    return value.length > MAX_ITEMS ? [...items, `… ${value.length - MAX_ITEMS}`] : items;
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) =>
    [name, isWithheldField(name) && item !== null && item !== undefined ? WITHHELD : redact(item, depth + 1)]));
}

/**
 * What is logged of an error. Drivers hang the offending row on their errors (`detail`, `parameters`), so only the
 * named members are taken over.
 */
export function describeError(error: Error, depth = 0): Readonly<Record<string, unknown>> {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    type: error.constructor.name,
    message: maskPersonalText(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    stack: maskPersonalText(error.stack ?? ''),
    ...(error.cause === undefined || depth >= MAX_DEPTH ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}
