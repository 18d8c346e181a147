import type { RequestContext } from '../context.js';
import { decodeCursor, page } from '../http/cursor.js';
import { ok, route, type Handled, type Reply, type RouteTable } from '../http/route.js';
import type { LedgerService } from '../ledger/index.js';
import type { BackgroundJob } from './background-job.js';
import type { BackgroundJobs } from './background-jobs.service.js';
import type { JobDefinition } from './job.js';
import { listRuns, type JobRun } from './job-run.repository.js';
import { BackgroundJobParams, BackgroundJobView, JobRunPage, JobRunsQuery, ScheduledJobList, type JobRunView } from './scheduling.dto.js';
import type { TransactionRunner } from './transaction-runner.js';

export interface SchedulingRoutesPorts {
  readonly database: TransactionRunner;
  readonly jobs: readonly JobDefinition[];
  readonly backgroundJobs: BackgroundJobs;
  readonly ledger: Pick<LedgerService, 'append'>;
}

const TAG = '后台任务';

/** What runs by itself and how it went, for the operator; background jobs for whoever asked for them. */
export function schedulingRoutes(ports: SchedulingRoutesPorts): RouteTable {
  return [
    route({
      method: 'GET', path: '/jobs', id: 'listJobs', summary: '定时任务', tag: TAG, access: { permission: 'jobs:read' },
      responses: [{ status: 200, description: '全部定时任务', body: ScheduledJobList }],
      handler: async () => ok({
        items: ports.jobs.map(({ name, title, cron, maxAttempts }) => ({ name, title, cron, maxAttempts })), nextCursor: null,
      }),
    }),
    route({
      method: 'GET', path: '/job-runs', id: 'listJobRuns', summary: '定时任务执行记录', tag: TAG, access: { permission: 'jobs:read' },
      query: JobRunsQuery, responses: [{ status: 200, description: '执行记录，新的在前', body: JobRunPage }],
      handler: (request) => runPage(ports, request),
    }),
    route({
      method: 'GET', path: '/background-jobs/:id', id: 'getBackgroundJob', summary: '后台任务进度', tag: TAG, access: 'authenticated',
      params: BackgroundJobParams, responses: [{ status: 200, description: '后台任务', body: BackgroundJobView }],
      handler: async ({ context, params }) => ok(jobView(await ports.backgroundJobs.get(ports.database, context, params.id, seesAll(context)))),
    }),
    route({
      method: 'POST', path: '/background-jobs/:id/cancellation', id: 'cancelBackgroundJob', summary: '取消后台任务', tag: TAG, access: 'authenticated',
      params: BackgroundJobParams, responses: [{ status: 200, description: '已取消或已请求取消', body: BackgroundJobView }],
      handler: async ({ context, params }) => ok(jobView(await ports.database.transaction(async (tx) => {
        // Looking on is not leave to interfere: only whoever asked for the work may call it off.
        const job = await ports.backgroundJobs.cancel(tx, context, params.id);
        await ports.ledger.append(tx, context, {
          action: 'platform.background-job.cancelled', subject: { kind: 'background-job', id: job.id }, divisionCode: null, change: { after: { kind: job.kind } },
        });
        return job;
      }))),
    }),
  ];
}

async function runPage(ports: SchedulingRoutesPorts, { query }: Handled<object, JobRunsQuery, object>): Promise<Reply> {
  const limit = query.limit ?? 50;
  const filter = { name: query.name ?? null, status: query.status ?? null };
  const from = ['listJobRuns', filter];
  const after = decodeCursor(from, query.cursor, 3);
  const position = after && { startedAt: String(after[0]), name: String(after[1]), bucket: String(after[2]) };
  const rows = await listRuns(ports.database, filter, position, limit + 1);
  const { items, nextCursor } = page(from, rows, limit, (row) => [row.position, row.name, row.bucket]);
  return ok({ items: items.map(runView), nextCursor });
}

function seesAll(context: RequestContext): boolean {
  return context.actor.permissions.has('jobs:read') && context.actor.scope.kind === 'nation';
}

function runView(run: JobRun): JobRunView {
  return {
    name: run.name, bucket: run.bucket, status: run.status, attempts: run.attempts, error: run.error,
    retryAt: run.retryAt?.toISOString() ?? null, startedAt: run.startedAt.toISOString(), finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}

/** A background job as whoever asked for it sees it. */
export function jobView(job: BackgroundJob): BackgroundJobView {
  return {
    id: job.id, kind: job.kind, status: job.status, progress: job.progress, result: job.result, error: job.error,
    cancelRequested: job.cancelRequested, createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null, finishedAt: job.finishedAt?.toISOString() ?? null,
  };
}
