import type { TransactionOptions } from '../database/database.js';
import type { Sql, Tx } from '../database/sql.js';

/** Reads outside a transaction, and units of work: what a job needs of the database. `Database` is one. */
export interface TransactionRunner extends Sql {
  /** Commits when the work resolves; on any error nothing of it remains. The work may be run again after a serialisation failure. */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
}
