import path from 'node:path';
import { expect } from 'chai';
import { inspectUpload, readWorkbook } from '../../../src/platform/workbook/index.js';
import { SPREADSHEET, problemOf, readRows, sheetXml, shown, temporaryFolder, workbookParts, zipFile } from './workbook-files.js';

const STYLES = `<styleSheet xmlns="${SPREADSHEET}"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="0.00"/></numFmts>`
  + '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs></styleSheet>';

describe('reading a workbook', () => {
  const folder = temporaryFolder();
  let files = 0;
  const made = (...args: Parameters<typeof workbookParts>) => zipFile(folder.file(`${(files += 1)}.xlsx`), workbookParts(...args));
  const rowsOf = async (rows: string, more: Parameters<typeof workbookParts>[1] = {}) =>
    shown(await readRows(await made([{ name: '甲', xml: sheetXml(rows) }], more)));
  const refusal = async (rows: string) => (await problemOf(rowsOf(rows))).code;

  it('gives every kind of cell', async () => {
    const strings = `<sst xmlns="${SPREADSHEET}"><si><t>共享</t></si><si><r><t>富</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 文本</t></r><rPh sb="0" eb="1"><t>注音</t></rPh></si></sst>`;
    expect(await rowsOf('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><r><t>内</t></r><r><t>联</t></r></is></c>'
      + '<c r="D1" t="str"><v>文字</v></c><c r="E1"><v>4.5E2</v></c><c r="F1" t="b"><v>1</v></c><c r="G1" t="e"><v>#N/A</v></c><c r="H1" t="d"><v>2024-03-05T00:00:00Z</v></c></row>', { strings }))
      .to.deep.equal([['text:共享', 'text:富 文本', 'text:内联', 'text:文字', 'number:450', 'boolean:true', 'error:#N/A', 'date:2024-03-05']]);
  });

  it('tells dates from numbers by the format of the cell', async () => {
    expect(await rowsOf('<row r="1"><c r="A1" s="0"><v>45761</v></c><c r="B1" s="1"><v>45761</v></c><c r="C1" s="2"><v>45761</v></c><c r="D1" s="3"><v>45761</v></c>'
      + '<c r="E1" s="4"><v>45761.75</v></c><c r="F1" s="5"><v>0.75</v></c><c r="G1" s="1"><v>60</v></c><c r="H1" s="1"><v>-1</v></c></row>', { styles: STYLES }))
      .to.deep.equal([['number:45761', 'date:2025-04-14', 'date:2025-04-14', 'number:45761', 'date:2025-04-14T18:00:00', 'number:0.75', 'number:60', 'number:-1']]);
  });

  it('counts dates from 1904 where the workbook does', async () => {
    const more = { styles: STYLES, properties: '<workbookPr date1904="1"/>' };
    expect(await rowsOf('<row r="1"><c r="A1" s="1"><v>44299</v></c></row>', more)).to.deep.equal([['date:2025-04-14']]);
  });

  it('flags formulas and does not hand out what the file says they come to', async () => {
    expect(await rowsOf('<row r="1"><c r="A1" t="str"><f>HYPERLINK("http://x","点我")</f><v>骗你</v></c><c r="B1"><f t="shared" si="0"/><v>7</v></c></row>'))
      .to.deep.equal([['formula:=HYPERLINK("http://x","点我")', 'formula:=']]);
  });

  it('understands rows and cells without references, other prefixes and escaped characters', async () => {
    const xml = `<x:worksheet xmlns:x="${SPREADSHEET}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a_x000D_b_x005F_x0041_</x:t></x:is></x:c><x:c><x:v>2</x:v></x:c></x:row>`
      + '<x:row r="4"><x:c r="C4"><x:v>3</x:v></x:c><x:c><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const rows = await readRows(await made([{ name: '甲', xml }]));
    expect(shown(rows)).to.deep.equal([['text:a\rb_x0041_', 'number:2'], ['number:3', 'number:4']]);
    expect(rows.map((row) => [row.rowNumber, row.cells.map((cell) => cell.column)])).to.deep.equal([[1, [1, 2]], [4, [3, 4]]]);
  });

  it('passes over empty cells, blank rows and what is not cells', async () => {
    expect(await rowsOf('<row r="1"><c r="A1" s="1"/><c r="B1" t="inlineStr"><is><t></t></is></c><c r="C1"><v></v></c></row><row r="2"/><row r="3"><c r="A3"><v>1</v></c></row>'))
      .to.deep.equal([['number:1']]);
  });

  it('goes through the sheets in the order of their tabs and leaves hidden ones out unless asked', async () => {
    const cell = (value: number) => sheetXml(`<row r="1"><c r="A1"><v>${value}</v></c></row>`);
    const file = await made([{ name: '乙', xml: cell(1) }, { name: '藏', state: 'veryHidden', xml: cell(2) }, { name: '甲', xml: cell(3) }]);
    expect((await readRows(file)).map((row) => row.sheet)).to.deep.equal(['乙', '甲']);
    expect((await readRows(file, { includeHidden: true })).map((row) => row.sheet)).to.deep.equal(['乙', '藏', '甲']);
  });

  it('reads a roster as openpyxl writes it', async () => {
    const file = path.resolve('spec/platform/workbook/fixtures/openpyxl-inline-strings.xlsx');
    await inspectUpload(file);
    const rows = await readRows(file);
    expect(rows).to.have.length(234);
    const kinds = new Set(rows.flatMap((row) => row.cells.map((cell) => cell.kind)));
    expect([...kinds].sort()).to.deep.equal(['date', 'formula', 'number', 'text']);
    expect(rows.filter((row) => row.cells.some((cell) => cell.kind === 'formula')).map((row) => [row.sheet, row.rowNumber])).to.deep.equal([['机构名册', 20]]);
  });

  it('hands on a large sheet in batches and can be stopped in between', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => `<row r="${index + 1}"><c r="A${index + 1}"><v>${index}</v></c></row>`).join('');
    const file = await made([{ name: '甲', xml: sheetXml(rows) }]);
    expect(await readRows(file)).to.have.length(3000);
    let batches = 0;
    for await (const batch of readWorkbook(file)) {
      expect(batch.rows.length).to.be.at.most(500);
      batches += 1;
      if (batches === 2) break;
    }
    expect(batches).to.equal(2);
    expect((await problemOf(readRows(file, { maxRows: 2999 }))).code).to.equal('workbook-too-complex');
  });

  it('refuses damaged sheets', async () => {
    expect(await refusal('<row r="1"><c r="A1" t="s"><v>5</v></c></row>')).to.equal('workbook-damaged');
    expect(await refusal('<row r="2"/><row r="1"/>')).to.equal('workbook-damaged');
    expect(await refusal('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>')).to.equal('workbook-damaged');
    expect(await refusal('<row r="1"><c r="A1"><v>abc</v></c></row>')).to.equal('workbook-damaged');
    expect(await refusal('<row r="1"><c r="A1"><v>1</c></row>')).to.equal('workbook-damaged');
    expect(await refusal('<row r="1"><c r="A1" t="str"><v>&constructor;</v></c></row>')).to.equal('workbook-damaged');
  });

  it('refuses what is wider, longer or deeper than a sheet can be', async () => {
    expect(await rowsOf('<row r="1"><c r="SR1"><v>512</v></c></row>')).to.deep.equal([['number:512']]);
    for (const rows of [
      '<row r="1"><c r="SS1"><v>1</v></c></row>', '<row r="1048577"/>',
      `<row r="1"><c r="A1" t="inlineStr"><is>${'<t>0123456789</t>'.repeat(3300)}</is></c></row>`,
      `<row r="1"><c r="A1" t="str"><v>${'字'.repeat(32_768)}</v></c></row>`,
      `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`,
    ]) expect(await refusal(rows), rows.slice(0, 60)).to.equal('workbook-too-complex');
  });

  it('refuses a DOCTYPE also when nobody has inspected the file', async () => {
    const xml = `<!DOCTYPE x [<!ENTITY a "ha">]>${sheetXml('<row r="1"><c r="A1" t="str"><v>&a;</v></c></row>')}`;
    expect((await problemOf(readRows(await made([{ name: '甲', xml }])))).code).to.equal('workbook-forbidden-xml');
  });

  it('says so when the worker runs out of memory or time, and the service lives on', async () => {
    const rows = Array.from({ length: 4000 }, (_, index) => `<row><c t="inlineStr"><is><t>${'文'.repeat(300)}${index}</t></is></c></row>`).join('');
    const file = await made([{ name: '甲', xml: sheetXml(rows) }]);
    const starved = await problemOf(readRows(file, { limits: { heapMb: 4, timeMs: 60_000 } }));
    expect(starved).to.include({ code: 'workbook-too-complex', status: 422 });
    expect((await problemOf(readRows(file, { limits: { heapMb: 192, timeMs: 1 } }))).code).to.equal('workbook-too-complex');
    expect(await readRows(file)).to.have.length(4000);
  });
});
