import type { CivilDate } from '../../platform/calendar/index.js';
import { contains } from '../facts/period.rules.js';
import type { Period } from '../facts/period.rules.js';

/** A fact with its days, both included. */
export interface DatedFact { readonly from: CivilDate; readonly to: CivilDate | null }

export function periodOf({ from, to }: DatedFact): Period {
  return { from, to };
}

/** The fact that holds on a day, or null. */
export function holdsOn<F extends DatedFact>(facts: readonly F[], day: CivilDate): F | null {
  return facts.find((fact) => contains(fact, day)) ?? null;
}

/** The fact that best explains a day on which none holds: the last one before it, otherwise the first one after it. */
export function nearestTo<F extends DatedFact>(facts: readonly F[], day: CivilDate): F | null {
  const before = facts.filter((fact) => fact.from <= day).sort((a, b) => compare(b.to, a.to) || (a.from < b.from ? 1 : -1));
  const after = facts.filter((fact) => fact.from > day).sort((a, b) => a.from < b.from ? -1 : 1);
  return before[0] ?? after[0] ?? null;
}

/** The name borne on a day, or the nearest that is known; empty when none is. */
export function nameOn(names: readonly (DatedFact & { readonly name: string })[], day: CivilDate): string {
  return (holdsOn(names, day) ?? nearestTo(names, day))?.name ?? '';
}

/** Open ends lie after all days. */
function compare(a: CivilDate | null, b: CivilDate | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
