import { stat } from 'node:fs/promises';
import { expect } from 'chai';
import type { ImportProgress } from '../../../src/registry/import/import.model.js';
import type { RosterImportPayload } from '../../../src/registry/import/import.job.js';
import { BackgroundWorker } from '../../../src/platform/scheduling/index.js';
import type { Log } from '../../../src/platform/observability/index.js';
import { testDatabase } from '../../support/database.js';
import { bureauContext, importBench } from './import-bench.js';
import { factCount } from './registry-facts.js';
import { appraiser, institution, writeRosterFile } from './roster-builder.js';

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} } as unknown as Log;

describe('a large roster', () => {
  const db = testDatabase();
  const bench = importBench(db);
  const actor = bureauContext('44').actor;
  let file = '';

  before(async () => {
    // Padding that compresses badly makes a small roster a large file.
    const noise = () => Array.from({ length: 100 }, () => Math.random().toString(36).slice(2)).join('');
    const people = Array.from({ length: 3000 }, (_, index) => appraiser({
      姓名: `王${String.fromCharCode(0x4e00 + index)}`, 执业证号: `4401210${String(index).padStart(5, '0')}`, 备注: noise(),
    }));
    file = await writeRosterFile(bench.folder, { title: '数据截止：2025年12月31日', institutions: [institution()], appraisers: people });
    expect((await stat(file)).size).to.be.greaterThan(2_000_000);
  });

  const submit = () => bench.service.submit(bureauContext('44'), { path: file, originalName: 'r.xlsx', mode: 'commit', onError: 'abort' });
  const report = (id: string) => bench.service.report(db.sql, actor, id);

  it('is answered at once as queued, and runs as a job whose progress can be followed', async () => {
    const queued = await submit();
    expect(queued.status).to.equal('queued');
    expect(await factCount(db.sql)).to.equal(0);
    const job = bench.service.job();
    const seen: ImportProgress[] = [];
    const watched = { ...job, run: (context: Parameters<typeof job.run>[0]) => job.run({ ...context, progress: async (state) => { seen.push(state as ImportProgress); await context.progress(state); } }) };
    await new BackgroundWorker({ db: db.database, log: quiet }, [watched]).wake();
    const done = await report(queued.id);
    expect(done.status).to.equal('done');
    expect(done.errors).to.deep.equal([]);
    expect(done.committed).to.equal(true);
    expect(done.appraisers).to.deep.equal({ read: 3000, accepted: 3000, rejected: 0, unchanged: 0 });
    expect(seen.at(-1)).to.deep.equal({ done: 3001, total: 3001 });
    const author = await db.sql.row<{ name: string }>('SELECT DISTINCT recorded_by AS name FROM certificate');
    expect(author?.name).to.equal('bureau-44');
  });

  it('begins again after its process was killed in the middle, and is not carried out twice when it had just finished', async () => {
    const queued = await submit();
    const before = await factCount(db.sql);
    const stored = await db.sql.row<{ payload: RosterImportPayload; job: string }>(
      'SELECT j.payload, j.id AS job FROM roster_import r JOIN background_job j ON j.id = r.job_id WHERE r.id = $1', [queued.id]);
    const job = bench.service.job();
    const attempt = (stopAt: number | null) => job.run({
      id: stored!.job, payload: stored!.payload, attempt: 1, lastProgress: null, signal: new AbortController().signal, db: db.database,
      progress: async (state) => { if (stopAt !== null && (state as ImportProgress).total !== null) throw new Error('killed'); },
    });
    const killed: unknown = await attempt(1).catch((error: unknown) => error);
    expect(killed).to.be.instanceOf(Error).with.property('message', 'killed');
    expect((await report(queued.id)).status).to.equal('queued');
    await attempt(null);
    await attempt(null);
    const done = await report(queued.id);
    expect(done.status).to.equal('done');
    expect(done.appraisers.unchanged).to.equal(3000);
    expect(await factCount(db.sql)).to.equal(before);
    const entries = await db.sql.row<{ n: number }>(`SELECT count(*)::int AS n FROM ledger_entry WHERE subject_kind = 'roster-import' AND subject_id = $1`, [queued.id]);
    expect(entries?.n).to.equal(1);
  });
});
