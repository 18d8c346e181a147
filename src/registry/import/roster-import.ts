import { civilToday } from '../../platform/calendar/civil-date.js';
import type { RequestContext } from '../../platform/context.js';
import type { Tx } from '../../platform/database/sql.js';
import { newId } from '../../platform/id.js';
import type { LedgerService } from '../../platform/ledger/index.js';
import type { TransactionRunner } from '../../platform/scheduling/index.js';
import { sortKey } from '../../platform/search/index.js';
import { sortIssues } from '../../platform/workbook/index.js';
import type { CellIssue } from '../../platform/workbook/index.js';
import type { ReferenceData } from '../../reference/index.js';
import type { ImportMode, ImportOutcome, OnError, RowCounts } from './import.model.js';
import { importProblems } from './import.problems.js';
import { examineDeferred, lockImports } from './import.repository.js';
import { numbersOfSubjects } from './plan/registry-state.repository.js';
import { databaseRefusal, refusedRow, refusedSubjects } from './refusal.rules.js';
import { checkRoster } from './roster-check.js';
import { writeRoster } from './roster-writer.js';
import type { RowIssue } from './roster/roster-issue.rules.js';
import type { Roster } from './roster/roster-reader.js';
import { rowKey } from './roster/roster-row.js';

/** One roster that is to be imported. */
export interface RosterImportOrder {
  readonly id: string;
  readonly mode: ImportMode;
  readonly onError: OnError;
  readonly roster: Roster;
  readonly context: RequestContext;
}

export interface RosterImportPorts {
  readonly database: TransactionRunner;
  readonly ledger: Pick<LedgerService, 'appendMany'>;
  readonly reference: ReferenceData;
  /** Appraisers that each item of an institution's scope needs. */
  readonly appraisersPerItem: number;
}

/** A whole province in one unit of work; each of its statements is short. */
const STATEMENT_TIMEOUT_MS = 300_000;
/** Rows that the database itself may refuse before the roster as a whole is. */
const MAX_REFUSALS = 20;

/** Changed appraisers from which on the database's statistics are no guide any more. */
const MANY_CHANGES = 1000;

/** Ends the trial of a dry run: nothing of it remains. */
class TrialEnded extends Error {
  constructor(readonly outcome: ImportOutcome) { super('the trial of a dry run ended'); }
}

/**
 * Checks a roster against the registry and, unless errors forbid it, writes it in one transaction; a dry run does the same
 * and takes everything back, so that the database's own guards speak as well. One import at a time: a second waits.
 * @param save stores the outcome, in the transaction of what was written
 * @param progress rows done; may throw to stop
 * @throws Problem `import-conflict` when the database refuses something that belongs to no row
 */
export async function importRoster(
  order: RosterImportOrder, ports: RosterImportPorts, save: (tx: Tx, outcome: ImportOutcome) => Promise<void>,
  progress: (rows: number) => Promise<void> = async () => {},
): Promise<ImportOutcome> {
  const refused: RowIssue[] = [];
  for (;;) {
    const subjects = new Map<string, string>();
    try {
      return await ports.database.transaction(async (tx) => {
        subjects.clear();
        const { outcome, wrote } = await attempt(tx, order, ports, refused, subjects, progress);
        if (wrote) await examineDeferred(tx, outcome.appraisers.accepted - outcome.appraisers.unchanged >= MANY_CHANGES);
        if (wrote && order.mode === 'dry-run') throw new TrialEnded(outcome);
        await save(tx, outcome);
        return outcome;
      }, { statementTimeoutMs: STATEMENT_TIMEOUT_MS });
    } catch (error) {
      if (error instanceof TrialEnded) return await saved(ports, error.outcome, save);
      refused.push(await refusal(error, order.roster, subjects, ports, refused));
    }
  }
}

async function saved(ports: RosterImportPorts, outcome: ImportOutcome, save: (tx: Tx, outcome: ImportOutcome) => Promise<void>): Promise<ImportOutcome> {
  await ports.database.transaction((tx) => save(tx, outcome));
  return outcome;
}

async function attempt(
  tx: Tx, order: RosterImportOrder, ports: RosterImportPorts, refused: readonly RowIssue[], subjects: Map<string, string>,
  progress: (rows: number) => Promise<void>,
): Promise<{ readonly outcome: ImportOutcome; readonly wrote: boolean }> {
  await lockImports(tx);
  const { roster, context } = order;
  const today = civilToday(context.now);
  const late = roster.dataDate !== null && roster.dataDate > today;
  const dataDate = roster.dataDate === null || late ? today : roster.dataDate;
  const terms = { dataDate, today, makeId: newId, scope: context.actor.scope, reference: ports.reference };
  const checked = await checkRoster(tx, roster, refused, { ...terms, appraisersPerItem: ports.appraisersPerItem, sortKey: (name) => sortKey(name, { person: false }) });
  const write = checked.errors.length === 0 || order.onError === 'skip';
  const unchanged = await writeRoster(tx, checked, {
    ...terms, sortKey: (name) => sortKey(name, { person: true }), context, importId: order.id, write, ledger: ports.ledger, progress,
    subject: (id, key) => { subjects.set(id, key); },
  });
  const sheets = Object.keys(roster.headerRows);
  const outcome: ImportOutcome = {
    institutions: counts(roster.institutions.length, checked.institutions.length, unchanged.institutions),
    appraisers: counts(roster.appraisers.length, checked.appraisers.length, unchanged.appraisers),
    errors: sortIssues(checked.errors, sheets), warnings: sortIssues(late ? [...checked.warnings, futureDataDate(sheets[0] ?? '', today)] : checked.warnings, sheets),
    committed: write && order.mode === 'commit', dataDate, headerRows: roster.headerRows,
  };
  return { outcome, wrote: write };
}

function counts(read: number, accepted: number, unchanged: number): RowCounts {
  return { read, accepted, rejected: read - accepted, unchanged };
}

function futureDataDate(sheet: string, today: string): CellIssue {
  return { sheet, row: 1, column: null, header: null, value: null, code: 'data-date-in-future', message: `数据截止日期在今天之后，按 ${today} 处理` };
}

/** The row behind a refusal by the database. @throws the error itself when it is none, Problem `import-conflict` when no row is to blame */
async function refusal(
  error: unknown, roster: Roster, subjects: ReadonlyMap<string, string>, ports: RosterImportPorts, before: readonly RowIssue[],
): Promise<RowIssue> {
  const said = databaseRefusal(error);
  if (!said) throw error;
  const conflict = () => importProblems['import-conflict']({ cause: error });
  if (before.length >= MAX_REFUSALS) throw conflict();
  const named = refusedSubjects(said);
  const keys = named.flatMap((id) => subjects.get(id) ?? []);
  const numbers = await numbersOfSubjects(ports.database, named);
  keys.push(...roster.appraisers.filter((row) => row.number !== null && numbers.certificateNos.includes(row.number)).map(rowKey));
  keys.push(...roster.institutions.filter((row) => row.number !== null && numbers.licenceNos.includes(row.number)).map(rowKey));
  const refusedBefore = new Set(before.map(({ key }) => key));
  const key = keys.find((candidate) => !refusedBefore.has(candidate));
  const found = key === undefined ? null : refusedRow(said, key, roster);
  if (!found) throw conflict();
  return found;
}
