import type { Sql, Tx } from '../database/sql.js';

/** A file that belongs to a record. */
export interface StoredFile {
  readonly id: string;
  /** SM3 of the content, 64 hexadecimal digits. */
  readonly digest: string;
  readonly algorithm: 'SM3';
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
  readonly originalName: string;
  readonly ownerKind: string;
  readonly ownerId: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

const COLUMNS = `id, encode(digest, 'hex') AS digest, algorithm, size, media_type AS "mediaType", original_name AS "originalName",
  owner_kind AS "ownerKind", owner_id AS "ownerId", created_by AS "createdBy", created_at AS "createdAt"`;

export async function insertFile(tx: Tx, file: StoredFile): Promise<void> {
  await tx.run(
    `INSERT INTO stored_file (id, digest, algorithm, size, media_type, original_name, owner_kind, owner_id, created_by, created_at)
     VALUES ($1, decode($2, 'hex'), $3, $4, $5, $6, $7, $8, $9, $10)`,
    [file.id, file.digest, file.algorithm, file.size, file.mediaType, file.originalName, file.ownerKind, file.ownerId, file.createdBy, file.createdAt]);
}

export function findFile(sql: Sql, id: string): Promise<StoredFile | null> {
  return sql.row(`SELECT ${COLUMNS} FROM stored_file WHERE id = $1 AND deleted_at IS NULL`, [id]);
}

/** Files of one record, oldest first. */
export function filesOf(sql: Sql, ownerKind: string, ownerId: string): Promise<StoredFile[]> {
  return sql.rows(
    `SELECT ${COLUMNS} FROM stored_file WHERE owner_kind = $1 AND owner_id = $2 AND deleted_at IS NULL ORDER BY created_at, id`, [ownerKind, ownerId]);
}

export async function markDeleted(tx: Tx, id: string, now: Date): Promise<boolean> {
  return 1 === await tx.run('UPDATE stored_file SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL', [id, now]);
}

/** Whether a record that is not deleted has this content. */
export async function isContentInUse(sql: Sql, digest: string): Promise<boolean> {
  return null !== await sql.row(`SELECT 1 FROM stored_file WHERE digest = decode($1, 'hex') AND deleted_at IS NULL LIMIT 1`, [digest]);
}
