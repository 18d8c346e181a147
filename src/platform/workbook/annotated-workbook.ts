import { rm } from 'node:fs/promises';
import type { CellIssue } from './import-errors.js';
import type { NotedIssue } from './annotation/sheet-notes.rules.js';
import { runWorkbookWorker } from './workbook-worker.js';
import type { WorkerLimits } from './workbook-worker.js';

export interface Annotation {
  /** Cells in red. */
  readonly errors: readonly CellIssue[];
  /** Cells in yellow. */
  readonly warnings: readonly CellIssue[];
  /** Row of the header by name of the sheet, 1 where not given. Sheets named here lose the marks of an earlier annotation. */
  readonly headerRows: Readonly<Record<string, number>>;
}

/** What the worker is told. */
export interface AnnotationOrder {
  readonly file: string;
  readonly target: string;
  readonly issues: readonly NotedIssue[];
  readonly headerRows: Readonly<Record<string, number>>;
}

const WORKER_ENTRY = new URL('./annotation/annotated-workbook.worker.js', import.meta.url);
const LIMITS: WorkerLimits = { heapMb: 256, timeMs: 180_000 };

/**
 * Writes a copy of the user's own workbook in which wrong cells are filled and commented and a last column `错误说明` gives
 * the reasons of each row, ready to be corrected and sent again.
 *
 * The file itself is rewritten, not rebuilt: every part but the touched sheets, their comments, the styles and the
 * package's lists is copied byte for byte. Kept: values, number types, dates, formulas and their cached results, widths,
 * merges, filters, validations, conditional and cell formats (marking changes the fill only), images, print setup, hidden
 * sheets, users' comments (their boxes get the usual size). Not kept: the digital signature's validity, the fill under an
 * earlier mark. Sheets with threaded comments or form controls get marks and reasons but no new comments.
 *
 * @param file path of the original, accepted by `inspectUpload`
 * @param target path of the copy; must not exist
 * @throws Problem `workbook-damaged`, `workbook-too-complex` …; nothing is left at the target then
 */
export async function annotateWorkbook(file: string, target: string, annotation: Annotation, limits: WorkerLimits = LIMITS): Promise<void> {
  const order: AnnotationOrder = {
    file, target, headerRows: annotation.headerRows,
    issues: [
      ...annotation.errors.map((issue): NotedIssue => ({ ...issue, severity: 'error' })),
      ...annotation.warnings.map((issue): NotedIssue => ({ ...issue, severity: 'warning' })),
    ],
  };
  try {
    for await (const sheet of runWorkbookWorker<string>(WORKER_ENTRY, order, limits)) void sheet;
  } catch (error) {
    if (!isAlreadyThere(error)) await rm(target, { force: true });
    throw error;
  }
}

/** The file at the target is somebody else's then. */
function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && error.message.includes('EEXIST');
}
