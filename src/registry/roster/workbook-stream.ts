import { addAbortSignal, PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import type { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { writeWorkbook } from '../../platform/workbook/index.js';
import type { SheetDefinition, WorkbookInfo } from '../../platform/workbook/index.js';

/** One fetch of rows, sorting included; what is slow beyond it is the reader. */
const STATEMENT_TIMEOUT_MS = 120_000;
/** A reader that is not done by then is dropped: the transaction behind it must not stay open for ever. */
const DEADLINE_MS = 600_000;

/**
 * A workbook written from one state of the database: all its sheets are read in one repeatable-read transaction, as fast as
 * the reader takes them. Resolves when the sheets are known and nothing but writing is left; until then errors are thrown,
 * afterwards they break the stream off. Leaving the stream, or `signal`, ends the transaction.
 * @param prepare reads what must be known before the first row; it may run again after a serialisation failure
 * @param onEnd told once when the transaction is over, however it ended
 */
export async function streamWorkbook(
  database: Database, prepare: (tx: Tx) => Promise<Iterable<SheetDefinition>>, info: WorkbookInfo, signal: AbortSignal, onEnd: () => void,
): Promise<Readable> {
  const output = addAbortSignal(AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]), new PassThrough());
  // Nobody may be listening yet when the stream breaks; who reads it later still finds it broken.
  output.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    database.transaction(async (tx) => {
      // The pool ends transactions that wait long for their next statement; here it is the reader that they wait for, and its deadline is shorter.
      await tx.run(`SET LOCAL idle_in_transaction_session_timeout = ${2 * DEADLINE_MS}`);
      const sheets = await prepare(tx);
      resolve();
      await writeOnce(writeWorkbook(output, sheets, info));
    }, { isolation: 'repeatable read', readOnly: true, statementTimeoutMs: STATEMENT_TIMEOUT_MS })
      .catch((error: Error) => {
        reject(error);
        output.destroy(error);
      })
      .finally(onEnd);
  });
  return output;
}

/** What has gone out cannot be taken back, so a failure here must not look like one after which the work is run again. */
async function writeOnce(writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    throw new Error('the workbook was broken off', { cause: error });
  }
}
