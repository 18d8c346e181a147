import { createWriteStream } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { inspectUpload, writeWorkbook } from '../../../src/platform/workbook/index.js';
import type { SheetDefinition, SheetRow } from '../../../src/platform/workbook/index.js';
import { readRows, shown, temporaryFolder } from './workbook-files.js';

const INFO = { creator: '测试', created: new Date('2026-01-01T00:00:00Z') };
const COLUMNS = [{ title: '序号', kind: 'integer' }, { title: '姓名', kind: 'text' }, { title: '日期', kind: 'date' }, { title: '数值', kind: 'number' }] as const;

describe('writing a workbook', () => {
  const folder = temporaryFolder();
  let files = 0;
  const write = async (...sheets: SheetDefinition[]): Promise<string> => {
    const file = folder.file(`${(files += 1)}.xlsx`);
    await writeWorkbook(createWriteStream(file), sheets, INFO);
    return file;
  };

  it('gives what the reader reads back', async () => {
    const file = await write({ name: '名册', titles: ['某某名册', '截止 2025 年'], columns: COLUMNS, rows: [[1, '张三', '2024-03-05', 1.5], [2, null, null, null], [3, '李四', '长期', -0.1]] });
    await inspectUpload(file);
    expect(shown(await readRows(file))).to.deep.equal([
      ['text:某某名册'], ['text:截止 2025 年'], ['text:序号', 'text:姓名', 'text:日期', 'text:数值'],
      ['number:1', 'text:张三', 'date:2024-03-05', 'number:1.5'], ['number:2'], ['number:3', 'text:李四', 'text:长期', 'number:-0.1'],
    ]);
  });

  it('stores text as text whatever it begins with', async () => {
    const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x")', "'=1", '{=1}'];
    const file = await write({ name: '甲', columns: [{ title: '列', kind: 'text' }], rows: hostile.map((text) => [text]) });
    expect(shown(await readRows(file)).slice(1)).to.deep.equal(hostile.map((text) => [`text:${text}`]));
    expect(shown(await readRows(await write({ name: '甲', columns: [{ title: '列', kind: 'date' }], rows: [['=NOW()']] })))[1]).to.deep.equal(['text:=NOW()']);
  });

  it('brings back any text but for control characters', async () => {
    const texts = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), { minLength: 20, maxLength: 60 });
    await fc.assert(fc.asyncProperty(texts, async (values) => {
      const file = await write({ name: '甲', columns: [{ title: '列', kind: 'text' }], rows: values.map((text) => [`:${text}_x0041_:`]) });
      const expected = values.map((text) => [`text::${text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/g, '')}_x0041_:`]);
      expect(shown(await readRows(file)).slice(1)).to.deep.equal(expected);
    }), { numRuns: 5 });
  });

  it('cuts text that Excel could not hold and says so', async () => {
    const [, row] = await readRows(await write({ name: '甲', columns: [{ title: '列', kind: 'text' }], rows: [['字'.repeat(40_000)]] }));
    const value = String(row?.cells[0]?.value);
    expect(value).to.have.length(32_767);
    expect(value).to.match(/未列出）$/);
  });

  it('is set up for screen and print', async () => {
    const file = await write({ name: '名:册/[1]', titles: ['标题'], columns: COLUMNS, rows: [[1, 'a', null, null]] }, { name: '名 册 1', columns: COLUMNS, rows: [], header: false, orientation: 'portrait' });
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(file);
    const [sheet, cover] = workbook.worksheets;
    expect(workbook.worksheets.map((one) => one.name)).to.deep.equal(['名 册 1', '名 册 1(2)']);
    expect(sheet?.views[0]).to.include({ state: 'frozen', ySplit: 2 });
    expect(sheet?.pageSetup).to.include({ paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '2:2' });
    expect(sheet?.headerFooter.oddFooter).to.equal('第 &P 页 共 &N 页');
    expect(sheet?.autoFilter).to.equal('A2:D3');
    expect(sheet?.getCell('A1').isMerged).to.equal(true);
    expect(sheet?.getCell('B3').numFmt).to.equal('@');
    expect(cover?.pageSetup.orientation).to.equal('portrait');
  });

  it('takes rows that stand out among the others', async () => {
    const rows: SheetRow[] = [{ style: 'section', cells: ['广州市'], merged: true }, [1, 'a', null, null], { style: 'section', cells: ['深圳市'], merged: true, pageBreakBefore: true }];
    const file = await write({ name: '甲', columns: COLUMNS, rows });
    expect(shown(await readRows(file)).slice(1)).to.deep.equal([['text:广州市'], ['number:1', 'text:a'], ['text:深圳市']]);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(file);
    expect(workbook.worksheets[0]?.getCell('D2').isMerged).to.equal(true);
  });

  it('asks for rows no faster than the reader of the output takes them', async () => {
    let produced = 0;
    const rows = async function* (): AsyncGenerator<SheetRow> {
      for (; produced < 200_000; produced += 1) yield [produced, `${Math.sin(produced)}${Math.cos(produced)}`, '2024-03-05', Math.tan(produced)];
    };
    const stuck = new Writable({ highWaterMark: 1024, write: () => undefined });
    const work = writeWorkbook(stuck, [{ name: '甲', columns: COLUMNS, rows: rows() }], INFO).catch((error: unknown) => error);
    let before = -1;
    for (let same = 0; same < 200; same = produced === before ? same + 1 : 0) {
      before = produced;
      await nextTurn();
    }
    expect(produced).to.be.within(100, 100_000);
    stuck.destroy();
    expect(await work).to.be.instanceOf(Error);
  });

  it('lets go of the rows when the reader goes away', async () => {
    let closed = false;
    const rows = async function* (): AsyncGenerator<SheetRow> {
      try {
        for (let index = 0; ; index += 1) yield [index, 'x', null, null];
      } finally {
        closed = true;
      }
    };
    const reader = new PassThrough();
    reader.once('data', () => { reader.destroy(); });
    const failure: unknown = await writeWorkbook(reader, [{ name: '甲', columns: COLUMNS, rows: rows() }], INFO).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(closed).to.equal(true);
  });

  it('fails with the error of the rows and breaks the output off', async () => {
    const rows = async function* (): AsyncGenerator<SheetRow> {
      yield [1, 'x', null, null];
      await nextTurn();
      throw new Error('database gone');
    };
    const output = new PassThrough();
    output.resume();
    const failure: unknown = await writeWorkbook(output, [{ name: '甲', columns: COLUMNS, rows: rows() }], INFO).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error).with.property('message', 'database gone');
    expect(output.destroyed).to.equal(true);
  });
});
