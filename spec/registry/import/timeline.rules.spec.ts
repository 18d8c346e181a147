import { expect } from 'chai';
import fc from 'fast-check';
import { documentTimeline } from '../../../src/registry/import/plan/document-timeline.rules.js';
import type { DocumentFact, StatedDocument } from '../../../src/registry/import/plan/document-timeline.rules.js';
import { holdingTimeline } from '../../../src/registry/import/plan/holding-timeline.rules.js';
import type { HoldingFact } from '../../../src/registry/import/plan/holding-timeline.rules.js';
import { changedFrom, contains, difference, intersection, isEmpty, union, without } from '../../../src/registry/import/plan/timeline.rules.js';
import type { Fact, Period, Segment } from '../../../src/registry/import/plan/timeline.rules.js';

const day = (n: number) => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10);
const anyDay = fc.integer({ min: 0, max: 400 }).map(day);
const anyPeriod: fc.Arbitrary<Period> = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.option(fc.integer({ min: 1, max: 200 })))
  .map(([from, length]) => ({ from: day(from), to: length === null ? null : day(from + length) }));

/** Non-overlapping periods in order, the last one sometimes open. */
const line: fc.Arbitrary<Period[]> = fc.tuple(fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }), fc.boolean()).map(([days, open]) => {
  const sorted = [...days].sort((a, b) => a - b);
  const periods: Period[] = [];
  for (let index = 0; index + 1 < sorted.length; index += 2) periods.push({ from: day(sorted[index]!), to: day(sorted[index + 1]!) });
  if (open && sorted.length % 2 === 1) periods.push({ from: day(sorted.at(-1)!), to: null });
  return periods;
});

const disjoint = (periods: readonly Period[]) => periods.every((a, i) => periods.every((b, j) => i === j || intersection(a, [b]).length === 0));

/** The facts after the registry took over the segments. */
function applied<V, F extends Fact>(facts: readonly F[], segments: readonly Segment<V>[], make: (segment: Segment<V>, basis: F | null, id: string) => F): F[] {
  const { closed, added } = difference(facts, segments);
  return [...facts.filter((fact) => !closed.includes(fact.id)),
    ...added.map((segment, index) => make(segment, facts.find((fact) => fact.id === segment.basis) ?? null, `new-${index}-${segment.valid.from}`))]
    .sort((a, b) => (a.valid.from < b.valid.from ? -1 : 1));
}

describe('lines of facts', () => {
  it('days taken out of a period and the days in common make up the period', () => {
    fc.assert(fc.property(anyPeriod, anyPeriod, anyDay, (a, b, on) => {
      const outside = without(a, b).some((part) => contains(part, on));
      const inside = intersection(a, [b]).some((part) => contains(part, on));
      expect(outside || inside).to.equal(contains(a, on));
      expect(outside && inside).to.equal(false);
    }));
  });

  it('a union holds exactly the days of its parts, in parts that do not touch', () => {
    fc.assert(fc.property(fc.array(anyPeriod, { maxLength: 6 }), anyDay, (periods, on) => {
      const joined = union(periods);
      expect(joined.some((part) => contains(part, on))).to.equal(periods.some((part) => contains(part, on)));
      for (let index = 1; index < joined.length; index++) expect(joined[index - 1]!.to! < joined[index]!.from).to.equal(true);
    }));
  });

  it('a value stated from a day on holds on that day, leaves earlier days alone and is stated only once', () => {
    type Named = Fact & { readonly value: string };
    fc.assert(fc.property(line, anyDay, anyDay, (periods, on, other) => {
      const facts = periods.map((valid, index): Named => ({ id: `${index}`, valid, value: index % 2 === 0 ? 'old' : 'new' }));
      const state = (list: readonly Named[]) => changedFrom(list, on, (held) => (held?.value === 'new' ? null : 'new'));
      const make = (segment: Segment<string>, basis: Named | null, id: string): Named => ({ id, valid: segment.valid, value: segment.values ?? basis!.value });
      const after = applied(facts, state(facts), make);
      expect(after.find((fact) => contains(fact.valid, on))?.value).to.equal('new');
      expect(disjoint(after.map((fact) => fact.valid))).to.equal(true);
      if (other < on) expect(after.find((fact) => contains(fact.valid, other))?.value).to.equal(facts.find((fact) => contains(fact.valid, other))?.value);
      expect(difference(after, state(after))).to.deep.equal({ closed: [], added: [] });
    }));
  });

  it('exactly the stated categories are held on the day, earlier days stay, and stating them again changes nothing', () => {
    const codes = fc.subarray(['FY-01', 'FY-0201', 'WZ-01']);
    fc.assert(fc.property(line, line, codes, anyDay, anyDay, (first, second, stated, on, other) => {
      const facts: HoldingFact[] = [
        ...first.map((valid, index) => ({ id: `a${index}`, valid, code: 'FY-01' })), ...second.map((valid, index) => ({ id: `b${index}`, valid, code: 'FY-0201' })),
      ];
      const state = (list: readonly HoldingFact[]) => holdingTimeline(list, stated, on, (code) => code);
      const after = applied(facts, state(facts), (segment, basis, id): HoldingFact => ({ id, valid: segment.valid, code: segment.values ?? basis!.code }));
      const held = (list: readonly HoldingFact[], date: string) => list.filter((fact) => contains(fact.valid, date)).map((fact) => fact.code).sort();
      expect(held(after, on)).to.deep.equal([...stated].sort());
      if (other < on) expect(held(after, other)).to.deep.equal(held(facts, other));
      expect(difference(after, state(after))).to.deep.equal({ closed: [], added: [] });
    }));
  });

  it('documents never overlap, whatever rosters come in whatever order, and each roster is taken in once', () => {
    const anyDocument = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 200 }), fc.constantFrom('1', '2'))
      .map(([issued, before, length, number]): StatedDocument<{ number: string | null; issuedOn: string | null }> => ({
        number, issuedOn: day(issued), firstOn: day(issued - before), endsOn: day(issued + length), authority: null,
        values: { number, issuedOn: day(issued) }, unknownValues: { number: null, issuedOn: null },
      }));
    fc.assert(fc.property(fc.array(anyDocument, { minLength: 1, maxLength: 5 }), (documents) => {
      let facts: DocumentFact[] = [];
      const state = (stated: (typeof documents)[number]) => {
        facts = applied(facts, documentTimeline(facts, stated).segments, (segment, basis, id): DocumentFact => ({
          id: `${id}-${facts.length}-${stated.issuedOn}`, valid: segment.valid, number: segment.values ? segment.values.number : basis!.number,
          issuedOn: segment.values ? segment.values.issuedOn : basis!.issuedOn, authority: null,
        }));
      };
      for (const stated of documents) {
        state(stated);
        expect(disjoint(facts.map((fact) => fact.valid))).to.equal(true);
        expect(facts.every((fact) => !isEmpty(fact.valid))).to.equal(true);
        expect(facts.find((fact) => contains(fact.valid, stated.issuedOn))?.number).to.equal(stated.number);
        expect(difference(facts, documentTimeline(facts, stated).segments)).to.deep.equal({ closed: [], added: [] });
      }
    }));
  });

  it('a gap between two known documents stays a gap', () => {
    const known: DocumentFact = { id: 'a', valid: { from: '2016-01-01', to: '2021-01-01' }, number: '1', issuedOn: '2016-01-01', authority: null };
    const { segments } = documentTimeline([known], {
      number: '1', firstOn: '2010-01-01', issuedOn: '2021-03-01', endsOn: '2026-03-01', authority: null, values: 'known', unknownValues: 'unknown',
    });
    expect(segments.map((segment) => [segment.valid.from, segment.valid.to, segment.values]).sort()).to.deep.equal(
      [['2010-01-01', '2016-01-01', 'unknown'], ['2016-01-01', '2021-01-01', null], ['2021-03-01', '2026-03-01', 'known']]);
  });
});
