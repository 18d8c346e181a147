import { mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { CheckpointFolder } from '../../../src/platform/ledger/index.js';
import { testService } from '../../support/service.js';

describe('checkpoints kept outside the database', () => {
  const service = testService();
  let folder: string;
  before(async () => { folder = await mkdtemp(path.join(tmpdir(), 'hengjian-checkpoints-')); });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are one file a civil day, the newest of the day', async () => {
    const checkpoints = new CheckpointFolder(path.join(folder, 'new'));
    expect(await checkpoints.latest()).to.equal(null);
    const at = (instant: string, blockNo: number) => ({ blockNo, blockHash: '00', entries: 1, at: instant, algorithm: 'SM2-SM3', keyId: 'k', signature: 's' });
    await checkpoints.save(at('2026-03-05T15:00:00.000Z', 1));
    await checkpoints.save(at('2026-03-05T15:30:00.000Z', 2));
    // Half an hour later it is tomorrow in China.
    await checkpoints.save(at('2026-03-05T16:00:00.000Z', 3));
    expect((await readdir(path.join(folder, 'new'))).sort()).to.deep.equal(['2026-03-05.json', '2026-03-06.json']);
    expect((await checkpoints.latest())!.blockNo).to.equal(3);
  });

  it('show by themselves that the tail of the ledger was cut off', async () => {
    const auditor = await service.token('auditor');
    const verify = async () => (await service.api.post('/ledger/verification', { token: auditor, json: {} })).body;
    await service.api.post('/ledger/seal', { token: auditor });
    await service.token('sysadmin');
    await service.api.post('/ledger/seal', { token: auditor });
    const checkpoint = (await service.api.get('/ledger/checkpoint', { token: auditor })).body as never;
    await new CheckpointFolder(path.join(service.dataDir, 'checkpoints')).save(checkpoint);
    expect((await verify())['ok']).to.equal(true);

    // Somebody with the database's password removes the newest block with all that hangs on it.
    await service.db.tx(async (tx) => {
      await tx.run(`SET LOCAL session_replication_role = replica`);
      const { number, first } = (await tx.row<{ number: number; first: number }>('SELECT number, first_seq AS first FROM ledger_block ORDER BY number DESC LIMIT 1'))!;
      await tx.run('DELETE FROM ledger_block WHERE number = $1', [number]);
      await tx.run('DELETE FROM ledger_entry WHERE seq >= $1', [first]);
      await tx.run('DELETE FROM ledger_pending');
    });
    const report = await verify();
    expect(report['ok']).to.equal(false);
    expect((report['findings'] as unknown as { kind: string }[]).map((finding) => finding.kind)).to.include('tail-truncated');
  });
});
