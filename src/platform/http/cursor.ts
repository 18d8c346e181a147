import { createHash } from 'node:crypto';
import { problems } from '../problem.js';

/** A page of a list: design §4.2. */
export interface Page<T> { readonly items: readonly T[]; readonly nextCursor: string | null }

/** Position after which the next page starts: the values of the sort columns of the last row shown. */
export type Position = readonly (string | number | null)[];

const MAX_CURSOR_LENGTH = 1000;

/**
 * Writes a cursor that only fits the query it came from.
 * @param query what identifies the query: route id and all its filters, without `cursor` and `limit`
 */
export function encodeCursor(query: unknown, position: Position): string {
  const text = JSON.stringify(position);
  return Buffer.from(`${fingerprint(query, text)}${text}`, 'utf8').toString('base64url');
}

/**
 * Reads a cursor back.
 * @returns null when no cursor was given
 * @throws Problem `invalid-cursor` (400) when it was changed or belongs to another query
 */
export function decodeCursor(query: unknown, cursor: string | undefined, length: number): Position | null {
  if (cursor === undefined) return null;
  const refuse = () => problems['invalid-cursor']({ errors: [{ pointer: '?cursor', code: 'invalid-cursor', message: '分页游标无效或不属于本次查询' }] });
  if (cursor.length > MAX_CURSOR_LENGTH || !/^[A-Za-z0-9_-]+$/.test(cursor)) throw refuse();
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.toString('base64url') !== cursor) throw refuse();
  const decoded = bytes.toString('utf8');
  const text = decoded.slice(16);
  if (decoded.slice(0, 16) !== fingerprint(query, text)) throw refuse();
  const position: unknown = JSON.parse(text);
  if (!Array.isArray(position) || position.length !== length) throw refuse();
  return position as Position;
}

/** Cuts a result that was fetched with one row too many into a page. */
export function page<T>(query: unknown, rows: readonly T[], limit: number, position: (row: T) => Position): Page<T> {
  if (rows.length <= limit) return { items: rows, nextCursor: null };
  const items = rows.slice(0, limit);
  return { items, nextCursor: encodeCursor(query, position(items[items.length - 1]!)) };
}

/** Catches mistakes, not attackers: the values are only ever used as parameters of the same query. */
function fingerprint(query: unknown, text: string): string {
  return createHash('sm3').update(JSON.stringify(query)).update('\u0000').update(text).digest('hex').slice(0, 16);
}
