import type { RowBatch } from './cell.js';
import type { ParsedRow } from './sheet-parser.js';
import { WORKER_LIMITS, runWorkbookWorker } from './workbook-worker.js';
import type { WorkerLimits } from './workbook-worker.js';

export interface ReadOptions {
  /** Rows of hidden sheets are left out unless asked for. */
  readonly includeHidden?: boolean;
  /** Rows with content over all sheets; beyond it the workbook is refused. */
  readonly maxRows?: number;
  readonly limits?: WorkerLimits;
}

/** What the worker is told. */
export interface ReaderOrder { readonly file: string; readonly includeHidden: boolean; readonly maxRows: number }

/** What the worker sends: a batch whose rows do not repeat the name of the sheet. */
export type ReaderMessage = Omit<RowBatch, 'rows'> & { readonly rows: readonly ParsedRow[] };

const DEFAULT_MAX_ROWS = 300_000;
const WORKER_ENTRY = new URL('./workbook-reader.worker.js', import.meta.url);

/**
 * Reads the rows of a workbook, sheet by sheet in the order of the tabs, in a worker thread with its own heap limit that
 * is never more than a few batches ahead. Pass the file through `inspectUpload` first. Stopping the iteration stops the
 * worker.
 * @param file path of the .xlsx file
 * @throws Problem `workbook-damaged`, `workbook-forbidden-xml`, `workbook-too-complex` …
 */
export async function* readWorkbook(file: string, options: ReadOptions = {}): AsyncGenerator<RowBatch> {
  const order: ReaderOrder = { file, includeHidden: options.includeHidden ?? false, maxRows: options.maxRows ?? DEFAULT_MAX_ROWS };
  for await (const batch of runWorkbookWorker<ReaderMessage>(WORKER_ENTRY, order, options.limits ?? WORKER_LIMITS)) {
    yield { ...batch, rows: batch.rows.map((row) => ({ sheet: batch.sheet, rowNumber: row.rowNumber, cells: row.cells })) };
  }
}
