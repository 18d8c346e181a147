/** The two shapes through which every repository talks to PostgreSQL. */

/** Runs SQL with positional parameters (`$1`). Rows come back as plain objects with the column names of the statement. */
export interface Sql {
  /** All rows of a statement. */
  rows<T extends object>(text: string, params?: readonly unknown[]): Promise<T[]>;
  /** The first row or null. */
  row<T extends object>(text: string, params?: readonly unknown[]): Promise<T | null>;
  /** Runs a statement and answers how many rows it touched. */
  run(text: string, params?: readonly unknown[]): Promise<number>;
}

/** A unit of work in progress. Writers require it, so nothing is ever written outside a transaction. */
export interface Tx extends Sql {
  /** Marks the type, so that a pool cannot be passed where a transaction is required. */
  readonly inTransaction: true;
}
