import { expect } from 'chai';
import { ANONYMOUS, systemContext, type RequestContext } from '../../../src/platform/context.js';
import { createLogger } from '../../../src/platform/observability/index.js';
import type { Problem} from '../../../src/platform/problem.js';
import { problems } from '../../../src/platform/problem.js';
import {
  BackgroundJobs, BackgroundWorker, defineBackgroundJob, type BackgroundJob, type BackgroundJobContext, type BackgroundJobDefinition,
} from '../../../src/platform/scheduling/index.js';
import { testDatabase } from '../../support/database.js';
import { gate, ManualTime } from './manual-time.js';

const log = createLogger({ level: 'silent' });
const NOON = '2026-03-05T12:00:00+08:00';

interface Import { readonly rows: number }

describe('background jobs', () => {
  const db = testDatabase();
  const service = new BackgroundJobs();
  const clerk: RequestContext = { ...systemContext('clerk', new Date(NOON)), actor: { ...ANONYMOUS, kind: 'account', id: 'account-1', name: 'clerk' } };
  beforeEach(async () => { await db.sql.run('DELETE FROM background_job'); });

  const importJob = (run: (context: BackgroundJobContext<Import>) => Promise<unknown>): BackgroundJobDefinition<Import, unknown> =>
    defineBackgroundJob({ kind: 'spec.import', leaseSeconds: 60, maxAttempts: 2, run });
  const worker = (job: BackgroundJobDefinition<Import, unknown>, time = new ManualTime(NOON), concurrency = 1): BackgroundWorker =>
    new BackgroundWorker({ db: db.database, log, timekeeper: time, concurrency }, [job]);
  const ask = (job: BackgroundJobDefinition<Import, unknown>, rows = 3): Promise<string> => db.tx((tx) => service.enqueue(tx, clerk, job, { rows }));
  const look = (id: string): Promise<BackgroundJob> => service.get(db.sql, clerk, id);

  it('is done with its payload and shows progress and result to whoever asked for it', async () => {
    const seen: unknown[] = [];
    const job = importJob(async ({ payload, progress, id }) => {
      await progress({ read: 1 });
      seen.push((await look(id)).progress, (await look(id)).status);
      return { accepted: payload.rows };
    });
    const id = await ask(job, 7);
    expect((await look(id)).status).to.equal('queued');
    await worker(job).wake();
    expect(seen).to.deep.equal([{ read: 1 }, 'running']);
    const done = await look(id);
    expect([done.status, done.result, done.error, done.attempts]).to.deep.equal(['done', { accepted: 7 }, null, 1]);
  });

  it('is not there when the transaction that asked for it was undone', async () => {
    const job = importJob(async () => null);
    await db.tx(async (tx) => { await service.enqueue(tx, clerk, job, { rows: 1 }); throw new Error('undo'); }).catch(() => null);
    expect(await db.sql.rows('SELECT id FROM background_job')).to.deep.equal([]);
  });

  it('is not there for anybody else, except for who looks after all of them', async () => {
    const id = await ask(importJob(async () => null));
    const other: RequestContext = { ...clerk, actor: { ...clerk.actor, id: 'account-2' } };
    const problem = await service.get(db.sql, other, id).catch((error: unknown) => error as Problem);
    expect((problem as Problem).code).to.equal('background-job-not-found');
    expect((await service.get(db.sql, other, id, true)).id).to.equal(id);
  });

  it('ten jobs and four workers: each job is done once', async () => {
    const done: string[] = [];
    const job = importJob(async ({ id }) => { done.push(id); return null; });
    const ids = await Promise.all(Array.from({ length: 10 }, () => ask(job)));
    await Promise.all([worker(job).wake(), worker(job).wake(), worker(job, new ManualTime(NOON), 2).wake()]);
    expect([...done].sort()).to.deep.equal([...ids].sort());
  });

  it('survives the death of its process: another one resumes it from the progress when the lease has run out', async () => {
    const began = gate();
    const forever = gate();
    const id = await ask(importJob(async () => null));
    const dead = worker(importJob(async ({ progress }) => { await progress({ rows: 2 }); began.open(); await forever.opened; return 'of the dead'; })).wake();
    await began.opened;
    const time = new ManualTime(NOON);
    let resumedFrom: unknown = null;
    const successor = worker(importJob(async ({ lastProgress, attempt }) => { resumedFrom = [lastProgress, attempt]; return 'of the living'; }), time);
    await successor.wake();
    expect(resumedFrom).to.equal(null);
    time.pass(61);
    await successor.wake();
    expect(resumedFrom).to.deep.equal([{ rows: 2 }, 2]);
    forever.open();
    await dead;
    expect((await look(id)).result).to.equal('of the living');
  });

  it('fails when its processes die at every attempt', async () => {
    const id = await ask(importJob(async () => null));
    await db.sql.run(`UPDATE background_job SET status = 'running', attempts = 2, owner = 'gone', lease_until = $1`, [new Date(NOON)]);
    const time = new ManualTime(NOON);
    time.pass(1);
    await worker(importJob(async () => { throw new Error('must not run'); }), time).wake();
    const failed = await look(id);
    expect([failed.status, failed.error?.code]).to.deep.equal(['failed', 'internal']);
  });

  it('a problem of the content is final and told in full', async () => {
    const job = importJob(async () => { throw problems['unprocessable']({ detail: '第 3 行有误', errors: [{ pointer: '/3', code: 'bad', message: '有误' }] }); });
    const id = await ask(job);
    await worker(job).wake();
    const failed = await look(id);
    expect(failed.status).to.equal('failed');
    expect(failed.error).to.deep.equal({ code: 'unprocessable', title: '请求无法处理', detail: '第 3 行有误', errors: [{ pointer: '/3', code: 'bad', message: '有误' }] });
  });

  it('an unexpected error is tried again after a pause, and told without its text', async () => {
    const time = new ManualTime(NOON);
    const job = importJob(async () => { throw new Error('SELECT secret FROM somewhere'); });
    const id = await ask(job);
    const one = worker(job, time);
    await one.wake();
    expect((await look(id)).status).to.equal('queued');
    time.pass(30);
    await one.wake();
    const failed = await look(id);
    expect([failed.status, failed.attempts, failed.error]).to.deep.equal(['failed', 2, { code: 'internal', title: '任务执行出错' }]);
  });

  describe('called off', () => {
    it('while it waits, is cancelled at once and never begins', async () => {
      const job = importJob(async () => { throw new Error('must not run'); });
      const id = await ask(job);
      expect((await db.tx((tx) => service.cancel(tx, clerk, id))).status).to.equal('cancelled');
      await worker(job).wake();
      expect((await look(id)).status).to.equal('cancelled');
    });

    it('while it runs, is told at the next sign of life and ends as cancelled', async () => {
      const time = new ManualTime(NOON);
      const began = gate();
      const job = importJob(({ signal }) => new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('whatever')));
        began.open();
      }));
      const id = await ask(job);
      const working = worker(job, time).wake();
      await began.opened;
      expect((await db.tx((tx) => service.cancel(tx, clerk, id))).cancelRequested).to.equal(true);
      time.pass(20);
      await working;
      expect((await look(id)).status).to.equal('cancelled');
    });

    it('after its end, is refused', async () => {
      const job = importJob(async () => null);
      const id = await ask(job);
      await worker(job).wake();
      const problem = await db.tx((tx) => service.cancel(tx, clerk, id)).catch((error: unknown) => error as Problem);
      expect((problem as Problem).code).to.equal('background-job-finished');
    });
  });

  it('a stop waits for it, and puts it back uncounted when the grace is over', async () => {
    const began = gate();
    const job = importJob(({ signal }) => new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      began.open();
    }));
    const id = await ask(job);
    const one = worker(job);
    one.start();
    await began.opened;
    await one.stop(0);
    const back = await look(id);
    expect([back.status, back.attempts]).to.deep.equal(['queued', 0]);
  });
});
