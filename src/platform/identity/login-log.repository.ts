import type { Sql } from '../database/sql.js';

export type LoginOutcome = 'success' | 'wrong-password' | 'unknown-account' | 'locked' | 'inactive' | 'client-success' | 'client-refused';

export interface LoginLogRow {
  readonly id: number;
  readonly at: Date;
  readonly username: string;
  readonly outcome: LoginOutcome;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export class LoginLogRepository {
  async append(sql: Sql, entry: { at: Date; username: string; outcome: LoginOutcome; ip: string | null; userAgent: string | null; requestId: string }): Promise<void> {
    await sql.run('INSERT INTO login_log (at, username, outcome, ip, user_agent, request_id) VALUES ($1, $2, $3, $4, $5, $6)',
      [entry.at, entry.username, entry.outcome, entry.ip, entry.userAgent, entry.requestId]);
  }

  list(sql: Sql, filter: { username?: string; outcome?: string }, before: number | null, limit: number): Promise<LoginLogRow[]> {
    return sql.rows(`SELECT id, at, username, outcome, ip, user_agent AS "userAgent" FROM login_log
      WHERE ($1::text IS NULL OR username = $1) AND ($2::text IS NULL OR outcome = $2) AND ($3::bigint IS NULL OR id < $3)
      ORDER BY id DESC LIMIT $4`, [filter.username ?? null, filter.outcome ?? null, before, limit + 1]);
  }
}
