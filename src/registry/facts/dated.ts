import type { Provenance } from './fact.model.js';
import type { Period } from './period.rules.js';

/** Values on their days, before it is said whose they are. */
export interface Dated<V> { readonly valid: Period; readonly values: V; readonly provenance?: Provenance }

/** The facts of many subjects in one list, each with its subject's id. */
export function dated<R extends { readonly id: string }, V extends object, K extends string>(
  rows: readonly R[], key: K, pick: (row: R) => readonly Dated<V>[],
): (Dated<V & Record<K, string>>)[] {
  return rows.flatMap((row) => pick(row).map((fact) => ({ ...fact, values: { ...fact.values, [key]: row.id } as V & Record<K, string> })));
}
