import type { CellIssue } from '../../platform/workbook/index.js';

export type ImportMode = 'dry-run' | 'commit';
/** With `abort` nothing lands when any row is bad; with `skip` the good rows land. */
export type OnError = 'abort' | 'skip';
export type ImportStatus = 'queued' | 'running' | 'done' | 'failed';

/** `read` = `accepted` + `rejected`; `unchanged` are the accepted rows that say what the registry says already. */
export interface RowCounts { readonly read: number; readonly accepted: number; readonly rejected: number; readonly unchanged: number }

export interface ImportProgress { readonly done: number; readonly total: number | null }

export interface ImportFailure { readonly code: string; readonly title: string; readonly detail: string | null }

/** What came of reading, checking and, if it came to that, writing a roster. */
export interface ImportOutcome {
  readonly institutions: RowCounts;
  readonly appraisers: RowCounts;
  /** In the order of the file. */
  readonly errors: readonly CellIssue[];
  readonly warnings: readonly CellIssue[];
  readonly committed: boolean;
  readonly dataDate: string;
  readonly headerRows: Readonly<Record<string, number>>;
}

/** An import as stored; the counts are null until it is done. */
export interface ImportRecord {
  readonly id: string;
  readonly mode: ImportMode;
  readonly onError: OnError;
  readonly status: ImportStatus;
  readonly jobId: string | null;
  readonly fileId: string | null;
  readonly fileName: string;
  /** SM3, hexadecimal. */
  readonly fileDigest: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly dataDate: string | null;
  readonly committed: boolean;
  readonly institutions: RowCounts;
  readonly appraisers: RowCounts;
  readonly errorsTotal: number;
  readonly warningsTotal: number;
  readonly headerRows: Readonly<Record<string, number>>;
  readonly problem: ImportFailure | null;
  readonly progress: ImportProgress | null;
}

/** An import with its findings, the first of them. */
export interface ImportReport extends ImportRecord {
  readonly errors: readonly CellIssue[];
  readonly warnings: readonly CellIssue[];
}
