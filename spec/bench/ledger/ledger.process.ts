import { createHash, hash } from 'node:crypto';
import { systemContext } from '../../../src/platform/context.js';
import { createSm2Signer, generateSm2PrivateKeyPem } from '../../../src/platform/crypto/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { LedgerService, type LedgerEvent } from '../../../src/platform/ledger/index.js';
import { requestEntries, visitEntries } from '../../../src/platform/ledger/entry-stream.js';
import { answer } from '../child.js';
import { median } from '../statistics.js';

const ENTRIES = 100_000;
const ENTRIES_A_COMMAND = 500;
const ROUNDS = 7;

export interface LedgerFigures {
  readonly entries: number;
  readonly bytesPerEntry: number;
  readonly verifyMs: number;
  /** SM3 of each entry's bytes by `createHash`, and by the faster one-shot `hash`. */
  readonly createHashMs: number;
  readonly oneShotMs: number;
}

/** Writes and seals a ledger, then verifies it and hashes the same bytes in turn. */
answer(async ({ url }: { url: string }): Promise<LedgerFigures> => {
  const database = new Database({ url, poolSize: 4, statementTimeoutMs: 60_000 });
  const signer = createSm2Signer(generateSm2PrivateKeyPem());
  const ledger = new LedgerService(database, {
    signer: () => signer,
    publicKey: (id) => (id === signer.keyId ? { id, algorithm: signer.algorithm, publicKeyPem: signer.publicKeyPem, validFrom: '2026-01-01T00:00:00.000Z', validTo: null } : null),
  });
  for (let written = 0; written < ENTRIES; written += ENTRIES_A_COMMAND) {
    const events = Array.from({ length: ENTRIES_A_COMMAND }, (_, index) => event(written + index));
    await database.transaction((tx) => ledger.appendMany(tx, systemContext('bench'), events));
  }
  await ledger.seal(new Date());
  await database.run('VACUUM ANALYZE ledger_entry');
  const bytes = await entryBytes(database);
  const times = { verify: [] as number[], createHash: [] as number[], oneShot: [] as number[] };
  for (let round = -1; round < ROUNDS; round++) {
    const verify = await timed(async () => {
      const report = await ledger.verify();
      if (!report.ok || report.entries !== ENTRIES || report.sealedEntries !== ENTRIES) throw new Error(`the ledger is not whole: ${JSON.stringify(report)}`);
    });
    const alone = await timed(async () => { for (const entry of bytes) createHash('sm3').update(entry).digest(); });
    const oneShot = await timed(async () => { for (const entry of bytes) hash('sm3', entry, 'buffer'); });
    if (round < 0) continue;
    times.verify.push(verify);
    times.createHash.push(alone);
    times.oneShot.push(oneShot);
  }
  await database.close();
  return {
    entries: bytes.length, bytesPerEntry: Math.round(bytes.reduce((sum, entry) => sum + entry.length, 0) / bytes.length),
    verifyMs: median(times.verify), createHashMs: median(times.createHash), oneShotMs: median(times.oneShot),
  };
});

/** The granting of a certificate, as the registry notes it. */
function event(index: number): LedgerEvent {
  return {
    action: 'registry.appraiser.certificate-granted', subject: { kind: 'appraiser', id: `01920000-0000-7000-8000-${String(index).padStart(12, '0')}` }, divisionCode: '440105',
    change: {
      version: 3, before: {}, after: { certificate: [{
        certificateNo: `4401180${String(index).padStart(5, '0')}`, numberFormat: 'twelve-digit', issuedOn: '2025-03-01', authority: '广东省司法厅', from: '2025-03-01', to: '2030-02-28',
      }] },
    },
  };
}

async function entryBytes(database: Database): Promise<Buffer[]> {
  return database.withClient(async (client) => {
    const entries: Buffer[] = [];
    await visitEntries(requestEntries(client, 0, Number.MAX_SAFE_INTEGER, ENTRIES), (_seq, _witness, bytes) => { entries.push(Buffer.from(bytes)); });
    return entries;
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
