import { expect } from 'chai';
import { Health, Metrics, observabilityRoutes } from '../../../src/platform/observability/index.js';
import type { Handled } from '../../../src/platform/http/route.js';

const request = {} as Handled<object, object, object>;
const route = (id: string, health: Health, metrics: Metrics) => observabilityRoutes(health, metrics).find((each) => each.id === id)!;

describe('metrics', () => {
  it('count requests by route template, jobs, deliveries, ledger entries and connections', async () => {
    const metrics = new Metrics();
    metrics.observeRequest({ method: 'GET', route: '/public/institutions/:licenceNo', status: 200, seconds: 0.02 });
    metrics.countJob('ledger.seal', 'succeeded');
    metrics.countDelivery('notice', 'dead');
    metrics.countLedgerEntries(3);
    const pool = { totalCount: 5, idleCount: 2, waitingCount: 1 };
    metrics.watchPool('primary', pool);
    pool.waitingCount = 4;
    const { text, contentType } = await metrics.render();
    expect(contentType).to.contain('text/plain');
    for (const line of [
      'hengjian_http_request_duration_seconds_bucket{le="0.025",method="GET",route="/public/institutions/:licenceNo",status="200"} 1',
      'hengjian_job_runs_total{job="ledger.seal",outcome="succeeded"} 1',
      'hengjian_outbox_deliveries_total{topic="notice",outcome="dead"} 1',
      'hengjian_ledger_entries_total 3',
      'hengjian_database_connections{pool="primary",state="busy"} 3',
      'hengjian_database_connections{pool="primary",state="waiting"} 4',
      'process_cpu_seconds_total',
    ]) expect(text).to.contain(line);
  });

  it('of two processes in one do not meet', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.countLedgerEntries(1);
    expect((await other.render()).text).to.contain('hengjian_ledger_entries_total 0');
  });

  it('are not public', () => {
    expect(route('metrics', new Health(), new Metrics()).access).to.deep.equal({ permission: 'metrics:read' });
  });
});

describe('readiness', () => {
  it('is given when every check passes', async () => {
    const health = new Health();
    health.add({ name: 'database', check: async () => {} });
    const reply = await route('readiness', health, new Metrics()).handler(request);
    expect(reply.status).to.equal(200);
  });

  it('is refused when one fails, without saying more than which; the reason goes to the log', async () => {
    const reasons: unknown[] = [];
    const health = new Health({ onFailure: (name, error) => reasons.push([name, (error as Error).message]) });
    health.add({ name: 'files', check: async () => {} });
    health.add({ name: 'database', check: async () => { throw new Error('password of the database is wrong'); } });
    const reply = await route('readiness', health, new Metrics()).handler(request);
    expect(reply.status).to.equal(503);
    expect(JSON.stringify(reply.body)).to.contain('"name":"database","ok":false').and.not.contain('password');
    expect(reasons).to.deep.equal([['database', 'password of the database is wrong']]);
  });

  it('is refused when a check does not end in its time, and the check is told', async () => {
    let told = false;
    const health = new Health({ timeoutMs: 10 });
    health.add({ name: 'stuck', check: (signal) => new Promise(() => { signal.addEventListener('abort', () => { told = true; }); }) });
    expect((await health.readiness()).ready).to.equal(false);
    expect(told).to.equal(true);
  });

  it('ends when the process is about to stop, while liveness goes on', async () => {
    const health = new Health();
    health.drain();
    expect((await health.readiness()).ready).to.equal(false);
    expect((await route('liveness', health, new Metrics()).handler(request)).body).to.deep.equal({ status: 'ok' });
  });
});
