import { writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import ExcelJS from 'exceljs';
import { findHeader, inspectUpload, workbookTemplate } from '../../../src/platform/workbook/index.js';
import type { ColumnSpec } from '../../../src/platform/workbook/index.js';
import { readRows, temporaryFolder } from './workbook-files.js';

const CITIES = Array.from({ length: 120 }, (_, index) => `第${index}市`);
const COLUMNS: readonly ColumnSpec[] = [
  { key: 'name', title: '姓名', required: true, note: '与身份证件一致', example: '张三' },
  { key: 'sex', title: '性别', required: true, choices: ['男', '女'] },
  { key: 'city', title: '所在地市', required: false, choices: CITIES },
  { key: 'from', title: '颁证日期', required: true, kind: 'date' },
];

describe('an import template', () => {
  const folder = temporaryFolder();

  it('has its own header recognised, no rows to import, and its lists hidden', async () => {
    const file = folder.file('template.xlsx');
    await writeFile(file, await workbookTemplate([{ name: '鉴定人', columns: COLUMNS }], { notes: ['一行一人'], creator: '测试', created: new Date('2026-01-01T00:00:00Z') }));
    await inspectUpload(file);
    const rows = await readRows(file);
    const own = rows.filter((row) => row.sheet === '鉴定人');
    expect(own).to.have.length(1);
    expect(findHeader(own, COLUMNS)?.missing).to.deep.equal([]);
    expect([...new Set(rows.map((row) => row.sheet))]).to.deep.equal(['鉴定人', '填写说明']);
    expect(rows.some((row) => row.sheet === '填写说明' && row.cells.some((cell) => cell.value === '与身份证件一致'))).to.equal(true);
  });

  it('offers choices, short ones inline and long ones from the hidden sheet', async () => {
    const workbook = new ExcelJS.Workbook();
    const bytes = await workbookTemplate([{ name: '鉴定人', columns: COLUMNS }], { notes: [], creator: '测试', created: new Date() });
    await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
    const sheet = workbook.getWorksheet('鉴定人');
    expect(sheet?.getCell('B2').dataValidation).to.deep.include({ type: 'list', formulae: ['"男,女"'] });
    expect(sheet?.getCell('C500').dataValidation).to.deep.include({ type: 'list', formulae: ['选项!$A$1:$A$120'] });
    expect(workbook.getWorksheet('选项')?.state).to.equal('hidden');
    expect(workbook.getWorksheet('选项')?.getCell('A120').value).to.equal('第119市');
    expect(sheet?.getCell('A2').numFmt).to.equal('@');
    expect(sheet?.getCell('D2').numFmt).to.equal('yyyy-mm-dd');
  });
});
