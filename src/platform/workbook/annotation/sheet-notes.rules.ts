/** From a list of issues to what is written into the sheets. */

import type { CellIssue } from '../import-errors.js';
import type { Mark } from './cell-formats.js';
import type { NewComment } from './comment-parts.js';

export interface NotedIssue extends CellIssue { readonly severity: Mark }

export interface SheetIssues {
  readonly marks: Map<number, Map<number, Mark>>;
  readonly reasons: Map<number, string>;
  readonly comments: NewComment[];
}

/** Below Excel's 32,767, with room for the protection of special characters. */
const MAX_REASON_LENGTH = 30_000;

/** Marks, reasons and comments of one sheet. A cell with an error and a warning is marked as an error. */
export function sheetNotes(issues: readonly NotedIssue[]): SheetIssues {
  const marks = new Map<number, Map<number, Mark>>();
  const reasons = new Map<number, string[]>();
  const comments = new Map<string, { row: number; column: number; lines: string[] }>();
  const ordered = [...issues].sort((a, b) => a.row - b.row || rank(a.severity) - rank(b.severity) || (a.column ?? 0) - (b.column ?? 0));
  for (const issue of ordered) {
    const message = issue.severity === 'warning' ? `提示：${issue.message}` : issue.message;
    append(reasons, issue.row, issue.header === null ? message : `【${issue.header}】${message}`);
    if (issue.column === null) continue;
    const ofRow = marks.get(issue.row) ?? new Map<number, Mark>();
    if (!ofRow.has(issue.column)) ofRow.set(issue.column, issue.severity);
    marks.set(issue.row, ofRow);
    const key = `${issue.row}:${issue.column}`;
    const comment = comments.get(key) ?? { row: issue.row, column: issue.column, lines: [] };
    comment.lines.push(message);
    comments.set(key, comment);
  }
  return {
    marks,
    reasons: new Map([...reasons].map(([row, lines]) => [row, lines.join('；').slice(0, MAX_REASON_LENGTH)])),
    comments: [...comments.values()].map(({ row, column, lines }) => ({ row, column, text: lines.join('\n').slice(0, MAX_REASON_LENGTH) })),
  };
}

function rank(severity: Mark): number {
  return severity === 'error' ? 0 : 1;
}

function append(lists: Map<number, string[]>, key: number, line: string): void {
  const list = lists.get(key);
  if (list) list.push(line);
  else lists.set(key, [line]);
}
