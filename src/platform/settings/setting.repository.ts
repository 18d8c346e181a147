import type { Sql, Tx } from '../database/sql.js';

/** A value that differs, or once differed, from the default. */
export interface StoredSetting { readonly key: string; readonly value: unknown; readonly version: number; readonly changedAt: Date }

/** One change of a setting. */
export interface SettingChange {
  readonly key: string;
  readonly version: number;
  /** Null when the default was in force before. */
  readonly oldValue: unknown;
  readonly newValue: unknown;
  readonly reason: string;
  readonly changedAt: Date;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly requestId: string;
}

const COLUMNS = 'key, value, version, changed_at AS "changedAt"';

export function storedSettings(sql: Sql): Promise<StoredSetting[]> {
  return sql.rows(`SELECT ${COLUMNS} FROM setting`);
}

/** The stored value, locked against other changes until the transaction ends. */
export function lockSetting(tx: Tx, key: string): Promise<StoredSetting | null> {
  return tx.row(`SELECT ${COLUMNS} FROM setting WHERE key = $1 FOR UPDATE`, [key]);
}

/** Notes the change. Answers false when this version was already written by somebody else. */
export async function insertChange(tx: Tx, change: SettingChange): Promise<boolean> {
  return 1 === await tx.run(
    `INSERT INTO setting_history (key, version, old_value, new_value, reason, changed_at, actor_id, actor_name, request_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [change.key, change.version, change.oldValue === null ? null : JSON.stringify(change.oldValue), JSON.stringify(change.newValue),
      change.reason, change.changedAt, change.actorId, change.actorName, change.requestId]);
}

export async function putSetting(tx: Tx, setting: StoredSetting): Promise<void> {
  await tx.run(
    `INSERT INTO setting (key, value, version, changed_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version, changed_at = excluded.changed_at`,
    [setting.key, JSON.stringify(setting.value), setting.version, setting.changedAt]);
}

/** Changes of one setting, newest first, from before the given version. */
export function changesOf(sql: Sql, key: string, beforeVersion: number | null, limit: number): Promise<SettingChange[]> {
  return sql.rows(
    `SELECT key, version, old_value AS "oldValue", new_value AS "newValue", reason, changed_at AS "changedAt",
            actor_id AS "actorId", actor_name AS "actorName", request_id AS "requestId"
       FROM setting_history WHERE key = $1 AND ($2::int IS NULL OR version < $2) ORDER BY version DESC LIMIT $3`,
    [key, beforeVersion, limit]);
}
