import type { Tx } from '../../platform/database/sql.js';

/** A detail row that has just been written, whose name is to be found. */
export interface NamedDetail { readonly detailId: string; readonly name: string; readonly sortKey: string }

/** The search of names, as the registry's writers need it: each detail row brings its sort key and is indexed when it is written. */
export interface NameIndex {
  add(tx: Tx, kind: 'institution' | 'appraiser', details: readonly NamedDetail[]): Promise<void>;
}
