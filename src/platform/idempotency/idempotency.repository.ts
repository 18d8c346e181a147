import type { Sql } from '../database/sql.js';

/** One request under way: the owner is unique to this attempt. */
export interface IdempotencyToken { readonly actor: string; readonly key: string; readonly owner: string }

export interface NewEntry extends IdempotencyToken {
  readonly digest: Buffer;
  readonly now: Date;
  readonly leaseUntil: Date;
  readonly expiresAt: Date;
}

export interface StoredEntry {
  readonly digest: Buffer;
  readonly status: 'in-progress' | 'done';
  readonly leaseUntil: Date;
  readonly responseStatus: number | null;
  readonly responseHeaders: Readonly<Record<string, string>> | null;
  readonly responseBody: Buffer | null;
}

export interface EntryResponse { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer | null }

/**
 * Takes the key when it is free: never used, expired, or left behind by a process that died on the very same request.
 * Answers whether it was.
 */
export async function takeKey(sql: Sql, entry: NewEntry): Promise<boolean> {
  return 1 === await sql.run(
    `INSERT INTO idempotency_key AS held (actor, key, request_digest, status, owner, lease_until, created_at, expires_at)
     VALUES ($1, $2, $3, 'in-progress', $4, $5, $6, $7)
     ON CONFLICT (actor, key) DO UPDATE
        SET request_digest = excluded.request_digest, status = excluded.status, owner = excluded.owner, lease_until = excluded.lease_until,
            response_status = NULL, response_headers = NULL, response_body = NULL,
            created_at = excluded.created_at, expires_at = excluded.expires_at
      WHERE held.expires_at <= $6
         OR (held.status = 'in-progress' AND held.lease_until <= $6 AND held.request_digest = excluded.request_digest)`,
    [entry.actor, entry.key, entry.digest, entry.owner, entry.leaseUntil, entry.now, entry.expiresAt]);
}

export function findKey(sql: Sql, actor: string, key: string): Promise<StoredEntry | null> {
  return sql.row(
    `SELECT request_digest AS digest, status, lease_until AS "leaseUntil", response_status AS "responseStatus",
            response_headers AS "responseHeaders", response_body AS "responseBody"
       FROM idempotency_key WHERE actor = $1 AND key = $2`, [actor, key]);
}

/** Keeps the response. Answers false when the key was meanwhile taken over. */
export async function completeKey(sql: Sql, token: IdempotencyToken, response: EntryResponse): Promise<boolean> {
  return 1 === await sql.run(
    `UPDATE idempotency_key SET status = 'done', response_status = $4, response_headers = $5, response_body = $6
      WHERE actor = $1 AND key = $2 AND owner = $3 AND status = 'in-progress'`,
    [token.actor, token.key, token.owner, response.status, JSON.stringify(response.headers), response.body]);
}

export async function releaseKey(sql: Sql, token: IdempotencyToken): Promise<void> {
  await sql.run(
    `DELETE FROM idempotency_key WHERE actor = $1 AND key = $2 AND owner = $3 AND status = 'in-progress'`, [token.actor, token.key, token.owner]);
}

/** Deletes up to `limit` expired keys and answers how many there were. */
export function deleteExpired(sql: Sql, now: Date, limit: number): Promise<number> {
  return sql.run(
    `DELETE FROM idempotency_key WHERE (actor, key) IN (
       SELECT actor, key FROM idempotency_key WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`, [now, limit]);
}
