import { expect } from 'chai';
import { createLogger } from '../../../src/platform/observability/index.js';
import { LeaseLost, underLease, WorkCancelled, type LeaseState } from '../../../src/platform/scheduling/lease.js';
import { ManualTime } from './manual-time.js';

const log = createLogger({ level: 'silent' });

describe('work under a lease', () => {
  const terms = (time: ManualTime, renew: (until: Date) => Promise<LeaseState>, stop = new AbortController().signal) =>
    ({ seconds: 30, until: new Date(time.now().getTime() + 30_000), renew, stop, timekeeper: time, log });
  const aborted = (signal: AbortSignal): Promise<unknown> =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason), { once: true }));

  it('is renewed every third of the lease and no more after its end', async () => {
    const time = new ManualTime('2026-03-05T00:00:00Z');
    const renewed: string[] = [];
    await underLease(terms(time, async (until) => { renewed.push(until.toISOString()); return 'held'; }), async () => { time.pass(10); });
    expect(renewed).to.deep.equal(['2026-03-05T00:00:40.000Z']);
    expect(time.alarmsSet).to.equal(0);
  });

  it('is told to end when the lease is lost, when it is cancelled and when the process stops', async () => {
    for (const [state, reason] of [['lost', LeaseLost], ['cancel', WorkCancelled]] as const) {
      const time = new ManualTime('2026-03-05T00:00:00Z');
      const told = await underLease(terms(time, async () => state), async (signal) => { time.pass(10); return aborted(signal); });
      expect(told).to.be.instanceOf(reason);
    }
    const stop = new AbortController();
    const told = await underLease(terms(new ManualTime('2026-03-05T00:00:00Z'), async () => 'held', stop.signal), async (signal) => {
      const waiting = aborted(signal);
      stop.abort('stopping');
      return waiting;
    });
    expect(told).to.equal('stopping');
  });

  it('survives one failed renewal, but not one after the lease has run out', async () => {
    const time = new ManualTime('2026-03-05T00:00:00Z');
    let calls = 0;
    const told = await underLease(terms(time, async () => { calls++; throw new Error('no connection'); }), async (signal) => {
      time.pass(10);
      await Promise.resolve();
      expect(signal.aborted).to.equal(false);
      const waiting = aborted(signal);
      // Lets the failed renewal finish before the next one is due.
      await new Promise(setImmediate);
      time.pass(21);
      return waiting;
    });
    expect(told).to.be.instanceOf(LeaseLost);
    expect(calls).to.be.greaterThan(1);
  });
});
