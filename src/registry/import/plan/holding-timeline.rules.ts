import { contains, kept, nextStart } from './timeline.rules.js';
import type { Fact, Segment } from './timeline.rules.js';

/** A category held, by an institution in its scope or by an appraiser. */
export interface HoldingFact extends Fact { readonly code: string }

/**
 * Which categories are held when on one day exactly the stated ones are: one that is not held that day is held from then
 * on, one that is no longer stated ends the day before. What was said of later days stays.
 */
export function holdingTimeline<V>(
  facts: readonly HoldingFact[], stated: readonly string[], day: string, valuesOf: (code: string) => V,
): Segment<V>[] {
  const wanted = new Set(stated);
  const segments: Segment<V>[] = [];
  const held = new Set<string>();
  for (const fact of facts) {
    if (!contains(fact.valid, day)) segments.push(kept(fact));
    else if (wanted.has(fact.code)) {
      held.add(fact.code);
      segments.push(kept(fact));
    } else if (fact.valid.from < day) segments.push({ valid: { from: fact.valid.from, to: day }, basis: fact.id, values: null });
  }
  for (const code of stated) {
    if (held.has(code)) continue;
    segments.push({ valid: { from: day, to: nextStart(facts.filter((fact) => fact.code === code), day) }, basis: null, values: valuesOf(code) });
  }
  return segments;
}
