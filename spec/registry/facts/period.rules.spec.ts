import { expect } from 'chai';
import fc from 'fast-check';
import { addDays, civilDate } from '../../../src/platform/calendar/index.js';
import { common, contains, isPeriod, overlap, without } from '../../../src/registry/facts/index.js';
import type { Period } from '../../../src/registry/facts/index.js';
import { days } from '../../support/registry-builders.js';

const ORIGIN = civilDate('2020-01-01');
const aDay = fc.integer({ min: 0, max: 60 }).map((offset) => addDays(ORIGIN, offset));
const aPeriod: fc.Arbitrary<Period> = fc.tuple(aDay, fc.option(fc.integer({ min: 0, max: 20 }))).map(([from, length]) =>
  ({ from, to: length === null ? null : addDays(from, length) }));

describe('periods of whole days', () => {
  it('a licence that ends on the 31st is still valid on the 31st', () => {
    const licence = days('2020-01-01', '2024-12-31');
    expect(contains(licence, civilDate('2024-12-31'))).to.equal(true);
    expect(contains(licence, civilDate('2025-01-01'))).to.equal(false);
  });
  it('cutting the middle out of an open period leaves its beginning and its open end', () => {
    expect(without(days('2020-01-01'), days('2021-01-01', '2021-12-31'))).to.deep.equal([days('2020-01-01', '2020-12-31'), days('2022-01-01')]);
  });
  it('end on the same day at the earliest', () => {
    expect(isPeriod(days('2020-01-01', '2020-01-01'))).to.equal(true);
    expect(isPeriod(days('2020-01-02', '2020-01-01'))).to.equal(false);
  });
  it('after cutting, a day is left exactly when it was in the period and not in the cut', () => {
    fc.assert(fc.property(aPeriod, aPeriod, aDay, (period, cut, day) => {
      const left = without(period, cut);
      expect(left.filter((piece) => contains(piece, day)).length).to.equal(contains(period, day) && !contains(cut, day) ? 1 : 0);
      expect(left.every(isPeriod)).to.equal(true);
    }));
  });
  it('two periods overlap exactly when they have days in common', () => {
    fc.assert(fc.property(aPeriod, aPeriod, aDay, (a, b, day) => {
      const both = common(a, b);
      expect(overlap(a, b)).to.equal(both !== null);
      expect(both !== null && contains(both, day)).to.equal(contains(a, day) && contains(b, day));
    }));
  });
});
