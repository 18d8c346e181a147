import { expect } from 'chai';
import { ANONYMOUS, systemContext, type RequestContext } from '../../../src/platform/context.js';
import type { Handled } from '../../../src/platform/http/route.js';
import type { LedgerEvent } from '../../../src/platform/ledger/index.js';
import type { Problem } from '../../../src/platform/problem.js';
import { BackgroundJobs, defineBackgroundJob, jobHistoryCleanup, schedulingRoutes } from '../../../src/platform/scheduling/index.js';
import { testDatabase } from '../../support/database.js';

const importing = defineBackgroundJob({ kind: 'spec.import', leaseSeconds: 60, maxAttempts: 1, run: async () => null });

describe('the routes of jobs', () => {
  const db = testDatabase();
  const clerk: RequestContext = { ...systemContext('clerk'), actor: { ...ANONYMOUS, kind: 'account', id: 'account-1', name: 'clerk' } };
  const operator: RequestContext = {
    ...clerk, actor: { ...clerk.actor, id: 'account-2', name: 'operator', permissions: new Set(['jobs:read']), scope: { kind: 'nation' } },
  };
  const written: LedgerEvent[] = [];
  const call = (id: string, context: RequestContext, request: object) => {
    const ledger = { append: async (_tx: unknown, _context: RequestContext, event: LedgerEvent) => { written.push(event); return ''; } };
    const route = schedulingRoutes({ database: db.database, jobs: [jobHistoryCleanup()], backgroundJobs: new BackgroundJobs(), ledger }).find((each) => each.id === id)!;
    return route.handler({ context, params: {}, query: {}, body: {}, ...request } as Handled<object, object, object>);
  };
  const refusal = (work: Promise<unknown>): Promise<Problem> =>
    work.then(() => { throw new Error('was expected to be refused'); }, (error: Problem) => error);

  it('page through the runs, newest first and none twice, also of those that began in one microsecond', async () => {
    await db.sql.run(
      `INSERT INTO job_run (name, bucket, status, attempts, max_attempts, started_at, finished_at)
       SELECT 'spec.hourly', 'b' || lpad(n::text, 2, '0'), 'succeeded', 1, 3, timestamptz '2026-03-05 00:00:00.000123+08' + (n / 3) * interval '1 microsecond', now()
         FROM generate_series(1, 10) n`);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const reply = (await call('listJobRuns', operator, { query: { name: 'spec.hourly', limit: 3, ...(cursor ? { cursor } : {}) } })).body as { items: { bucket: string }[]; nextCursor: string | null };
      seen.push(...reply.items.map((item) => item.bucket));
      cursor = reply.nextCursor;
    } while (cursor !== null);
    expect(seen).to.deep.equal(['b10', 'b09', 'b08', 'b07', 'b06', 'b05', 'b04', 'b03', 'b02', 'b01']);
    const failed = (await call('listJobRuns', operator, { query: { status: 'failed' } })).body as { items: unknown[] };
    expect(failed.items).to.deep.equal([]);
  });

  it('show what runs by itself and when', async () => {
    const reply = (await call('listJobs', operator, {})).body as { items: object[] };
    expect(reply.items).to.deep.equal([{ name: 'platform.job-history-cleanup', title: '清理过期的任务执行记录', cron: '20 3 * * *', maxAttempts: 3 }]);
  });

  it('show a background job to whoever asked for it and to the operator, and let only the former call it off', async () => {
    const id = await db.tx((tx) => new BackgroundJobs().enqueue(tx, clerk, importing, {}));
    const stranger: RequestContext = { ...operator, actor: { ...operator.actor, permissions: new Set() } };
    const provincial: RequestContext = { ...operator, actor: { ...operator.actor, scope: { kind: 'division', prefix: '44' } } };
    expect((await refusal(call('getBackgroundJob', stranger, { params: { id } }))).status).to.equal(404);
    expect((await refusal(call('getBackgroundJob', provincial, { params: { id } }))).status).to.equal(404);
    expect((await call('getBackgroundJob', operator, { params: { id } })).body).to.deep.include({ id, status: 'queued', progress: null });
    expect((await refusal(call('cancelBackgroundJob', operator, { params: { id } }))).status).to.equal(404);
    expect((await call('cancelBackgroundJob', clerk, { params: { id } })).body).to.deep.include({ id, status: 'cancelled' });
    expect(written.map((event) => [event.action, event.subject.id])).to.deep.equal([['platform.background-job.cancelled', id]]);
  });
});
