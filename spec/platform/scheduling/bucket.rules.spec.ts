import { expect } from 'chai';
import fc from 'fast-check';
import { dailyBuckets, minuteBuckets, monthlyBuckets, yearlyBuckets } from '../../../src/platform/scheduling/index.js';

const at = (text: string) => new Date(text);

describe('buckets of scheduled jobs', () => {
  it('a day begins at midnight in China', () => {
    expect(dailyBuckets().bucket(at('2026-03-04T15:59:59Z'))).to.equal('2026-03-04');
    expect(dailyBuckets().bucket(at('2026-03-04T16:00:00Z'))).to.equal('2026-03-05');
  });

  it('names hours, months and years by their beginning', () => {
    const instant = at('2026-03-05T14:47:12+08:00');
    expect(minuteBuckets(60).bucket(instant)).to.equal('2026-03-05T14:00');
    expect(minuteBuckets(15).bucket(instant)).to.equal('2026-03-05T14:45');
    expect(monthlyBuckets().bucket(instant)).to.equal('2026-03');
    expect(yearlyBuckets().bucket(instant)).to.equal('2026');
  });

  it('a job that never ran owes only the latest bucket', () => {
    expect(dailyBuckets().backfill(null, at('2026-03-05T02:00:00+08:00'))).to.deep.equal(['2026-03-05']);
  });

  it('what was missed is owed oldest first, across the ends of months and years', () => {
    expect(dailyBuckets().backfill('2026-02-27', at('2026-03-02T02:00:00+08:00'))).to.deep.equal(['2026-02-28', '2026-03-01', '2026-03-02']);
    expect(monthlyBuckets().backfill('2025-11', at('2026-02-01T00:00:00+08:00'))).to.deep.equal(['2025-12', '2026-01', '2026-02']);
    expect(yearlyBuckets().backfill('2024', at('2026-01-01T00:00:00+08:00'))).to.deep.equal(['2025', '2026']);
    expect(minuteBuckets(720, 10).backfill('2026-03-01T12:00', at('2026-03-02T13:00:00+08:00'))).to.deep.equal(['2026-03-02T00:00', '2026-03-02T12:00']);
  });

  it('after a downtime longer than the limit only the newest are made up', () => {
    expect(dailyBuckets(2).backfill('2025-01-01', at('2026-03-02T02:00:00+08:00'))).to.deep.equal(['2026-03-01', '2026-03-02']);
  });

  it('refuses a step that does not divide a day', () => {
    expect(() => minuteBuckets(7)).to.throw(RangeError);
  });

  it('every kind: what is owed is in order, newer than the last and ends with the bucket that fell due', () => {
    const kinds = [dailyBuckets(400), monthlyBuckets(400), yearlyBuckets(400), minuteBuckets(60, 400), minuteBuckets(1, 400)];
    const instants = fc.integer({ min: Date.parse('2020-01-01T00:00:00Z'), max: Date.parse('2020-03-31T00:00:00Z') }).map((ms) => new Date(ms));
    fc.assert(fc.property(fc.constantFrom(...kinds), instants, instants, (kind, first, second) => {
      const last = kind.bucket(first);
      const owed = kind.backfill(last, second);
      const due = kind.bucket(second);
      expect(owed).to.deep.equal([...new Set(owed)].sort());
      expect(owed.every((bucket) => bucket > last && bucket <= due)).to.equal(true);
      expect(owed.at(-1)).to.equal(due > last ? due : undefined);
    }));
  });
});
