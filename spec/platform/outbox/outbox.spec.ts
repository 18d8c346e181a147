import { expect } from 'chai';
import { createLogger } from '../../../src/platform/observability/index.js';
import type { Problem } from '../../../src/platform/problem.js';
import {
  DeadLetters, defineTopic, handle, OutboxDispatcher, outboxSweep, publish, type Delivery, type DispatcherOptions,
} from '../../../src/platform/outbox/index.js';
import { testDatabase } from '../../support/database.js';
import { gate, ManualTime } from '../scheduling/manual-time.js';

const log = createLogger({ level: 'silent' });
const NOON = '2026-03-05T12:00:00+08:00';
const noticeIssued = defineTopic<{ noticeId: string }>('spec.notice-issued');

describe('the outbox', () => {
  const db = testDatabase();
  const deadLetters = new DeadLetters();
  beforeEach(async () => { await db.sql.run('DELETE FROM outbox'); });

  const send = (noticeId: string): Promise<string> => db.tx((tx) => publish(tx, noticeIssued, { noticeId }, new Date(NOON)));
  const dispatcher = (deliver: (delivery: Delivery<{ noticeId: string }>) => Promise<void>, time = new ManualTime(NOON), more: Partial<DispatcherOptions> = {}) =>
    new OutboxDispatcher({ db: db.database, log, timekeeper: time, ...more }, [handle(noticeIssued, deliver)]);

  it('delivers what a committed command published, and nothing of one that was undone', async () => {
    const id = await send('n1');
    await db.tx(async (tx) => { await publish(tx, noticeIssued, { noticeId: 'n2' }, new Date(NOON)); throw new Error('undo'); }).catch(() => null);
    const delivered: unknown[] = [];
    const one = dispatcher(async ({ id: message, payload, attempt }) => { delivered.push([message, payload, attempt]); });
    await one.wake();
    await one.wake();
    expect(delivered).to.deep.equal([[id, { noticeId: 'n1' }, 1]]);
    expect(await deadLetters.backlog(db.sql)).to.deep.equal({ waiting: 0, oldestDueAt: null });
  });

  it('three dispatchers share fifty messages and deliver each once', async () => {
    await Promise.all(Array.from({ length: 50 }, (_unused, index) => send(`n${index}`)));
    const delivered: string[] = [];
    const deliver = async ({ payload }: Delivery<{ noticeId: string }>): Promise<void> => { delivered.push(payload.noticeId); };
    await Promise.all([1, 2, 3].map(() => dispatcher(deliver).wake()));
    expect(delivered).to.have.length(50);
    expect(new Set(delivered).size).to.equal(50);
  });

  it('holds a message back until it is due', async () => {
    await db.tx((tx) => publish(tx, noticeIssued, { noticeId: 'later' }, new Date(NOON), new Date('2026-03-05T13:00:00+08:00')));
    const time = new ManualTime(NOON);
    let delivered = 0;
    const one = dispatcher(async () => { delivered++; }, time);
    await one.wake();
    expect(delivered).to.equal(0);
    time.pass(3600);
    await one.wake();
    expect(delivered).to.equal(1);
  });

  it('tries again after a growing pause, gives up at last and lists the dead letter', async () => {
    await send('n1');
    const time = new ManualTime(NOON);
    const attempts: number[] = [];
    const one = dispatcher(async ({ attempt }) => { attempts.push(attempt); throw new Error('对方拒收 13800138000'); }, time, { maxAttempts: 3 });
    await one.wake();
    time.pass(9);
    await one.wake();
    expect(attempts).to.deep.equal([1]);
    time.pass(1);
    await one.wake();
    time.pass(20);
    await one.wake();
    time.pass(86_400);
    await one.wake();
    expect(attempts).to.deep.equal([1, 2, 3]);
    const [dead] = await deadLetters.list(db.sql, null, 10);
    expect([dead?.topic, dead?.attempts, dead?.error]).to.deep.equal(['spec.notice-issued', 3, '对方拒收 138****8000']);
  });

  it('a dead letter can be sent on its way again, another message cannot', async () => {
    const id = await send('n1');
    const time = new ManualTime(NOON);
    await dispatcher(async () => { throw new Error('no'); }, time, { maxAttempts: 1 }).wake();
    await db.tx((tx) => deadLetters.retry(tx, id, time.now()));
    let delivered = 0;
    await dispatcher(async () => { delivered++; }, time).wake();
    expect(delivered).to.equal(1);
    const problem = await db.tx((tx) => deadLetters.retry(tx, id, time.now())).catch((error: unknown) => error as Problem);
    expect((problem as Problem).code).to.equal('dead-letter-not-found');
  });

  it('a message whose dispatcher died comes up again when its time is over, and its late answer changes nothing', async () => {
    await send('n1');
    const began = gate();
    const thaw = gate();
    const dying = dispatcher(async () => { began.open(); await thaw.opened; throw new Error('too late'); }).wake();
    await began.opened;
    const time = new ManualTime(NOON);
    let delivered = 0;
    const successor = dispatcher(async () => { delivered++; }, time);
    await successor.wake();
    expect(delivered).to.equal(0);
    time.pass(60);
    await successor.wake();
    expect(delivered).to.equal(1);
    thaw.open();
    await dying;
    expect(await db.sql.rows('SELECT attempts, error, dead_at FROM outbox WHERE delivered_at IS NOT NULL')).to.deep.equal([{ attempts: 2, error: null, dead_at: null }]);
  });

  it('a message that kills every dispatcher is given up', async () => {
    await send('n1');
    await db.sql.run('UPDATE outbox SET attempts = 12');
    await dispatcher(async () => { throw new Error('must not be delivered'); }).wake();
    expect((await deadLetters.list(db.sql, null, 10)).map((letter) => letter.error)).to.deep.equal(['投递进程多次中断']);
  });

  it('a delivery that does not end in its time is told so and counts as failed', async () => {
    await send('n1');
    let told: unknown = null;
    await dispatcher(({ signal }) => new Promise(() => { signal.addEventListener('abort', () => { told = signal.reason; }); }),
      new ManualTime(NOON), { timeoutSeconds: 0.01 }).wake();
    expect(told).to.be.instanceOf(Error);
    expect(await db.sql.row('SELECT delivered_at, error FROM outbox')).to.deep.equal({ delivered_at: null, error: 'not delivered within 0.01 s' });
  });

  it('leaves topics alone that nobody here handles', async () => {
    await send('n1');
    const other = new OutboxDispatcher({ db: db.database, log, timekeeper: new ManualTime(NOON) }, [handle(defineTopic('spec.other'), async () => {})]);
    await other.wake();
    expect((await deadLetters.backlog(db.sql)).waiting).to.equal(1);
  });

  it('forgets delivered messages after a week and keeps dead letters', async () => {
    await send('delivered');
    await dispatcher(async () => {}).wake();
    await send('dead');
    await dispatcher(async () => { throw new Error('no'); }, new ManualTime(NOON), { maxAttempts: 1 }).wake();
    const sweep = (now: string) => outboxSweep().run({ bucket: 'any', attempt: 1, now: new Date(now), signal: new AbortController().signal, db: db.database });
    await sweep('2026-03-12T11:59:59+08:00');
    expect((await db.sql.rows('SELECT id FROM outbox')).length).to.equal(2);
    await sweep('2026-03-12T12:00:01+08:00');
    expect(await db.sql.rows('SELECT payload FROM outbox')).to.deep.equal([{ payload: { noticeId: 'dead' } }]);
  });

  it('a stop waits for deliveries under way', async () => {
    await send('n1');
    const began = gate();
    const finish = gate();
    const one = dispatcher(async () => { began.open(); await finish.opened; });
    one.start();
    await began.opened;
    const stopped = one.stop();
    finish.open();
    await stopped;
    expect((await deadLetters.backlog(db.sql)).waiting).to.equal(0);
  });
});
