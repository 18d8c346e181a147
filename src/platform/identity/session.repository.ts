import type { Sql, Tx } from '../database/sql.js';

export interface SessionRow {
  readonly id: string;
  readonly accountId: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export interface OpenSession {
  readonly id: string;
  readonly accountId: string;
  readonly username: string;
  readonly role: string;
  readonly divisionCode: string | null;
  readonly institutionId: string | null;
  readonly mustChangePassword: boolean;
  readonly passwordChangedAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

export type EndReason = 'logout' | 'forced' | 'password-changed' | 'account-disabled';

export class SessionRepository {
  async insert(sql: Sql, session: { id: string; accountId: string; digest: Buffer; now: Date; expiresAt: Date; ip: string | null; userAgent: string | null }): Promise<void> {
    await sql.run(`INSERT INTO session (id, account_id, token_digest, created_at, last_seen_at, expires_at, ip, user_agent)
      VALUES ($1, $2, $3, $4, $4, $5, $6, $7)`,
    [session.id, session.accountId, session.digest, session.now, session.expiresAt, session.ip, session.userAgent]);
  }

  /** The open session behind a token whose account is active. */
  byDigest(sql: Sql, digest: Buffer): Promise<OpenSession | null> {
    return sql.row(`SELECT s.id, s.account_id AS "accountId", a.username, a.role, a.division_code AS "divisionCode",
        a.institution_id AS "institutionId", a.must_change_password AS "mustChangePassword", a.password_changed_at AS "passwordChangedAt",
        s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt"
      FROM session s JOIN account a ON a.id = s.account_id
      WHERE s.token_digest = $1 AND s.ended_at IS NULL AND a.status = 'active'`, [digest]);
  }

  async touch(sql: Sql, id: string, now: Date): Promise<void> {
    await sql.run('UPDATE session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2', [id, now]);
  }

  /** @returns the ended session's account, or null when there was no such open session */
  end(sql: Sql, id: string, now: Date, reason: EndReason): Promise<{ accountId: string } | null> {
    return sql.row(`UPDATE session SET ended_at = $2, end_reason = $3 WHERE id = $1 AND ended_at IS NULL
      RETURNING account_id AS "accountId"`, [id, now, reason]);
  }

  endAllOf(tx: Tx, accountId: string, now: Date, reason: EndReason, except: string | null): Promise<number> {
    return tx.run(`UPDATE session SET ended_at = $2, end_reason = $3
      WHERE account_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $4`, [accountId, now, reason, except]);
  }

  /** Sessions that still work, most recently used first. */
  listOpen(sql: Sql, now: Date, idleSince: Date, after: { lastSeenAt: string; id: string } | null, limit: number): Promise<SessionRow[]> {
    return sql.rows(`SELECT s.id, s.account_id AS "accountId", a.username, a.display_name AS "displayName", a.role,
        s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", s.ip, s.user_agent AS "userAgent"
      FROM session s JOIN account a ON a.id = s.account_id
      WHERE s.ended_at IS NULL AND s.expires_at > $1 AND s.last_seen_at > $2 AND a.status = 'active'
        AND ($3::timestamptz IS NULL OR (s.last_seen_at, s.id) < ($3, $4::uuid))
      ORDER BY s.last_seen_at DESC, s.id DESC LIMIT $5`, [now, idleSince, after?.lastSeenAt ?? null, after?.id ?? null, limit + 1]);
  }
}
