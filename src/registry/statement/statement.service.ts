import type { RequestContext } from '../../platform/context.js';
import { verifySm2, type KeyStore } from '../../platform/crypto/index.js';
import type { Sql, Tx } from '../../platform/database/sql.js';
import { newId } from '../../platform/id.js';
import type { LedgerService } from '../../platform/ledger/index.js';
import type { SignedStatement, StatementKind, StatementRow } from './statement.model.js';
import type { StatementRepository } from './statement.repository.js';

/** Signs answers so that they can be checked without this service, and keeps what it signed. */
export class StatementService {
  constructor(
    private readonly statements: StatementRepository,
    private readonly keys: KeyStore,
    private readonly ledger: LedgerService,
  ) {}

  /**
   * Signs and stores a statement; the request that led to it is in the ledger.
   * @param content members of the payload beside id, time and key
   */
  async issue(tx: Tx, context: RequestContext, kind: StatementKind, content: Readonly<Record<string, unknown>>, subjectId: string): Promise<SignedStatement> {
    const signer = this.keys.signer();
    const id = newId();
    const issuedAt = context.now;
    const payload = JSON.stringify({
      type: `hengjian.${kind}`, version: 1, id, issuedAt: issuedAt.toISOString(), algorithm: signer.algorithm, publicKeyId: signer.keyId, ...content,
    });
    const signature = signer.sign(Buffer.from(payload, 'utf8'));
    const row: StatementRow = { id, kind, issuedAt, payload, signature, keyId: signer.keyId };
    await this.statements.insert(tx, { ...row, requestedBy: context.actor.name });
    await this.ledger.append(tx, context, { action: `registry.${kind}.stated`, subject: { kind: 'statement', id }, change: { about: subjectId } });
    return this.present(row);
  }

  byId(sql: Sql, id: string): Promise<StatementRow | null> {
    return this.statements.byId(sql, id);
  }

  /** Whether the stored text still carries a right signature of one of our keys. */
  isAuthentic(row: StatementRow): boolean {
    const key = this.keys.publicKeys().find((candidate) => candidate.id === row.keyId);
    return key !== undefined && verifySm2(Buffer.from(row.payload, 'utf8'), row.signature, key.publicKeyPem);
  }

  present(row: StatementRow): SignedStatement {
    const key = this.keys.publicKeys().find((candidate) => candidate.id === row.keyId);
    return {
      id: row.id, issuedAt: row.issuedAt.toISOString(), payload: row.payload, signature: row.signature.toString('base64'),
      publicKeyId: row.keyId, publicKeyPem: key?.publicKeyPem ?? '',
    };
  }
}
