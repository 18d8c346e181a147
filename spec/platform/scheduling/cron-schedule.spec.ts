import { expect } from 'chai';
import fc from 'fast-check';
import { CronSchedule } from '../../../src/platform/scheduling/cron-schedule.js';

const lastFire = async (expression: string, now: string): Promise<string> => {
  const schedule = new CronSchedule(expression);
  try {
    return schedule.lastFire(new Date(now)).toISOString();
  } finally {
    await schedule.stop();
  }
};

describe('cron schedules in Chinese civil time', () => {
  it('a job of two in the morning fell due yesterday when it is one, and today when it is two', async () => {
    expect(await lastFire('0 2 * * *', '2026-03-05T01:59:59+08:00')).to.equal('2026-03-03T18:00:00.000Z');
    expect(await lastFire('0 2 * * *', '2026-03-05T02:00:00+08:00')).to.equal('2026-03-04T18:00:00.000Z');
  });

  it('finds the last Monday, the first of the month and the 29th of February', async () => {
    expect(await lastFire('30 9 * * 1', '2026-03-05T12:00:00+08:00')).to.equal('2026-03-02T01:30:00.000Z');
    expect(await lastFire('0 0 1 * *', '2026-03-31T12:00:00+08:00')).to.equal('2026-02-28T16:00:00.000Z');
    expect(await lastFire('0 0 29 2 *', '2026-03-05T12:00:00+08:00')).to.equal('2024-02-28T16:00:00.000Z');
  });

  it('knows expressions with seconds', async () => {
    expect(await lastFire('*/20 * * * * *', '2026-03-05T12:00:59+08:00')).to.equal('2026-03-05T04:00:40.000Z');
  });

  it('agrees with a walk back minute by minute', async () => {
    const schedule = new CronSchedule('17,42 3,15 * * 0,3');
    try {
      fc.assert(fc.property(fc.integer({ min: 29_000_000, max: 29_020_000 }), (minute) => {
        let walked = minute;
        const fires = (time: number): boolean => {
          const local = new Date(time * 60_000 + 8 * 3_600_000);
          return [17, 42].includes(local.getUTCMinutes()) && [3, 15].includes(local.getUTCHours()) && [0, 3].includes(local.getUTCDay());
        };
        while (!fires(walked)) walked--;
        expect(schedule.lastFire(new Date(minute * 60_000 + 30_000)).getTime()).to.equal(walked * 60_000);
      }), { numRuns: 30 });
    } finally {
      await schedule.stop();
    }
  });

  it('refuses what is not a cron expression, and one that never fires', () => {
    expect(() => new CronSchedule('every day')).to.throw(RangeError);
    expect(() => new CronSchedule('0 0 30 2 *')).to.throw(RangeError);
  });
});
