/** Errors and warnings of an import, by sheet, row and column. */

export interface CellIssue {
  readonly sheet: string;
  /** Row number from 1, as Excel shows it. */
  readonly row: number;
  /** Column number from 1; null when the whole row is meant. */
  readonly column: number | null;
  /** Title of the column as written in the sheet. */
  readonly header: string | null;
  /** What the cell shows; null when it is empty. */
  readonly value: string | null;
  /** Stable, English. */
  readonly code: string;
  /** What is wrong and what to do, in Chinese. */
  readonly message: string;
}

/** The same mistake in consecutive rows of one column. */
export interface IssueGroup {
  readonly sheet: string;
  readonly fromRow: number;
  readonly toRow: number;
  readonly column: number | null;
  readonly header: string | null;
  readonly code: string;
  /** Message and value of the first row. */
  readonly message: string;
  readonly value: string | null;
  readonly count: number;
}

export interface GroupedIssues {
  readonly groups: readonly IssueGroup[];
  /** All issues, the omitted ones included. */
  readonly total: number;
  /** Issues in groups beyond the cap. */
  readonly omitted: number;
}

/** In the order of sheets as given, then row, then column; whole-row issues first. Does not change its argument. */
export function sortIssues(issues: readonly CellIssue[], sheetOrder: readonly string[]): CellIssue[] {
  const rank = new Map(sheetOrder.map((sheet, index) => [sheet, index]));
  const rankOf = (issue: CellIssue) => rank.get(issue.sheet) ?? sheetOrder.length;
  return [...issues].sort((a, b) => rankOf(a) - rankOf(b) || a.row - b.row || (a.column ?? 0) - (b.column ?? 0));
}

/** The first `cap` issues and how many more there are. */
export function capIssues(issues: readonly CellIssue[], cap: number): { readonly issues: readonly CellIssue[]; readonly total: number; readonly omitted: number } {
  return { issues: issues.slice(0, cap), total: issues.length, omitted: Math.max(0, issues.length - cap) };
}

/**
 * Joins issues of one sheet, column and code in consecutive rows into one range, ordered by first row. At most `cap`
 * groups are listed; `omitted` counts the issues in the rest.
 */
export function groupIssues(issues: readonly CellIssue[], cap: number): GroupedIssues {
  const runs = new Map<string, CellIssue[][]>();
  for (const issue of [...issues].sort((a, b) => a.row - b.row)) {
    const key = JSON.stringify([issue.sheet, issue.column, issue.code]);
    const found = runs.get(key) ?? [];
    const current = found.at(-1);
    const previous = current?.at(-1);
    if (current && previous && issue.row - previous.row <= 1) current.push(issue);
    else found.push([issue]);
    runs.set(key, found);
  }
  const sheetOrder = [...new Set(issues.map((issue) => issue.sheet))];
  const groups = [...runs.values()].flat().map(toGroup).sort((a, b) =>
    sheetOrder.indexOf(a.sheet) - sheetOrder.indexOf(b.sheet) || a.fromRow - b.fromRow || (a.column ?? 0) - (b.column ?? 0));
  const omitted = groups.slice(cap).reduce((sum, group) => sum + group.count, 0);
  return { groups: groups.slice(0, cap), total: issues.length, omitted };
}

function toGroup(run: readonly CellIssue[]): IssueGroup {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last) throw new Error('a group has at least one issue');
  const { sheet, column, header, code, message, value } = first;
  return { sheet, fromRow: first.row, toRow: last.row, column, header, code, message, value, count: run.length };
}
