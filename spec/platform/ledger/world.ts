import { createSm2Signer, generateSm2PrivateKeyPem } from '../../../src/platform/crypto/index.js';
import type { PublicKeyRecord } from '../../../src/platform/crypto/index.js';
import { systemContext } from '../../../src/platform/context.js';
import { LedgerService } from '../../../src/platform/ledger/index.js';
import type { LedgerEvent, LedgerKeys } from '../../../src/platform/ledger/index.js';
import type { TestDatabase } from '../../support/database.js';

export const NOW = new Date('2026-05-01T08:00:00.123Z');

/** Keys in memory. */
export function testKeys(): LedgerKeys & { readonly publicKeyPem: string; readonly records: PublicKeyRecord[] } {
  const signer = createSm2Signer(generateSm2PrivateKeyPem());
  const record: PublicKeyRecord = {
    id: signer.keyId, algorithm: signer.algorithm, publicKeyPem: signer.publicKeyPem, validFrom: '2026-01-01T00:00:00.000Z', validTo: null,
  };
  return {
    publicKeyPem: signer.publicKeyPem, records: [record],
    signer: () => signer, publicKey: (id) => (id === signer.keyId ? record : null),
  };
}

export function event(index: number, overrides: Partial<LedgerEvent> = {}): LedgerEvent {
  return { action: 'registry.licence.issued', subject: { kind: 'licence', id: `4401180${index}` }, divisionCode: '440105', change: { index, name: '某鉴定所' }, ...overrides };
}

/** A ledger over a test database, with the acts that its specs have in common. */
export function ledgerWorld(db: TestDatabase) {
  const keys = testKeys();
  const context = systemContext('spec', NOW);
  const service = (): LedgerService => new LedgerService(db.database, keys);
  return {
    keys, context, service,
    append: (count: number, overrides: Partial<LedgerEvent> = {}): Promise<string[]> =>
      db.tx((tx) => service().appendMany(tx, context, Array.from({ length: count }, (_, index) => event(index, overrides)))),
    /** Does what only the owner of the tables can do. */
    async tamper(...statements: string[]): Promise<void> {
      await db.tx(async (tx) => {
        for (const table of ['ledger_entry', 'ledger_block']) await tx.run(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
        for (const statement of statements) await tx.run(statement);
        for (const table of ['ledger_entry', 'ledger_block']) await tx.run(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
      });
    },
    /** An empty ledger, whose entries are numbered from 1. */
    clear: (): Promise<void> => db.tx(async (tx) => {
      for (const table of ['ledger_entry', 'ledger_block']) await tx.run(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
      await tx.run('TRUNCATE ledger_entry, ledger_block, ledger_pending');
      for (const table of ['ledger_entry', 'ledger_block']) await tx.run(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
      await tx.run('ALTER SEQUENCE ledger_entry_seq RESTART');
    }),
  };
}
