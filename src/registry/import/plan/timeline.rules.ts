/** Periods of civil days and what becomes of a line of facts when one of them changes. Days are `YYYY-MM-DD`. */

/** Half open: from its first day on, to before `to`; open-ended for null. */
export interface Period { readonly from: string; readonly to: string | null }

/** A fact that the registry states now. */
export interface Fact { readonly id: string; readonly valid: Period }

/**
 * A fact as it shall be. `basis` is the existing fact that it continues; without `values` its content is that of the basis.
 * A segment with the basis's own period and without values is that fact itself.
 */
export interface Segment<V> { readonly valid: Period; readonly basis: string | null; readonly values: V | null }

const LAST = '9999-12-31\uffff';

function endOf(period: Period): string {
  return period.to ?? LAST;
}

export function isEmpty(period: Period): boolean {
  return period.from >= endOf(period);
}

export function contains(period: Period, day: string): boolean {
  return period.from <= day && day < endOf(period);
}

/** The later of two days. */
export function later(a: string, b: string): string {
  return a > b ? a : b;
}

/** The first day of any of the facts; `otherwise` when there is none. */
export function earliestOf(facts: readonly { readonly valid: Period }[], otherwise: string): string {
  return facts.reduce<string | null>((start, { valid }) => (start === null || valid.from < start ? valid.from : start), null) ?? otherwise;
}

/** The earlier of two ends. */
export function earlierEnd(a: string | null, b: string | null): string | null {
  if (a === null) return b;
  return b === null || a < b ? a : b;
}

/** The days of a period that none of the others has. */
export function without(period: Period, other: Period): Period[] {
  const before = { from: period.from, to: earlierEnd(period.to, other.from) };
  const after = other.to === null ? null : { from: period.from > other.to ? period.from : other.to, to: period.to };
  return [before, ...(after ? [after] : [])].filter((part) => !isEmpty(part));
}

/** The days that are in the period and in one of the others, in order, adjoining parts joined. */
export function intersection(period: Period, others: readonly Period[]): Period[] {
  return union(others.map((other) => ({ from: period.from > other.from ? period.from : other.from, to: earlierEnd(period.to, other.to) })));
}

/** Overlapping and adjoining periods joined, in order. */
export function union(periods: readonly Period[]): Period[] {
  const joined: Period[] = [];
  for (const period of [...periods].filter((part) => !isEmpty(part)).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = joined.at(-1);
    if (last && period.from <= endOf(last)) joined[joined.length - 1] = { from: last.from, to: last.to === null || period.to === null ? null : last.to > period.to ? last.to : period.to };
    else joined.push(period);
  }
  return joined;
}

/** A fact that stays. */
export function kept<V>(fact: Fact): Segment<V> {
  return { valid: fact.valid, basis: fact.id, values: null };
}

/**
 * A line of facts of which one holds at a time, with another value from a day on, until the fact that held on that day
 * ends: what was said of later days is not touched.
 * @param merge the new content given the fact that held, or null when that fact says the same already
 */
export function changedFrom<V, F extends Fact>(facts: readonly F[], day: string, merge: (held: F | null) => V | null): Segment<V>[] {
  const held = facts.find((fact) => contains(fact.valid, day)) ?? null;
  const values = merge(held);
  const segments: Segment<V>[] = [];
  for (const fact of facts) {
    if (fact !== held || values === null) segments.push(kept(fact));
    else if (fact.valid.from < day) segments.push({ valid: { from: fact.valid.from, to: day }, basis: fact.id, values: null });
  }
  if (values !== null) {
    const next = held ? held.valid.to : nextStart(facts, day);
    segments.push({ valid: { from: day, to: next }, basis: held?.id ?? null, values });
  }
  return segments;
}

/** The first day after `day` on which a fact begins, or null. */
export function nextStart(facts: readonly Fact[], day: string): string | null {
  return facts.reduce<string | null>((next, { valid }) => (valid.from > day ? earlierEnd(next, valid.from) : next), null);
}

/** What must be done so that the registry states the segments instead of the facts. */
export interface Difference<V> {
  readonly closed: readonly string[];
  readonly added: readonly Segment<V>[];
}

export function difference<V>(facts: readonly Fact[], segments: readonly Segment<V>[]): Difference<V> {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const staying = new Set<string>();
  const added: Segment<V>[] = [];
  for (const segment of segments) {
    const basis = segment.basis === null ? undefined : byId.get(segment.basis);
    if (basis && segment.values === null && basis.valid.from === segment.valid.from && basis.valid.to === segment.valid.to) staying.add(basis.id);
    else added.push(segment);
  }
  return { closed: facts.filter((fact) => !staying.has(fact.id)).map((fact) => fact.id), added };
}
