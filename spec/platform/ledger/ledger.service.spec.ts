import { expect } from 'chai';
import { Problem } from '../../../src/platform/problem.js';
import { verifyInclusionProof } from '../../../src/platform/ledger/index.js';
import { testDatabase } from '../../support/database.js';
import { event, ledgerWorld, NOW } from './world.js';

describe('Ledger', () => {
  const db = testDatabase();
  const { append, clear, context, keys, service } = ledgerWorld(db);
  beforeEach(clear);

  async function rejection(work: Promise<unknown>): Promise<Error> {
    try {
      await work;
    } catch (error) {
      return error as Error;
    }
    throw new Error('it was not refused');
  }

  it('keeps an entry with the command and drops it with the command', async () => {
    await append(1);
    await rejection(db.tx(async (tx) => {
      await service().append(tx, context, event(2));
      throw new Error('command fails');
    }));
    const { items } = await service().list(db.sql, {}, null, 10);
    expect(items).to.have.length(1);
    expect(items[0]).to.deep.include({
      seq: 1, recordedAt: NOW.toISOString(), action: 'registry.licence.issued', subject: { kind: 'licence', id: '44011800' }, divisionCode: '440105',
      change: { index: 0, name: '某鉴定所' }, sealed: false, requestId: 'system:spec',
      actor: { kind: 'system', id: 'spec', name: 'spec', role: null },
    });
  });

  it('is refused every change by the database itself', async () => {
    await append(2);
    await service().seal(NOW);
    for (const statement of [
      "UPDATE ledger_entry SET action = 'x'", 'DELETE FROM ledger_entry', 'TRUNCATE ledger_entry',
      "UPDATE ledger_block SET key_id = 'x'", 'DELETE FROM ledger_block', 'TRUNCATE ledger_block',
    ]) expect((await rejection(db.sql.run(statement))).message, statement).to.match(/append-only/);
  });

  it('refuses a change that is not JSON', async () => {
    expect(await rejection(db.tx((tx) => service().append(tx, context, event(1, { change: { at: 1n } }))))).to.be.instanceOf(TypeError);
  });

  it('keeps thousands of entries of one import in their order', async () => {
    const ids = await append(5001);
    const stored = await db.sql.rows<{ id: string; witness_seq: number | null; seq: number }>('SELECT id, seq, witness_seq FROM ledger_entry ORDER BY seq');
    expect(stored.map((row) => row.id)).to.deep.equal(ids);
    expect(stored.every((row, index) => row.witness_seq === (index === 0 ? null : stored[index - 1]!.seq))).to.equal(true);
  });

  it('writes under every isolation level', async () => {
    for (const isolation of ['read committed', 'repeatable read', 'serializable'] as const) {
      await db.database.transaction((tx) => service().append(tx, context, event(1)), { isolation });
    }
    await service().seal(NOW);
    expect((await service().verify()).ok).to.equal(true);
  });

  it('seals in blocks that are chained and signed, and verifies', async () => {
    await append(5000);
    expect(await service().seal(NOW)).to.deep.equal({ blocks: 2, entries: 5000, busy: false, lost: [] });
    await append(3);
    expect(await service().seal(NOW)).to.deep.include({ blocks: 1, entries: 3 });
    expect(await service().seal(NOW)).to.deep.include({ blocks: 0, entries: 0 });
    await append(2);
    const progress: number[] = [];
    const report = await service().verify({ onProgress: ({ entries }) => progress.push(entries) });
    expect(report).to.deep.equal({ ok: true, blocks: 3, sealedEntries: 5003, entries: 5005, pending: 2, findings: [], findingsTotal: 0 });
    expect(progress[progress.length - 1]).to.equal(5005);
  });

  it('verifies while it is empty', async () => {
    expect(await service().verify()).to.deep.include({ ok: true, blocks: 0, entries: 0 });
    expect(await service().checkpoint(NOW)).to.equal(null);
  });

  it('verifies a part of its blocks', async () => {
    for (const count of [3, 2, 4]) {
      await append(count);
      await service().seal(NOW);
    }
    expect(await service().verify({ from: 2, to: 2 })).to.deep.include({ ok: true, blocks: 1, sealedEntries: 2, entries: 2 });
    expect(await service().verify({ from: 2 })).to.deep.include({ ok: true, blocks: 2, sealedEntries: 6 });
  });

  it('seals an entry that commits late in a later block, and verifies both', async () => {
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => { finish = resolve; });
    let written: () => void = () => undefined;
    const hasWritten = new Promise<void>((resolve) => { written = resolve; });
    const late = db.tx(async (tx) => {
      await service().append(tx, context, event(1));
      written();
      await held;
      await service().append(tx, context, event(2));
    });
    await hasWritten;
    await append(3);
    await service().seal(NOW);
    finish();
    await late;
    await append(1);
    await service().seal(NOW);
    const blocks = await db.sql.rows('SELECT first_seq, last_seq, entry_count FROM ledger_block ORDER BY number');
    expect(blocks).to.deep.equal([{ first_seq: 2, last_seq: 4, entry_count: 3 }, { first_seq: 1, last_seq: 6, entry_count: 3 }]);
    expect((await service().verify()).findings).to.deep.equal([]);
  });

  it('is sealed by one process at a time', async () => {
    await append(10);
    const reports = await Promise.all(Array.from({ length: 4 }, () => service().seal(NOW)));
    expect(reports.reduce((total, report) => total + report.entries, 0)).to.equal(10);
    expect((await service().verify()).ok).to.equal(true);
  });

  it('verifies while others write and seal', async () => {
    await append(3000);
    await service().seal(NOW);
    const [reports] = await Promise.all([
      Promise.all([service().verify(), service().verify()]),
      (async () => { for (let round = 0; round < 5; round++) { await append(50); await service().seal(NOW); } })(),
    ]);
    for (const report of reports) expect(report.findings).to.deep.equal([]);
  });

  it('proves an entry without the database', async () => {
    const ids = await append(11);
    await service().seal(NOW);
    for (const id of ids) {
      const proof = await service().inclusionProof(id);
      expect(proof.entry.id).to.equal(id);
      expect(verifyInclusionProof(JSON.parse(JSON.stringify(proof)), keys.publicKeyPem)).to.equal(true);
      expect(verifyInclusionProof({ ...proof, entry: { ...proof.entry, change: '{}' } }, keys.publicKeyPem)).to.equal(false);
      expect(verifyInclusionProof({ ...proof, block: { ...proof.block, sealedAt: new Date(0).toISOString() } }, keys.publicKeyPem)).to.equal(false);
    }
  });

  it('proves nothing that is unknown or not sealed', async () => {
    const [id] = await append(1);
    expect(await rejection(service().inclusionProof(id!))).to.be.instanceOf(Problem).with.property('code', 'ledger-entry-not-sealed');
    expect(await rejection(service().inclusionProof('0190a0b0-1111-7222-8333-444455556666'))).to.have.property('code', 'ledger-entry-not-found');
  });

  describe('as a list', () => {
    beforeEach(async () => {
      await append(3);
      await append(2, { action: 'registry.certificate.issued', subject: { kind: 'certificate', id: '1' }, divisionCode: '330102' });
    });

    it('is read page by page, newest first, without gap or repetition', async () => {
      const seqs: number[] = [];
      for (let after: Awaited<ReturnType<ReturnType<typeof service>['list']>>['next'] = null, pages = 0; pages === 0 || after !== null; pages++) {
        const page = await service().list(db.sql, {}, after, 2);
        seqs.push(...page.items.map((item) => item.seq));
        after = page.next;
      }
      expect(seqs).to.deep.equal([5, 4, 3, 2, 1]);
    });

    it('is narrowed by what was done, to what, by whom, where and when', async () => {
      const seqs = async (filter: Parameters<ReturnType<typeof service>['list']>[1]): Promise<number[]> =>
        (await service().list(db.sql, filter, null, 10)).items.map((item) => item.seq);
      expect(await seqs({ action: 'registry.certificate.issued' })).to.deep.equal([5, 4]);
      expect(await seqs({ subjectKind: 'licence', subjectId: '44011801' })).to.deep.equal([2]);
      expect(await seqs({ divisionPrefix: '4401' })).to.deep.equal([3, 2, 1]);
      expect(await seqs({ actorId: 'spec', actorName: 'spec', requestId: 'system:spec' })).to.have.length(5);
      expect(await seqs({ actorId: 'somebody else' })).to.deep.equal([]);
      expect(await seqs({ from: NOW })).to.have.length(5);
      expect(await seqs({ to: NOW })).to.deep.equal([]);
    });
  });
});
