import type { Tx } from '../../platform/database/sql.js';

const BATCH = 1000;
let serial = 0;

/**
 * The rows of a query, fetched from a cursor as they are asked for, so that memory holds two batches of them. Each fetch is a
 * statement of its own under the statement timeout. The cursor ends with the transaction at the latest.
 */
export async function* cursorRows<T extends object>(tx: Tx, text: string, params: readonly unknown[]): AsyncGenerator<T, void, undefined> {
  const name = `rows_${++serial}`;
  // All rows will be read: a plan that is quick to the first ones only would be slower as a whole.
  await tx.run('SET LOCAL cursor_tuple_fraction = 1');
  await tx.run(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, params);
  // The next batch is on its way while the last one is written: database and process work at the same time.
  let next = fetchBatch<T>(tx, name);
  for (;;) {
    const batch = await next;
    if (batch.length === BATCH) next = fetchBatch<T>(tx, name);
    yield* batch;
    if (batch.length < BATCH) break;
  }
  await tx.run(`CLOSE ${name}`);
}

function fetchBatch<T extends object>(tx: Tx, name: string): Promise<T[]> {
  const batch = tx.rows<T>(`FETCH ${BATCH} FROM ${name}`);
  // A reader that leaves early never asks for it; the failure of a fetch that nobody awaits is no news.
  batch.catch(() => undefined);
  return batch;
}
