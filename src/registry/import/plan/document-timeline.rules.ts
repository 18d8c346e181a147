import { earlierEnd, earliestOf, isEmpty, kept, without } from './timeline.rules.js';
import type { Fact, Period, Segment } from './timeline.rules.js';

/** A licence or certificate that the registry knows; the number is null for an earlier document that a roster only implied. */
export interface DocumentFact extends Fact {
  readonly number: string | null;
  readonly issuedOn: string | null;
  readonly authority: string | null;
}

/** The document that a roster row describes. */
export interface StatedDocument<V> {
  readonly number: string;
  readonly firstOn: string;
  readonly issuedOn: string;
  /** The day after the last valid day. */
  readonly endsOn: string;
  /** Null when the roster does not say. */
  readonly authority: string | null;
  readonly values: V;
  /** What is recorded of the time before the first known document. */
  readonly unknownValues: V;
}

export interface DocumentTimeline<V> {
  readonly segments: readonly Segment<V>[];
  /** The registry did not know this document. */
  readonly isNewDocument: boolean;
}

/**
 * The documents of one holder once the roster's document is among them (95号 art. 22, 96号 art. 17: a renewal replaces the
 * document before it from its day of issue). A document that the registry knows to be later keeps its days. Only the time
 * from first registration to the first known document counts as licensed under an unknown one: between two known
 * documents a gap is a gap.
 */
export function documentTimeline<V>(facts: readonly DocumentFact[], stated: StatedDocument<V>): DocumentTimeline<V> {
  const same = facts.find((fact) => fact.number === stated.number && fact.issuedOn === stated.issuedOn) ?? null;
  const others = facts.filter((fact) => fact !== same);
  const next = others.reduce<string | null>((start, fact) => (fact.valid.from > stated.issuedOn ? earlierEnd(start, fact.valid.from) : start), null);
  const valid: Period = { from: stated.issuedOn, to: earlierEnd(stated.endsOn, next) };
  const segments: Segment<V>[] = [];
  for (const fact of others) {
    const rest = without(fact.valid, valid);
    if (rest.length === 1 && rest[0]!.from === fact.valid.from && rest[0]!.to === fact.valid.to) segments.push(kept(fact));
    else segments.push(...rest.map((part): Segment<V> => ({ valid: part, basis: fact.id, values: null })));
  }
  const unchanged = same !== null && same.valid.from === valid.from && same.valid.to === valid.to
    && (stated.authority === null || stated.authority === same.authority);
  segments.push(unchanged ? kept(same) : { valid, basis: same?.id ?? null, values: stated.values });
  const earliest = earliestOf(segments, valid.from);
  const before: Period = { from: stated.firstOn, to: earliest };
  if (!isEmpty(before)) segments.push({ valid: before, basis: null, values: stated.unknownValues });
  return { segments, isNewDocument: same === null };
}
