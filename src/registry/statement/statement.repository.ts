import type { Sql, Tx } from '../../platform/database/sql.js';
import type { StatementRow } from './statement.model.js';

export class StatementRepository {
  async insert(tx: Tx, statement: StatementRow & { requestedBy: string }): Promise<void> {
    await tx.run(`INSERT INTO statement (id, kind, issued_at, payload, signature, algorithm, key_id, requested_by)
      VALUES ($1, $2, $3, $4, $5, 'SM2-SM3', $6, $7)`,
    [statement.id, statement.kind, statement.issuedAt, statement.payload, statement.signature, statement.keyId, statement.requestedBy]);
  }

  byId(sql: Sql, id: string): Promise<StatementRow | null> {
    return sql.row('SELECT id, kind, issued_at AS "issuedAt", payload, signature, key_id AS "keyId" FROM statement WHERE id = $1', [id]);
  }
}
