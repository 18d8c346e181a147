import type { Sql, Tx } from '../database/sql.js';

export interface ClientRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: string[];
  readonly status: 'active' | 'revoked';
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly revokedAt: Date | null;
  readonly version: number;
}

const COLUMNS = 'id, name, scopes, status, created_at AS "createdAt", created_by AS "createdBy", revoked_at AS "revokedAt", version';

export class ClientRepository {
  /** @returns false when the id is taken */
  async insert(tx: Tx, client: { id: string; name: string; secretHash: string; scopes: readonly string[]; now: Date; by: string }): Promise<boolean> {
    return await tx.run(`INSERT INTO api_client (id, name, secret_hash, scopes, created_at, created_by)
      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`, [client.id, client.name, client.secretHash, client.scopes, client.now, client.by]) === 1;
  }

  byId(sql: Sql, id: string): Promise<ClientRow | null> {
    return sql.row(`SELECT ${COLUMNS} FROM api_client WHERE id = $1`, [id]);
  }

  secretOf(sql: Sql, id: string): Promise<{ secretHash: string; scopes: string[] } | null> {
    return sql.row(`SELECT secret_hash AS "secretHash", scopes FROM api_client WHERE id = $1 AND status = 'active'`, [id]);
  }

  list(sql: Sql, after: string | null, limit: number): Promise<ClientRow[]> {
    return sql.rows(`SELECT ${COLUMNS} FROM api_client WHERE ($1::text IS NULL OR id > $1) ORDER BY id LIMIT $2`, [after, limit + 1]);
  }

  /** Revokes the client and every token of it. @returns false when it was not active at that version */
  async revoke(tx: Tx, id: string, version: number, now: Date): Promise<boolean> {
    const touched = await tx.run(`UPDATE api_client SET status = 'revoked', revoked_at = $3, version = version + 1
      WHERE id = $1 AND version = $2 AND status = 'active'`, [id, version, now]);
    await tx.run('UPDATE api_token SET revoked_at = $2 WHERE client_id = $1 AND revoked_at IS NULL', [id, now]);
    return touched === 1;
  }

  async insertToken(sql: Sql, token: { id: string; clientId: string; digest: Buffer; scopes: readonly string[]; now: Date; expiresAt: Date }): Promise<void> {
    await sql.run('INSERT INTO api_token (id, client_id, token_digest, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [token.id, token.clientId, token.digest, token.scopes, token.now, token.expiresAt]);
  }

  /** The client behind a live token. */
  byTokenDigest(sql: Sql, digest: Buffer, now: Date): Promise<{ clientId: string; scopes: string[] } | null> {
    return sql.row(`SELECT t.client_id AS "clientId", t.scopes FROM api_token t JOIN api_client c ON c.id = t.client_id
      WHERE t.token_digest = $1 AND t.revoked_at IS NULL AND t.expires_at > $2 AND c.status = 'active'`, [digest, now]);
  }

  /** Ends one token of the client; a second time is no error (RFC 7009). */
  async revokeToken(sql: Sql, clientId: string, digest: Buffer, now: Date): Promise<void> {
    await sql.run('UPDATE api_token SET revoked_at = $3 WHERE client_id = $1 AND token_digest = $2 AND revoked_at IS NULL', [clientId, digest, now]);
  }
}
