import type { Tx } from '../../platform/database/sql.js';

const BATCH = 500;
let serial = 0;

/**
 * The rows of a query, fetched from a cursor as they are asked for, so that memory holds one batch of them. Each fetch is a
 * statement of its own under the statement timeout. The cursor ends with the transaction at the latest.
 */
export async function* cursorRows<T extends object>(tx: Tx, text: string, params: readonly unknown[]): AsyncGenerator<T, void, undefined> {
  const name = `rows_${++serial}`;
  // All rows will be read: a plan that is quick to the first ones only would be slower as a whole.
  await tx.run('SET LOCAL cursor_tuple_fraction = 1');
  await tx.run(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, params);
  for (;;) {
    const batch = await tx.rows<T>(`FETCH ${BATCH} FROM ${name}`);
    yield* batch;
    if (batch.length < BATCH) break;
  }
  await tx.run(`CLOSE ${name}`);
}
