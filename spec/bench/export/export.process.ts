import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import ExcelJS from 'exceljs';
import { civilToday } from '../../../src/platform/calendar/index.js';
import { systemContext } from '../../../src/platform/context.js';
import { divisionPrefix } from '../../../src/platform/identity/role.js';
import { serialOfCivilDate, type CellValue, type SheetDefinition, type SheetRow } from '../../../src/platform/workbook/index.js';
import { bodyStyles } from '../../../src/platform/workbook/workbook-styles.js';
import { ReferenceService } from '../../../src/reference/index.js';
import { RosterRepository, RosterService } from '../../../src/registry/roster/index.js';
import { tableSheets } from '../../../src/registry/roster/roster-table.js';
import { ScopeVocabulary } from '../../../src/registry/scope-text/index.js';
import { answer } from '../child.js';
import { openService, type RunningService } from '../service.js';

export interface ExportQuestion {
  /**
   * `service`: the export as the service makes it. `bare`: the same rows by the same statements, written by exceljs alone.
   * `memory`: exceljs alone, with all rows already at hand.
   */
  readonly writer: 'service' | 'bare' | 'memory';
  readonly file: string;
  readonly url: string;
  readonly dataDir: string;
  readonly division: string;
}
export interface ExportAnswer { readonly ms: number; readonly peakMegabytes: number; readonly rows: number }

/** Writes the roster twice, in a process of its own, so that the peak of memory is its own; the second time is the one that counts. */
answer(async (question: ExportQuestion): Promise<ExportAnswer> => {
  const service = await openService(question.url, question.dataDir);
  const cells = question.writer === 'memory' ? await withSheets(service, question.division, keptInMemory) : null;
  const write = async () => {
    if (question.writer === 'service') return writeByService(service, question);
    if (cells) return writeBare(question.file, cells);
    return withSheets(service, question.division, (sheets) => writeBare(question.file, sheets));
  };
  await write();
  const started = performance.now();
  const rows = await write();
  return { ms: performance.now() - started, peakMegabytes: process.resourceUsage().maxRSS / 1024, rows };
});

async function writeByService({ application }: RunningService, { division, file }: ExportQuestion): Promise<number> {
  const { content } = await application.container.get(RosterService).table(systemContext('bench'), { division }, new AbortController().signal);
  await pipeline(content, createWriteStream(file));
  return 0;
}

/** The sheets that the service writes, in one transaction as there. */
async function withSheets<T>({ application, database }: RunningService, code: string, work: (sheets: readonly SheetDefinition[]) => Promise<T>): Promise<T> {
  const { categories, divisions } = await application.container.get(ReferenceService).data();
  const repository = new RosterRepository();
  const selection = { divisionPrefix: divisionPrefix(code), asOf: civilToday(new Date()), statuses: ['practising'] };
  return database.transaction(async (tx) => {
    await repository.expectBulk(tx);
    const ids = (await repository.institutions(tx, selection)).filter(({ part }) => part === 'registered').map(({ id }) => id);
    return work(tableSheets({
      divisionName: divisions.byCode(code)!.fullName, asOf: selection.asOf, issuer: '', vocabulary: new ScopeVocabulary(categories), divisions,
      institutions: () => repository.institutionTable(tx, ids, selection),
      appraisers: () => repository.appraiserTable(tx, ids, selection),
    }));
  }, { isolation: 'repeatable read', readOnly: true });
}

async function keptInMemory(sheets: readonly SheetDefinition[]): Promise<SheetDefinition[]> {
  const kept: SheetDefinition[] = [];
  for (const sheet of sheets) {
    const rows: SheetRow[] = [];
    for await (const row of sheet.rows) rows.push(row);
    kept.push({ ...sheet, rows });
  }
  return kept;
}

/** As the documentation of exceljs shows it, with the formats of the service's cells. @returns how many rows were written */
async function writeBare(file: string, sheets: readonly SheetDefinition[]): Promise<number> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true });
  let rows = 0;
  for (const sheet of sheets) {
    const worksheet = workbook.addWorksheet(sheet.name);
    const styles = bodyStyles(sheet.columns);
    for await (const values of sheet.rows as AsyncIterable<readonly CellValue[]>) {
      const row = worksheet.addRow(values.map((value, index) => (sheet.columns[index]!.kind === 'date' && typeof value === 'string' ? serialOfCivilDate(value) : value)));
      for (let index = 0; index < styles.length; index++) row.getCell(index + 1).style = styles[index]!;
      row.commit();
      rows += 1;
    }
    worksheet.commit();
  }
  await workbook.commit();
  return rows;
}
