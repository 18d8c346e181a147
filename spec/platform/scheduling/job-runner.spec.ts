import { expect } from 'chai';
import { createLogger, Metrics } from '../../../src/platform/observability/index.js';
import {
  dailyBuckets, defineJob, JobRunner, jobHistoryCleanup, LeaseLost, type JobContext, type JobDefinition, type TransactionRunner,
} from '../../../src/platform/scheduling/index.js';
import { testDatabase } from '../../support/database.js';
import { gate, ManualTime } from './manual-time.js';

const log = createLogger({ level: 'silent' });
const MORNING = '2026-03-05T03:00:00+08:00';

describe('scheduled jobs', () => {
  const db = testDatabase();
  beforeEach(async () => { await db.sql.run('DELETE FROM job_run'); });

  const nightly = (run: JobDefinition['run'], more: Partial<JobDefinition> = {}): JobDefinition => defineJob({
    name: 'spec.nightly', title: '每夜任务', cron: '0 2 * * *', ...dailyBuckets(), leaseSeconds: 60, maxAttempts: 3, run, ...more,
  });
  const runner = (job: JobDefinition, time = new ManualTime(MORNING), database: TransactionRunner = db.database): JobRunner =>
    new JobRunner({ db: database, log, timekeeper: time }, [job]);
  const runs = () => db.sql.rows<{ bucket: string; status: string; attempts: number; error: string | null }>(
    'SELECT bucket, status, attempts, error FROM job_run ORDER BY bucket');
  const ranBefore = (bucket: string) => db.sql.run(
    `INSERT INTO job_run (name, bucket, status, attempts, max_attempts, started_at, finished_at) VALUES ('spec.nightly', $1, 'succeeded', 1, 3, now(), now())`, [bucket]);

  it('four processes that wake at once run one bucket once', async () => {
    const ran: string[] = [];
    const job = nightly(async ({ bucket }) => { ran.push(bucket); });
    await Promise.all([1, 2, 3, 4].map(() => runner(job).sweep()));
    expect(ran).to.deep.equal(['2026-03-05']);
    expect(await runs()).to.deep.equal([{ bucket: '2026-03-05', status: 'succeeded', attempts: 1, error: null }]);
  });

  it('does nothing before its hour and runs when the hour has come', async () => {
    await ranBefore('2026-03-04');
    const ran: string[] = [];
    const time = new ManualTime('2026-03-05T01:59:00+08:00');
    const one = runner(nightly(async ({ bucket }) => { ran.push(bucket); }), time);
    await one.sweep();
    expect(ran).to.deep.equal([]);
    time.pass(60);
    await one.sweep();
    expect(ran).to.deep.equal(['2026-03-05']);
  });

  it('makes up what was missed during a downtime, oldest first, also when several processes share the work', async () => {
    await ranBefore('2026-02-27');
    const ran: string[] = [];
    const job = nightly(async ({ bucket }) => { ran.push(bucket); });
    await Promise.all([1, 2, 3].map(() => runner(job).sweep()));
    await runner(job).sweep();
    expect(ran).to.deep.equal(['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05']);
  });

  it('tries a failed bucket again after a pause and does not overtake it', async () => {
    await ranBefore('2026-03-03');
    const time = new ManualTime(MORNING);
    const seen: [string, number][] = [];
    const one = runner(nightly(async ({ bucket, attempt }) => {
      seen.push([bucket, attempt]);
      if (bucket === '2026-03-04' && attempt === 1) throw new Error('网络不通');
    }), time);
    await one.sweep();
    time.pass(29);
    await one.sweep();
    expect(seen).to.deep.equal([['2026-03-04', 1]]);
    expect((await runs()).at(-1)).to.deep.equal({ bucket: '2026-03-04', status: 'waiting', attempts: 1, error: '网络不通' });
    time.pass(1);
    await one.sweep();
    expect(seen).to.deep.equal([['2026-03-04', 1], ['2026-03-04', 2], ['2026-03-05', 1]]);
  });

  it('gives a bucket up after the last attempt, counts it and goes on with the next', async () => {
    await ranBefore('2026-03-03');
    const time = new ManualTime(MORNING);
    const metrics = new Metrics();
    const job = nightly(async ({ bucket }) => { if (bucket === '2026-03-04') throw new Error('坏数据'); }, { maxAttempts: 2 });
    const one = new JobRunner({ db: db.database, log, metrics, timekeeper: time }, [job]);
    await one.sweep();
    time.pass(30);
    await one.sweep();
    expect((await runs()).slice(1)).to.deep.equal([
      { bucket: '2026-03-04', status: 'failed', attempts: 2, error: '坏数据' },
      { bucket: '2026-03-05', status: 'succeeded', attempts: 1, error: null },
    ]);
    expect((await metrics.render()).text).to.contain('hengjian_job_runs_total{job="spec.nightly",outcome="failed"} 1');
  });

  it('keeps no numbers of persons in the error of a run', async () => {
    await runner(nightly(async () => { throw new Error('身份证号 440106199001011234 有误'); })).sweep();
    expect((await runs())[0]?.error).to.equal('身份证号 4401**********1234 有误');
  });

  describe('when a process dies in the middle of a run', () => {
    /** A process whose clock, and with it its heartbeat, stands still: what others see of a killed or frozen one. */
    const freeze = (job: (context: JobContext) => Promise<void>) => {
      const began = gate();
      const frozen = runner(nightly(async (context) => { began.open(); await job(context); }));
      return { done: frozen.sweep(), began: began.opened };
    };

    it('nobody takes its bucket while the lease lasts, and somebody does when it has run out', async () => {
      const thaw = gate();
      const ended = freeze(() => thaw.opened);
      await ended.began;
      const ran: [string, number][] = [];
      const time = new ManualTime(MORNING);
      const successor = runner(nightly(async ({ bucket, attempt }) => { ran.push([bucket, attempt]); }), time);
      time.pass(60);
      await successor.sweep();
      expect(ran).to.deep.equal([]);
      time.pass(1);
      await successor.sweep();
      expect(ran).to.deep.equal([['2026-03-05', 2]]);
      thaw.open();
      await ended.done;
      expect(await runs()).to.deep.equal([{ bucket: '2026-03-05', status: 'succeeded', attempts: 2, error: null }]);
    });

    it('and wakes up later, it can commit nothing more', async () => {
      await db.sql.run('CREATE TABLE IF NOT EXISTS spec_effect (by text)');
      const thaw = gate();
      let refusal: unknown = null;
      const ended = freeze(async (context) => {
        await thaw.opened;
        await context.db.transaction((tx) => tx.run(`INSERT INTO spec_effect VALUES ('sleeper')`)).catch((error: unknown) => { refusal = error; throw error; });
      });
      await ended.began;
      const time = new ManualTime(MORNING);
      time.pass(61);
      await runner(nightly((context) => context.db.transaction(async (tx) => { await tx.run(`INSERT INTO spec_effect VALUES ('successor')`); })), time).sweep();
      thaw.open();
      await ended.done;
      expect(refusal).to.be.instanceOf(LeaseLost);
      expect(await db.sql.rows('SELECT by FROM spec_effect')).to.deep.equal([{ by: 'successor' }]);
      expect((await runs())[0]?.status).to.equal('succeeded');
    });

    it('at every attempt, the bucket fails in the end', async () => {
      await db.sql.run(
        `INSERT INTO job_run (name, bucket, status, attempts, max_attempts, owner, lease_until, started_at)
         VALUES ('spec.nightly', '2026-03-05', 'running', 3, 3, 'gone', $1, now())`, [new Date(MORNING)]);
      const time = new ManualTime(MORNING);
      time.pass(1);
      await runner(nightly(async () => { throw new Error('must not run'); }), time).sweep();
      expect(await runs()).to.deep.equal([{ bucket: '2026-03-05', status: 'failed', attempts: 3, error: '执行进程多次中断，未能完成' }]);
    });
  });

  describe('when the process is stopped', () => {
    it('the run under way is finished first, and nothing new begins', async () => {
      await ranBefore('2026-03-03');
      const began = gate();
      const finish = gate();
      const one = runner(nightly(async () => { began.open(); await finish.opened; }));
      await one.start();
      await began.opened;
      const stopped = one.stop();
      finish.open();
      await stopped;
      expect((await runs()).map((run) => [run.bucket, run.status])).to.deep.equal([['2026-03-03', 'succeeded'], ['2026-03-04', 'succeeded']]);
    });

    it('a run that outlasts the grace is put back uncounted and taken up at the next start', async () => {
      const began = gate();
      const one = runner(nightly(({ signal }) => new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        began.open();
      })));
      await one.start();
      await began.opened;
      await one.stop(0);
      expect(await runs()).to.deep.equal([{ bucket: '2026-03-05', status: 'waiting', attempts: 0, error: null }]);
      await runner(nightly(async () => {})).sweep();
      expect(await runs()).to.deep.equal([{ bucket: '2026-03-05', status: 'succeeded', attempts: 1, error: null }]);
    });
  });

  it('the database refuses two unfinished buckets of one job', async () => {
    const insert = (bucket: string) => db.sql.run(
      `INSERT INTO job_run (name, bucket, status, attempts, max_attempts, owner, lease_until, started_at)
       VALUES ('spec.nightly', $1, 'running', 1, 3, 'x', now(), now())`, [bucket]);
    await insert('2026-03-04');
    const refused = await insert('2026-03-05').then(() => null, (error: { constraint?: string }) => error.constraint);
    expect(refused).to.equal('job_run_one_open');
  });

  it('old runs are forgotten, but never the newest bucket of a job', async () => {
    await ranBefore('2024-01-01');
    await ranBefore('2024-01-02');
    await db.sql.run(`UPDATE job_run SET finished_at = '2024-01-02'`);
    await jobHistoryCleanup().run({ bucket: 'any', attempt: 1, now: new Date(MORNING), signal: new AbortController().signal, db: db.database });
    expect((await runs()).map((run) => run.bucket)).to.deep.equal(['2024-01-02']);
  });

  it('refuses two jobs of one name and a job that cannot be run', () => {
    const job = nightly(async () => {});
    expect(() => new JobRunner({ db: db.database, log }, [job, { ...job }])).to.throw(RangeError, 'same name');
    expect(() => nightly(async () => {}, { cron: 'sometimes' })).to.throw(RangeError);
    expect(() => nightly(async () => {}, { leaseSeconds: 1 })).to.throw(RangeError);
  });
});
