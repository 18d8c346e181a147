import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import ExcelJS from 'exceljs';
import { annotateWorkbook, inspectUpload } from '../../../src/platform/workbook/index.js';
import type { CellIssue } from '../../../src/platform/workbook/index.js';
import { ZipArchive } from '../../../src/platform/workbook/zip-archive.js';
import { problemOf, readRows, sheetXml, shown, temporaryFolder, workbookParts, zipFile } from './workbook-files.js';

const ROSTER = path.resolve('spec/platform/workbook/fixtures/openpyxl-inline-strings.xlsx');
const HEADER_ROWS = { 机构名册: 3, 鉴定人名册: 1 };

function issue(row: number, column: number | null, message: string, sheet = '机构名册'): CellIssue {
  return { sheet, row, column, header: column === null ? null : `列${column}`, value: null, code: 'wrong', message };
}

async function load(file: string): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(file);
  return workbook;
}

function noteText(cell: ExcelJS.Cell | undefined): string {
  const note = cell?.note;
  return typeof note === 'string' ? note : (note?.texts ?? []).map((part) => part.text).join('');
}

function colour(cell: ExcelJS.Cell | undefined): string | undefined {
  const fill = cell?.fill;
  return fill?.type === 'pattern' ? fill.fgColor?.argb : undefined;
}

describe('an annotated copy of a workbook', () => {
  const folder = temporaryFolder();
  let files = 0;
  const next = () => folder.file(`${(files += 1)}.xlsx`);
  const annotated = async (file: string, errors: CellIssue[], warnings: CellIssue[] = [], headerRows: Record<string, number> = HEADER_ROWS) => {
    const target = next();
    await annotateWorkbook(file, target, { errors, warnings, headerRows });
    await inspectUpload(target);
    return target;
  };

  it('marks wrong cells, says why in a comment and gives the reasons of a row in a last column', async () => {
    const file = await annotated(ROSTER, [issue(5, 4, '校验位错误'), issue(5, 15, '日期早于颁证日期'), issue(7, null, '整行有误')], [issue(9, 15, '已过期')]);
    const sheet = (await load(file)).getWorksheet('机构名册');
    expect(colour(sheet?.getCell('D5'))).to.equal('FFFFC7CF');
    expect(colour(sheet?.getCell('O9'))).to.equal('FFFFEB9D');
    expect(colour(sheet?.getCell('E5'))).to.equal(undefined);
    expect(noteText(sheet?.getCell('D5'))).to.equal('校验位错误');
    expect(noteText(sheet?.getCell('O9'))).to.equal('提示：已过期');
    expect(['S3', 'S4', 'S5', 'S7', 'S9'].map((at) => sheet?.getCell(at).value ?? null)).to.deep.equal([
      '错误说明', null, '【列4】校验位错误；【列15】日期早于颁证日期', '整行有误', '【列15】提示：已过期',
    ]);
  });

  it('leaves every value, number type, date, formula, format, merge and other sheet as it was', async () => {
    const file = await annotated(ROSTER, [issue(5, 13, '日期有误'), issue(20, 2, '是公式')]);
    const rows = (await readRows(file)).map((row) => ({ ...row, cells: row.cells.filter((cell) => row.sheet !== '机构名册' || cell.column <= 18) }));
    expect(rows).to.deep.equal(await readRows(ROSTER));
    const [before, after] = [await load(ROSTER), await load(file)];
    expect(after.getWorksheet('机构名册')?.getCell('A1').isMerged).to.equal(true);
    expect(after.getWorksheet('机构名册')?.getCell('M5').numFmt).to.equal(before.getWorksheet('机构名册')?.getCell('M5').numFmt);
    expect(after.getWorksheet('机构名册')?.getCell('A1').font).to.deep.equal(before.getWorksheet('机构名册')?.getCell('A1').font);
    const [original, copy] = [await ZipArchive.open(ROSTER), await ZipArchive.open(file)];
    expect(copy.find('xl/theme/theme1.xml')?.crc32).to.equal(original.find('xl/theme/theme1.xml')?.crc32);
    expect(copy.find('xl/worksheets/sheet2.xml')?.crc32).to.equal(original.find('xl/worksheets/sheet2.xml')?.crc32);
    original.close();
    copy.close();
  });

  it('can be corrected and sent again: old marks, comments and reasons go, new ones come', async () => {
    const first = await annotated(ROSTER, [issue(5, 4, '甲'), issue(7, 3, '乙')]);
    const second = await annotated(first, [issue(7, 3, '仍不对'), issue(9, 2, '丙')]);
    const sheet = (await load(second)).getWorksheet('机构名册');
    expect(colour(sheet?.getCell('D5'))).to.equal(undefined);
    expect(noteText(sheet?.getCell('D5'))).to.equal('');
    expect(colour(sheet?.getCell('C7'))).to.equal('FFFFC7CF');
    expect(noteText(sheet?.getCell('C7'))).to.equal('仍不对');
    expect(['S3', 'S5', 'S7', 'S9', 'T3'].map((at) => sheet?.getCell(at).value ?? null)).to.deep.equal(['错误说明', null, '【列3】仍不对', '【列2】丙', null]);
    const clean = await annotated(second, []);
    expect((await load(clean)).getWorksheet('机构名册')?.getCell('S7').value ?? null).to.equal(null);
  });

  it('writes reasons as text whatever they begin with', async () => {
    const file = await annotated(ROSTER, [{ ...issue(5, null, '=1+1'), header: null }]);
    const row = (await readRows(file)).find((one) => one.rowNumber === 5 && one.sheet === '机构名册');
    expect(row?.cells.at(-1)).to.deep.equal({ column: 19, kind: 'text', value: '=1+1', raw: '=1+1' });
  });

  it('marks cells and rows that the file does not have, in a workbook without styles, widths and references', async () => {
    const xml = sheetXml('<row><c t="inlineStr"><is><t>姓名</t></is></c><c t="inlineStr"><is><t>证号</t></is></c></row><row r="3"><c r="B3"><v>7</v></c></row>',
      { before: '<dimension ref="A1:B3"/>', after: '<autoFilter ref="A1:B3"/><extLst/>' });
    const file = await annotated(await zipFile(next(), workbookParts([{ name: '甲', xml }])), [issue(3, 1, '必填', '甲'), issue(2, 2, '空行', '甲'), issue(5, 1, '缺', '甲')], [], { 甲: 1 });
    const sheet = (await load(file)).getWorksheet('甲');
    for (const at of ['A3', 'B2', 'A5']) expect(colour(sheet?.getCell(at)), at).to.equal('FFFFC7CF');
    expect(sheet?.getCell('B3').value).to.equal(7);
    expect(shown(await readRows(file))).to.deep.equal([
      ['text:姓名', 'text:证号', 'text:错误说明'], ['text:【列2】空行'], ['number:7', 'text:【列1】必填'], ['text:【列1】缺'],
    ]);
    expect(sheet?.autoFilter).to.equal('A1:B3');
    expect(sheet?.getColumn(3).width).to.equal(48);
  });

  it('keeps the comments, colours, widths and validations that the user has', async () => {
    const own = new ExcelJS.Workbook();
    const sheet = own.addWorksheet('甲');
    sheet.columns = [{ width: 30 }, { width: 11 }];
    sheet.addRows([['姓名', '证号'], ['张三', 1], ['李四', 2]]);
    sheet.getCell('A2').note = '我的批注';
    sheet.getCell('B3').fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FF00FF00' } };
    sheet.getCell('B2').dataValidation = { type: 'whole', operator: 'greaterThan', formulae: [0], allowBlank: true };
    const original = next();
    await own.xlsx.writeFile(original);
    const file = await annotated(original, [issue(2, 1, '冲突', '甲'), issue(2, 2, '有误', '甲')], [], { 甲: 1 });
    const copy = (await load(file)).getWorksheet('甲');
    expect(noteText(copy?.getCell('A2'))).to.equal('我的批注');
    expect(noteText(copy?.getCell('B2'))).to.equal('有误');
    expect(colour(copy?.getCell('B3'))).to.equal('FF00FF00');
    expect(copy?.getCell('B2').dataValidation).to.include({ type: 'whole', operator: 'greaterThan' });
    expect([copy?.getColumn(1).width, copy?.getColumn(2).width]).to.deep.equal([30, 11]);
    expect(copy?.getCell('C2').value).to.equal('【列1】冲突；【列2】有误');
  });

  it('leaves nothing behind when the file cannot be rewritten, and never overwrites', async () => {
    const broken = await zipFile(next(), workbookParts([{ name: '甲', xml: '<worksheet><sheetData><row>' }]));
    const target = next();
    expect((await problemOf(annotateWorkbook(broken, target, { errors: [issue(1, 1, 'x', '甲')], warnings: [], headerRows: {} }))).code).to.equal('workbook-damaged');
    expect(await access(target).then(() => true, () => false)).to.equal(false);
    await writeFile(target, 'mine');
    const failure: unknown = await annotateWorkbook(ROSTER, target, { errors: [], warnings: [], headerRows: {} }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(await access(target).then(() => true, () => false)).to.equal(true);
  });
});
