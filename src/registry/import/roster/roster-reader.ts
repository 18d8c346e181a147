import { HEADER_SEARCH_ROWS, findHeader, headerIssues, isBlankRow, readWorkbook } from '../../../platform/workbook/index.js';
import type { CellIssue, RowBatch, SheetHeader, WorkbookRow } from '../../../platform/workbook/index.js';
import { importProblems } from '../import.problems.js';
import { readAppraiserRow } from './appraiser-row.rules.js';
import { statedDataDate } from './data-date.rules.js';
import { readInstitutionRow } from './institution-row.rules.js';
import type { RosterTerms } from './institution-row.rules.js';
import { APPRAISER_COLUMNS, APPRAISER_SHEET, INSTITUTION_COLUMNS, INSTITUTION_SHEET } from './roster-columns.js';
import type { AppraiserKey, InstitutionKey } from './roster-columns.js';
import type { AppraiserRow, InstitutionRow } from './roster-row.js';

/** A roster workbook as read, every row checked by itself only. */
export interface Roster {
  readonly institutions: InstitutionRow[];
  readonly appraisers: AppraiserRow[];
  readonly errors: CellIssue[];
  readonly warnings: CellIssue[];
  /** Names of the recognised sheets with their header rows. */
  readonly headerRows: Record<string, number>;
  /** The day as of which the roster speaks, null when it does not say. */
  dataDate: string | null;
}

type Sheet =
  | { readonly kind: 'institutions'; readonly header: SheetHeader<InstitutionKey>; readonly usable: boolean }
  | { readonly kind: 'appraisers'; readonly header: SheetHeader<AppraiserKey>; readonly usable: boolean };

/**
 * Reads a roster. Sheets are told apart by their columns, wherever the header stands in the first rows and whatever the
 * order of the columns; a sheet without known columns is passed over with a warning.
 * @param file path of a workbook that `inspectUpload` has accepted
 * @param progress told now and then how many rows have been read; may throw to stop
 * @throws Problem `import-no-roster-sheet` (422) when no sheet is recognised, and what `readWorkbook` throws
 */
export async function readRoster(file: string, terms: RosterTerms, progress: (rows: number) => Promise<void> = async () => {}): Promise<Roster> {
  const roster: Roster = { institutions: [], appraisers: [], errors: [], warnings: [], headerRows: {}, dataDate: null };
  let intake: SheetIntake | null = null;
  for await (const batch of readWorkbook(file)) {
    if (intake?.sheetIndex !== batch.sheetIndex) {
      intake?.end();
      intake = new SheetIntake(batch, roster, terms);
    }
    intake.take(batch);
    await progress(roster.institutions.length + roster.appraisers.length);
  }
  intake?.end();
  if (Object.keys(roster.headerRows).length === 0) throw noRosterSheet();
  return roster;
}

/**
 * Reads a workbook from end to end without keeping anything, so that a file that cannot be read is refused before anything
 * is stored.
 * @returns rows with content, title rows and other sheets included
 * @throws Problem as `readRoster`
 */
export async function probeRoster(file: string): Promise<number> {
  let rows = 0;
  let recognised = false;
  let sheetIndex = -1;
  for await (const batch of readWorkbook(file)) {
    if (batch.sheetIndex !== sheetIndex) recognised ||= recogniseSheet(batch.rows.slice(0, HEADER_SEARCH_ROWS), batch.sheet) !== null;
    sheetIndex = batch.sheetIndex;
    rows += batch.rows.length;
  }
  if (!recognised) throw noRosterSheet();
  return rows;
}

function noRosterSheet() {
  return importProblems['import-no-roster-sheet']({ detail: `未找到“${INSTITUTION_SHEET}”或“${APPRAISER_SHEET}”的表头（须在前 ${HEADER_SEARCH_ROWS} 行内）` });
}

/** Takes in one sheet: holds its first rows until the header can be decided. */
class SheetIntake {
  readonly sheetIndex: number;
  private readonly name: string;
  private readonly date1904: boolean;
  private head: WorkbookRow[] = [];
  private sheet: Sheet | 'undecided' | 'foreign' = 'undecided';

  constructor(first: RowBatch, private readonly roster: Roster, private readonly terms: RosterTerms) {
    this.sheetIndex = first.sheetIndex;
    this.name = first.sheet;
    this.date1904 = first.date1904;
  }

  take(batch: RowBatch): void {
    if (this.sheet !== 'undecided') {
      for (const row of batch.rows) this.row(row);
      return;
    }
    this.head.push(...batch.rows);
    if ((this.head.at(-1)?.rowNumber ?? 0) > HEADER_SEARCH_ROWS) this.decide();
  }

  end(): void {
    if (this.sheet === 'undecided') this.decide();
  }

  private decide(): void {
    const rows = this.head;
    this.head = [];
    const sheet = recogniseSheet(rows, this.name);
    if (sheet === null) {
      this.sheet = 'foreign';
      this.roster.warnings.push({
        sheet: this.name, row: rows[0]?.rowNumber ?? 1, column: null, header: null, value: null,
        code: 'sheet-ignored', message: '未识别出名册表头，该工作表未导入',
      });
      return;
    }
    this.sheet = sheet;
    this.roster.headerRows[this.name] = sheet.header.headerRow;
    this.roster.dataDate ??= statedDataDate(rows.filter((row) => row.rowNumber < sheet.header.headerRow));
    this.roster.errors.push(...headerIssues(sheet.header));
    this.roster.warnings.push(...sheet.header.unknown.map(({ column, title }): CellIssue => ({
      sheet: this.name, row: sheet.header.headerRow, column, header: title.slice(0, 200), value: title.slice(0, 200),
      code: 'unknown-column', message: '未识别的列，未导入',
    })));
    for (const row of rows) this.row(row);
  }

  private row(row: WorkbookRow): void {
    const sheet = this.sheet;
    if (typeof sheet === 'string' || !sheet.usable || row.rowNumber <= sheet.header.headerRow || isBlankRow(sheet.header, row)) return;
    if (sheet.kind === 'institutions') {
      const result = readInstitutionRow(sheet.header, row, this.terms, this.date1904);
      this.roster.institutions.push(result.row);
      this.issues(result);
    } else {
      const result = readAppraiserRow(sheet.header, row, this.terms, this.date1904);
      this.roster.appraisers.push(result.row);
      this.issues(result);
    }
  }

  private issues({ errors, warnings }: { readonly errors: readonly CellIssue[]; readonly warnings: readonly CellIssue[] }): void {
    this.roster.errors.push(...errors);
    this.roster.warnings.push(...warnings);
  }
}

/** Which roster sheet this is: the one that more of its columns belong to, the name of the sheet deciding a draw. */
function recogniseSheet(rows: readonly WorkbookRow[], name: string): Sheet | null {
  const institutions = findHeader(rows, INSTITUTION_COLUMNS);
  const appraisers = findHeader(rows, APPRAISER_COLUMNS);
  const score = (header: SheetHeader | null, isNamed: boolean) => (header ? header.columns.size - header.missing.length + (isNamed ? 0.5 : 0) : -Infinity);
  const forInstitutions = score(institutions, name.includes('机构'));
  const forAppraisers = score(appraisers, name.includes('鉴定人') && !name.includes('机构'));
  if (forInstitutions > forAppraisers && institutions && institutions.columns.has('licenceNo')) {
    return { kind: 'institutions', header: institutions, usable: institutions.missing.length === 0 };
  }
  if (appraisers && (appraisers.columns.has('certificateNo') || appraisers.columns.has('name'))) {
    return { kind: 'appraisers', header: appraisers, usable: appraisers.missing.length === 0 };
  }
  // Named like a roster but without its key column: say what is missing rather than pass over it.
  return institutions && name.includes(INSTITUTION_SHEET) ? { kind: 'institutions', header: institutions, usable: institutions.missing.length === 0 } : null;
}
