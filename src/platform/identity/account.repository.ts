import { problems } from '../problem.js';
import type { Sql, Tx } from '../database/sql.js';

export interface AccountRow {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly role: string;
  readonly divisionCode: string | null;
  readonly institutionId: string | null;
  readonly status: 'pending' | 'active' | 'disabled';
  readonly mustChangePassword: boolean;
  readonly passwordChangedAt: Date;
  readonly failedAttempts: number;
  readonly lockedUntil: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly authorisedBy: string | null;
  readonly version: number;
}

const COLUMNS = `id, username, display_name AS "displayName", password_hash AS "passwordHash", role, division_code AS "divisionCode",
  institution_id AS "institutionId", status, must_change_password AS "mustChangePassword", password_changed_at AS "passwordChangedAt",
  failed_attempts AS "failedAttempts", locked_until AS "lockedUntil", created_at AS "createdAt", created_by AS "createdBy",
  authorised_by AS "authorisedBy", version`;

export class AccountRepository {
  byUsername(sql: Sql, username: string): Promise<AccountRow | null> {
    return sql.row(`SELECT ${COLUMNS} FROM account WHERE username = $1`, [username]);
  }

  byId(sql: Sql, id: string): Promise<AccountRow | null> {
    return sql.row(`SELECT ${COLUMNS} FROM account WHERE id = $1`, [id]);
  }

  /** Accounts by user name, one more than asked for so that the caller sees whether more follow. */
  list(sql: Sql, filter: { role?: string; status?: string }, after: string | null, limit: number): Promise<AccountRow[]> {
    return sql.rows(`SELECT ${COLUMNS} FROM account
      WHERE ($1::text IS NULL OR role = $1) AND ($2::text IS NULL OR status = $2) AND ($3::text IS NULL OR username > $3)
      ORDER BY username LIMIT $4`, [filter.role ?? null, filter.status ?? null, after, limit + 1]);
  }

  /** @returns false when the user name is taken */
  async insert(tx: Tx, account: AccountRow): Promise<boolean> {
    return await tx.run(`INSERT INTO account (id, username, display_name, password_hash, role, division_code, institution_id, status,
        must_change_password, password_changed_at, created_at, created_by, authorised_by)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (username) DO NOTHING`,
    [account.id, account.username, account.displayName, account.passwordHash, account.role, account.divisionCode, account.institutionId,
      account.status, account.mustChangePassword, account.passwordChangedAt, account.createdAt, account.createdBy, account.authorisedBy]) === 1;
  }

  /**
   * Changes an account when nobody else has since.
   * @throws Problem `version-conflict` (412)
   */
  async update(tx: Tx, id: string, expectedVersion: number, change: {
    status?: AccountRow['status']; authorisedBy?: string; passwordHash?: string; passwordChangedAt?: Date; mustChangePassword?: boolean; unlock?: boolean;
  }): Promise<void> {
    const touched = await tx.run(`UPDATE account SET
        status = coalesce($3, status), authorised_by = coalesce($4, authorised_by), password_hash = coalesce($5, password_hash),
        password_changed_at = coalesce($6, password_changed_at), must_change_password = coalesce($7, must_change_password),
        failed_attempts = CASE WHEN $8 THEN 0 ELSE failed_attempts END, locked_until = CASE WHEN $8 THEN NULL ELSE locked_until END,
        version = version + 1
      WHERE id = $1 AND version = $2`,
    [id, expectedVersion, change.status ?? null, change.authorisedBy ?? null, change.passwordHash ?? null, change.passwordChangedAt ?? null,
      change.mustChangePassword ?? null, change.unlock ?? false]);
    if (touched === 0) throw problems['version-conflict']();
  }

  /**
   * Counts an attempt before the password is looked at, so that attempts made at the same moment cannot pass the limit together.
   * @returns false when the account is locked
   */
  async beginAttempt(sql: Sql, id: string, now: Date, maxFailures: number, lockedUntil: Date): Promise<boolean> {
    const row = await sql.row<{ ok: boolean }>(`UPDATE account SET
        failed_attempts = CASE WHEN locked_until <= $2 THEN 1 ELSE failed_attempts + 1 END,
        locked_until = CASE
          WHEN locked_until <= $2 THEN NULL
          WHEN failed_attempts + 1 >= $3 THEN $4::timestamptz
          ELSE locked_until END
      WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $2) RETURNING true AS ok`, [id, now, maxFailures, lockedUntil]);
    return row !== null;
  }

  /** A right password clears the count. @param newHash of the same password, when the stored one was made with weaker parameters */
  async endAttempt(sql: Sql, id: string, newHash: string | null): Promise<void> {
    await sql.run('UPDATE account SET failed_attempts = 0, locked_until = NULL, password_hash = coalesce($2, password_hash) WHERE id = $1', [id, newHash]);
  }
}
