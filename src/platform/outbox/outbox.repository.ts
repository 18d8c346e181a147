import type { Sql, Tx } from '../database/sql.js';

export interface NewMessage { readonly id: string; readonly topic: string; readonly payload: object; readonly createdAt: Date; readonly availableAt: Date }

export interface ClaimedMessage {
  readonly id: string;
  readonly topic: string;
  readonly payload: object;
  readonly createdAt: Date;
  readonly attempt: number;
}

/** A message that was given up. */
export interface DeadLetter {
  readonly id: string;
  readonly topic: string;
  readonly payload: object;
  readonly attempts: number;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly deadAt: Date;
}

export async function insertMessage(tx: Tx, message: NewMessage): Promise<void> {
  await tx.run('INSERT INTO outbox (id, topic, payload, created_at, available_at) VALUES ($1, $2, $3, $4, $5)',
    [message.id, message.topic, JSON.stringify(message.payload), message.createdAt, message.availableAt]);
}

/** Takes up to `limit` messages that are due; each comes up again at `hiddenUntil` unless it is settled before. */
export function claimMessages(
  sql: Sql, topics: readonly string[], owner: string, now: Date, hiddenUntil: Date, limit: number,
): Promise<ClaimedMessage[]> {
  return sql.rows(
    `UPDATE outbox SET attempts = attempts + 1, owner = $2, available_at = $4
      WHERE id IN (
        SELECT id FROM outbox
         WHERE delivered_at IS NULL AND dead_at IS NULL AND available_at <= $3 AND topic = ANY($1)
         ORDER BY available_at, id FOR UPDATE SKIP LOCKED LIMIT $5)
      RETURNING id, topic, payload, created_at AS "createdAt", attempts AS attempt`,
    [topics, owner, now, hiddenUntil, limit]);
}

export async function markDelivered(sql: Sql, id: string, owner: string, now: Date): Promise<boolean> {
  return 1 === await sql.run(
    `UPDATE outbox SET delivered_at = $3, owner = NULL, error = NULL WHERE id = $1 AND owner = $2 AND delivered_at IS NULL`, [id, owner, now]);
}

export async function markRetry(sql: Sql, id: string, owner: string, availableAt: Date, error: string): Promise<boolean> {
  return 1 === await sql.run(
    `UPDATE outbox SET available_at = $3, owner = NULL, error = $4 WHERE id = $1 AND owner = $2 AND delivered_at IS NULL`,
    [id, owner, availableAt, error]);
}

export async function markDead(sql: Sql, id: string, owner: string, now: Date, error: string): Promise<boolean> {
  return 1 === await sql.run(
    `UPDATE outbox SET dead_at = $3, owner = NULL, error = $4 WHERE id = $1 AND owner = $2 AND delivered_at IS NULL`, [id, owner, now, error]);
}

/** A page of dead letters, newest first, from after the given one. */
export function listDead(sql: Sql, after: { readonly deadAt: string; readonly id: string } | null, limit: number): Promise<(DeadLetter & { readonly position: string })[]> {
  // The position keeps the microseconds that a JavaScript date would lose.
  return sql.rows(
    `SELECT id, topic, payload, attempts, error, created_at AS "createdAt", dead_at AS "deadAt", dead_at::text AS position
       FROM outbox
      WHERE dead_at IS NOT NULL AND ($1::timestamptz IS NULL OR (dead_at, id) < ($1, $2::uuid))
      ORDER BY dead_at DESC, id DESC LIMIT $3`,
    [after?.deadAt ?? null, after?.id ?? null, limit]);
}

/** Puts a dead letter back to be delivered from `now` with a fresh count of attempts. */
export async function reviveDead(tx: Tx, id: string, now: Date): Promise<boolean> {
  return 1 === await tx.run('UPDATE outbox SET dead_at = NULL, attempts = 0, available_at = $2 WHERE id = $1 AND dead_at IS NOT NULL', [id, now]);
}

/** Messages whose last allowed attempt died without a word. */
export function killExhausted(sql: Sql, topics: readonly string[], maxAttempts: number, now: Date, error: string): Promise<{ id: string; topic: string }[]> {
  return sql.rows(
    `UPDATE outbox SET dead_at = $3, owner = NULL, error = coalesce(error, $4)
      WHERE delivered_at IS NULL AND dead_at IS NULL AND available_at <= $3 AND attempts >= $2 AND topic = ANY($1)
      RETURNING id, topic`, [topics, maxAttempts, now, error]);
}

export function deleteDelivered(sql: Sql, deliveredBefore: Date): Promise<number> {
  return sql.run('DELETE FROM outbox WHERE delivered_at < $1', [deliveredBefore]);
}

/** How many messages wait, and since when the oldest one is due. */
export async function pending(sql: Sql): Promise<{ readonly waiting: number; readonly oldestDueAt: Date | null }> {
  const row = await sql.row<{ waiting: number; oldestDueAt: Date | null }>(
    `SELECT count(*) AS waiting, min(available_at) AS "oldestDueAt" FROM outbox WHERE delivered_at IS NULL AND dead_at IS NULL`);
  return row ?? { waiting: 0, oldestDueAt: null };
}
