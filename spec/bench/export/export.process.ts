import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import ExcelJS from 'exceljs';
import { systemContext } from '../../../src/platform/context.js';
import { RosterService } from '../../../src/registry/roster/index.js';
import { answer } from '../child.js';
import { openService } from '../service.js';

export interface ExportQuestion {
  readonly writer: 'service' | 'bare';
  readonly file: string;
  /** Of the service: where it reads from, and the division whose roster it writes. */
  readonly url: string;
  readonly dataDir: string;
  readonly division: string;
  /** Of the bare writer: a workbook that the service has written. */
  readonly cellsOf: string;
}
/** Rows are told by the bare writer, which has them all. */
export interface ExportAnswer { readonly ms: number; readonly peakMegabytes: number; readonly rows: number }

/** Writes the roster once and tells how long that took; a process of its own for each, so that each has its own peak of memory. */
answer(async (question: ExportQuestion): Promise<ExportAnswer> => {
  const write = question.writer === 'service' ? await serviceWriter(question) : await bareWriter(question);
  const started = performance.now();
  const rows = await write();
  return { ms: performance.now() - started, peakMegabytes: process.resourceUsage().maxRSS / 1024, rows };
});

/** From the database to the file, with everything that the service does on the way. */
async function serviceWriter({ url, dataDir, division, file }: ExportQuestion): Promise<() => Promise<number>> {
  const { application } = await openService(url, dataDir);
  const roster = application.container.get(RosterService);
  return async () => {
    const { content } = await roster.table(systemContext('bench'), { division }, new AbortController().signal);
    await pipeline(content, createWriteStream(file));
    return 0;
  };
}

interface BareSheet {
  readonly name: string;
  readonly rows: { readonly values: readonly ExcelJS.CellValue[]; readonly styles: readonly Partial<ExcelJS.Style>[] }[];
}

/** The same cells, already in memory, through exceljs as its documentation shows it. */
async function bareWriter({ cellsOf, file }: ExportQuestion): Promise<() => Promise<number>> {
  const sheets = await readCells(cellsOf);
  return async () => {
    const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true, useSharedStrings: false });
    for (const sheet of sheets) {
      const worksheet = workbook.addWorksheet(sheet.name);
      for (const { values, styles } of sheet.rows) {
        const row = worksheet.addRow(values);
        for (let index = 0; index < styles.length; index++) row.getCell(index + 1).style = styles[index]!;
        row.commit();
      }
      worksheet.commit();
    }
    await workbook.commit();
    return sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0);
  };
}

/** Values and formats of a workbook; equal formats are one object, which is how exceljs recognises them at once. */
async function readCells(file: string): Promise<BareSheet[]> {
  const sheets: BareSheet[] = [];
  const styles = new Map<string, Partial<ExcelJS.Style>>();
  const shared = (style: Partial<ExcelJS.Style>) => {
    const key = JSON.stringify(style);
    if (!styles.has(key)) styles.set(key, style);
    return styles.get(key)!;
  };
  for await (const worksheet of new ExcelJS.stream.xlsx.WorkbookReader(file, { worksheets: 'emit', styles: 'cache', sharedStrings: 'cache', hyperlinks: 'ignore', entries: 'ignore' })) {
    const sheet: BareSheet = { name: (worksheet as unknown as { name: string }).name, rows: [] };
    for await (const row of worksheet) {
      const values: ExcelJS.CellValue[] = [];
      const formats: Partial<ExcelJS.Style>[] = [];
      row.eachCell({ includeEmpty: true }, (cell, column) => {
        values[column - 1] = cell.value;
        formats[column - 1] = shared(cell.style);
      });
      sheet.rows.push({ values, styles: formats });
    }
    sheets.push(sheet);
  }
  return sheets;
}
