import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { Problem } from '../../../src/platform/problem.js';
import { readWorkbook } from '../../../src/platform/workbook/index.js';
import type { ReadOptions, WorkbookRow } from '../../../src/platform/workbook/index.js';
import { ZipWriter } from '../../../src/platform/workbook/zip-writer.js';

/** A private folder for each test, removed afterwards. Call inside `describe`. */
export function temporaryFolder(): { file(name: string): string } {
  let folder = '';
  beforeEach(async () => { folder = await mkdtemp(path.join(tmpdir(), 'workbook-spec-')); });
  afterEach(async () => { await rm(folder, { recursive: true, force: true }); });
  return { file: (name) => path.join(folder, name) };
}

export const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

export interface RawSheet { readonly name: string; readonly state?: string; readonly xml: string }

/** Parts of a workbook with hand-written sheets, before zipping. */
export function workbookParts(sheets: readonly RawSheet[], more: { styles?: string; strings?: string; properties?: string } = {}): Record<string, string> {
  const related = sheets.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`);
  if (more.styles !== undefined) related.push(`<Relationship Id="rIdS" Type="${OFFICE}/styles" Target="styles.xml"/>`);
  if (more.strings !== undefined) related.push(`<Relationship Id="rIdT" Type="${OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>`);
  return {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    'xl/workbook.xml': `<workbook xmlns="${SPREADSHEET}" xmlns:r="${OFFICE}">${more.properties ?? ''}<sheets>${sheets.map((sheet, index) =>
      `<sheet name="${sheet.name}" sheetId="${index + 1}" state="${sheet.state ?? 'visible'}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${related.join('')}</Relationships>`,
    ...Object.fromEntries(sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheet.xml])),
    ...(more.styles === undefined ? {} : { 'xl/styles.xml': more.styles }),
    ...(more.strings === undefined ? {} : { 'xl/sharedStrings.xml': more.strings }),
  };
}

/** A worksheet part around rows, with what may come before and after them. */
export function sheetXml(rows: string, around: { before?: string; after?: string } = {}): string {
  return `<worksheet xmlns="${SPREADSHEET}">${around.before ?? ''}<sheetData>${rows}</sheetData>${around.after ?? ''}</worksheet>`;
}

export type Parts = Readonly<Record<string, string>> | readonly (readonly [string, string])[];

/** Zips parts in their order; a list may name a part twice. */
export async function zipFile(target: string, parts: Parts): Promise<string> {
  const writer = await ZipWriter.create(target);
  for (const [name, content] of Array.isArray(parts) ? parts as readonly (readonly [string, string])[] : Object.entries(parts)) {
    await writer.add(name, [content]);
  }
  await writer.finish();
  return target;
}

export async function zipBytes(target: string, parts: Parts): Promise<Buffer> {
  return readFile(await zipFile(target, parts));
}

export async function writeBytes(target: string, bytes: Buffer): Promise<string> {
  await writeFile(target, bytes);
  return target;
}

export async function readRows(file: string, options?: ReadOptions): Promise<WorkbookRow[]> {
  const rows: WorkbookRow[] = [];
  for await (const batch of readWorkbook(file, options)) rows.push(...batch.rows);
  return rows;
}

/** `kind:value` of every cell, row by row. */
export function shown(rows: readonly WorkbookRow[]): string[][] {
  return rows.map((row) => row.cells.map((cell) => `${cell.kind}:${String(cell.kind === 'formula' ? cell.raw : cell.value)}`));
}

/** Awaits the failure and answers the problem. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  try {
    await work;
  } catch (error) {
    expect(error).to.be.instanceOf(Problem);
    return error as Problem;
  }
  throw new Error('expected a problem, but it succeeded');
}
