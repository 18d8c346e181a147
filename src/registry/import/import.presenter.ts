import type { ImportSummaryView, ImportView } from './import.dto.js';
import type { ImportRecord, ImportReport } from './import.model.js';

/** An import without its findings. Counts are null until there is an outcome. */
export function summaryView(record: ImportRecord): ImportSummaryView {
  const done = record.status === 'done';
  return {
    id: record.id, mode: record.mode, onError: record.onError, status: record.status, fileName: record.fileName, fileDigest: record.fileDigest,
    createdBy: record.createdBy, createdAt: record.createdAt.toISOString(), finishedAt: record.finishedAt?.toISOString() ?? null,
    dataDate: record.dataDate, committed: record.committed,
    progress: record.progress, institutions: done ? { ...record.institutions } : null, appraisers: done ? { ...record.appraisers } : null,
    errorsTotal: record.errorsTotal, warningsTotal: record.warningsTotal, problem: record.problem,
  };
}

export function importView(report: ImportReport): ImportView {
  return { ...summaryView(report), errors: [...report.errors], warnings: [...report.warnings] };
}
