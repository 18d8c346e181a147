import { expect } from 'chai';
import { createSm2Signer, generateSm2PrivateKeyPem } from '../../../src/platform/crypto/index.js';
import type { Finding } from '../../../src/platform/ledger/index.js';
import { blockHash } from '../../../src/platform/ledger/block.rules.js';
import { ledgerRepository } from '../../../src/platform/ledger/ledger.repository.js';
import { testDatabase } from '../../support/database.js';
import { ledgerWorld, NOW } from './world.js';

describe('A ledger that its owner has tampered with', () => {
  const db = testDatabase();
  const { append, clear, service, tamper } = ledgerWorld(db);
  let ids: string[];

  /** Entries 1–4, 5–8, 9–12 in blocks 1, 2, 3; 13 waits. */
  beforeEach(async () => {
    await clear();
    ids = [];
    for (let block = 0; block < 3; block++) {
      ids.push(...await append(4));
      await service().seal(NOW);
    }
    ids.push(...await append(1));
    expect((await service().verify()).findings).to.deep.equal([]);
  });

  const findings = async (): Promise<Pick<Finding, 'kind' | 'blockNo' | 'seq'>[]> =>
    (await service().verify()).findings.map(({ kind, blockNo, seq }) => ({ kind, blockNo, seq }));

  for (const [what, assignment] of Object.entries({
    'its change': `change = '{"index":99}'`,
    'its actor': `actor_name = 'somebody else'`,
    'the absence of a role': `actor_role = ''`,
    'its time': `recorded_at = recorded_at + interval '1 second'`,
    'its subject': `subject_id = '1'`,
    'its division': `division_code = NULL`,
  })) {
    it(`names an entry of which ${what} was changed`, async () => {
      await tamper(`UPDATE ledger_entry SET ${assignment} WHERE seq = 6`);
      const report = await service().verify();
      expect(report.ok).to.equal(false);
      expect(report.findings).to.have.length(1);
      expect(report.findings[0]).to.deep.include({ kind: 'entry-changed', blockNo: 2, seq: 6, entryId: ids[5] });
      expect(report.findings[0]!.expected).to.match(/^[0-9a-f]{64}$/).and.not.equal(report.findings[0]!.found);
    });
  }

  it('names an entry that was deleted', async () => {
    await tamper('DELETE FROM ledger_entry WHERE seq = 6');
    const report = await service().verify();
    expect(report.findings).to.have.length(1);
    expect(report.findings[0]).to.deep.include({ kind: 'entry-missing', blockNo: 2, seq: 6, entryId: ids[5], found: null });
  });

  it('names all entries that were deleted at the end', async () => {
    await tamper('DELETE FROM ledger_pending', 'DELETE FROM ledger_entry WHERE seq >= 11');
    expect(await findings()).to.deep.equal([
      { kind: 'entry-missing', blockNo: 3, seq: 11 }, { kind: 'entry-missing', blockNo: 3, seq: 12 },
    ]);
  });

  it('names two entries that were swapped', async () => {
    await tamper(
      'ALTER TABLE ledger_entry DROP CONSTRAINT IF EXISTS ledger_entry_seq_check',
      'UPDATE ledger_entry SET witness_seq = NULL, seq = -seq WHERE seq IN (6, 7)',
      'UPDATE ledger_entry SET seq = CASE seq WHEN -6 THEN 7 ELSE 6 END WHERE seq < 0',
    );
    const report = await service().verify();
    expect(report.findings.map(({ kind, seq, expected, found }) => ({ kind, seq, expected, found }))).to.deep.equal([
      { kind: 'entry-reordered', seq: 6, expected: ids[5], found: ids[6] },
      { kind: 'entry-reordered', seq: 7, expected: ids[6], found: ids[5] },
    ]);
  });

  it('names an entry that was slipped in', async () => {
    await tamper(
      'DELETE FROM ledger_entry WHERE seq = 6',
      `INSERT INTO ledger_entry SELECT 6, gen_random_uuid(), recorded_at, 5, actor_kind, actor_id, actor_name, actor_role, request_id, action,
         subject_kind, subject_id, division_code, change FROM ledger_entry WHERE seq = 7`,
      `INSERT INTO ledger_entry SELECT 500, gen_random_uuid(), recorded_at, 13, actor_kind, actor_id, actor_name, actor_role, request_id, action,
         subject_kind, subject_id, division_code, change FROM ledger_entry WHERE seq = 7`,
    );
    expect(await findings()).to.deep.equal([{ kind: 'entry-reordered', blockNo: 2, seq: 6 }, { kind: 'entry-unaccounted', blockNo: null, seq: 500 }]);
  });

  it('names an entry that was deleted before it was sealed', async () => {
    await tamper('DELETE FROM ledger_entry WHERE seq = 13');
    expect(await findings()).to.deep.equal([{ kind: 'entry-lost-unsealed', blockNo: null, seq: 13 }]);
    expect((await service().seal(NOW)).lost).to.deep.equal([13]);
  });

  it('names an entry that was deleted before it was sealed with all trace of it, by the witness of the next', async () => {
    await append(1);
    await tamper('DELETE FROM ledger_entry WHERE seq = 13', 'DELETE FROM ledger_pending WHERE entry_seq = 13');
    await service().seal(NOW);
    expect(await findings()).to.deep.equal([{ kind: 'entry-lost-unsealed', blockNo: null, seq: 13 }]);
  });

  it('names an entry that was kept from being sealed', async () => {
    await tamper('DELETE FROM ledger_pending WHERE entry_seq = 13');
    expect(await findings()).to.deep.equal([{ kind: 'entry-unaccounted', blockNo: null, seq: 13 }]);
  });

  it('names a block that was changed', async () => {
    for (const [assignment, back] of [
      [`sealed_at = '2020-01-01'`, `sealed_at = '${NOW.toISOString()}'`], ['last_seq = 9', 'last_seq = 8'], [`key_id = key_id || 'x'`, `key_id = rtrim(key_id, 'x')`],
    ]) {
      await tamper(`UPDATE ledger_block SET ${assignment} WHERE number = 2`);
      expect(await findings(), assignment).to.deep.equal([{ kind: 'block-changed', blockNo: 2, seq: null }]);
      await tamper(`UPDATE ledger_block SET ${back} WHERE number = 2`);
    }
    await tamper('UPDATE ledger_block SET merkle_root = block_hash WHERE number = 2');
    expect(await findings()).to.deep.equal([{ kind: 'block-changed', blockNo: 2, seq: null }, { kind: 'block-changed', blockNo: 2, seq: null }]);
  });

  it('names a block whose list of entries was changed along with an entry', async () => {
    await tamper(`UPDATE ledger_block SET leaf_list = overlay(leaf_list PLACING '\\xff'::bytea FROM 40) WHERE number = 2`);
    expect(await findings()).to.deep.equal([{ kind: 'block-changed', blockNo: 2, seq: null }, { kind: 'entry-changed', blockNo: 2, seq: 5 }]);
  });

  it('names a block whose signature was changed, the newest or another', async () => {
    for (const number of [3, 2]) {
      await tamper(`UPDATE ledger_block SET signature = set_byte(signature, 20, get_byte(signature, 20) # 1) WHERE number = ${number}`);
      expect(await findings(), `block ${number}`).to.deep.equal([{ kind: 'block-signature-invalid', blockNo: number, seq: null }]);
      await tamper(`UPDATE ledger_block SET signature = set_byte(signature, 20, get_byte(signature, 20) # 1) WHERE number = ${number}`);
    }
  });

  it('names a block that was deleted, and its entries', async () => {
    await tamper('DELETE FROM ledger_block WHERE number = 2');
    expect(await findings()).to.deep.equal([
      { kind: 'block-missing', blockNo: 2, seq: null }, ...[5, 6, 7, 8].map((seq) => ({ kind: 'entry-unaccounted', blockNo: null, seq })),
    ]);
  });

  it('names the blocks that somebody sealed anew with a key of their own', async () => {
    const forger = createSm2Signer(generateSm2PrivateKeyPem());
    const [block] = await ledgerRepository.blocks(db.sql, 2, 3, 1);
    const hash = blockHash({ ...block!, keyId: forger.keyId });
    await tamper(`UPDATE ledger_block SET key_id = '${forger.keyId}', block_hash = '\\x${hash.toString('hex')}',
      signature = '\\x${forger.sign(hash).toString('hex')}' WHERE number = 3`);
    expect(await findings()).to.deep.equal([{ kind: 'block-key-unknown', blockNo: 3, seq: null }]);
  });

  it('names the blocks that somebody re-chained without a key', async () => {
    const [block] = await ledgerRepository.blocks(db.sql, 1, 2, 1);
    const sealedAt = new Date(0);
    const hash = blockHash({ ...block!, sealedAt });
    await tamper(`UPDATE ledger_block SET sealed_at = '${sealedAt.toISOString()}', block_hash = '\\x${hash.toString('hex')}' WHERE number = 2`);
    expect(await findings()).to.deep.equal([{ kind: 'block-signature-invalid', blockNo: 2, seq: null }]);
  });

  describe('at its end', () => {
    const cutTail = (): Promise<void> => tamper(
      'DELETE FROM ledger_block WHERE number = 3', 'DELETE FROM ledger_entry WHERE seq > 8', 'DELETE FROM ledger_pending');

    it('shows the cut against a checkpoint', async () => {
      const checkpoint = await service().checkpoint(NOW);
      await cutTail();
      expect((await service().verify()).ok).to.equal(true);
      const report = await service().verify({ checkpoint: checkpoint! });
      expect(report.findings).to.have.length(1);
      expect(report.findings[0]).to.deep.include({ kind: 'tail-truncated', blockNo: 3 });
      expect(report.findings[0]!.detail).to.include('累计12条').and.include('累计8条');
    });

    it('shows a cut that was covered by sealing anew', async () => {
      const checkpoint = await service().checkpoint(NOW);
      await cutTail();
      await append(4);
      await service().seal(NOW);
      expect((await service().verify({ checkpoint: checkpoint! })).findings.map(({ kind, blockNo }) => ({ kind, blockNo })))
        .to.deep.equal([{ kind: 'block-changed', blockNo: 3 }]);
    });

    it('keeps to the checkpoint when nothing was cut and more was added', async () => {
      const checkpoint = await service().checkpoint(NOW);
      await append(2);
      await service().seal(NOW);
      expect((await service().verify({ checkpoint: checkpoint! })).ok).to.equal(true);
    });

    it('does not believe a checkpoint that was altered', async () => {
      const checkpoint = await service().checkpoint(NOW);
      const report = await service().verify({ checkpoint: { ...checkpoint!, blockNo: 2 } });
      expect(report.findings.map((finding) => finding.kind)).to.deep.equal(['checkpoint-invalid']);
    });
  });
});
