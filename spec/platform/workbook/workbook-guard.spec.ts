import { expect } from 'chai';
import { UPLOAD_LIMITS, inspectUpload } from '../../../src/platform/workbook/index.js';
import { problemOf, sheetXml, temporaryFolder, workbookParts, writeBytes, zipBytes } from './workbook-files.js';
import type { Parts } from './workbook-files.js';

const OLE_HEADER = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const plain = workbookParts([{ name: '甲', xml: sheetXml('<row r="1"><c r="A1"><v>1</v></c></row>') }]);

describe('an uploaded file', () => {
  const folder = temporaryFolder();
  const zipped = (parts: Parts, name = 'made.xlsx') => zipBytes(folder.file(name), parts);
  const refusal = async (bytes: Buffer, limits = UPLOAD_LIMITS) => (await problemOf(inspectUpload(bytes, limits))).code;
  const refusalOfParts = async (more: Record<string, string>) => refusal(await zipped({ ...plain, ...more }));

  it('passes when it is a workbook, from its path and from its bytes', async () => {
    const bytes = await zipped(plain);
    const inspection = await inspectUpload(bytes);
    expect(inspection).to.include({ fileBytes: bytes.length, entries: 4 });
    expect(await inspectUpload(folder.file('made.xlsx'))).to.deep.equal(inspection);
  });

  it('is refused as empty', async () => {
    expect(await refusal(Buffer.alloc(0))).to.equal('workbook-empty');
  });

  it('is refused as something else, with a word on what it is', async () => {
    const cases: [string, Buffer, RegExp][] = [
      ['csv', Buffer.from('\uFEFF序号,姓名\n1,张三\n'), /CSV/],
      ['csv in GBK', Buffer.from([0xd0, 0xf2, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x0a]), /CSV/],
      ['html with an .xls name', Buffer.from('\n<html><table><tr><td>1</td></tr></table></html>'), /网页/],
      ['xml spreadsheet', Buffer.from('<?xml version="1.0"?><Workbook/>'), /XML/],
      ['text', Buffer.from('你好'), /文本/],
      ['png', Buffer.from('89504e470d0a1a0a', 'hex'), /图片/],
      ['pdf', Buffer.from('%PDF-1.7'), /PDF/],
      ['rar', Buffer.from('Rar!\u001a\u0007'), /RAR/],
      ['binary', Buffer.from([1, 0, 2, 0]), /无法识别/],
      ['docx', await zipped({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<document/>' }), /Word/],
      ['any zip', await zipped({ 'a.txt': 'a' }, 'other.zip'), /压缩文件/],
    ];
    for (const [name, bytes, detail] of cases) {
      const problem = await problemOf(inspectUpload(bytes));
      expect(problem, name).to.include({ code: 'workbook-unsupported-format', status: 415 });
      expect(problem.detail, name).to.match(detail);
    }
  });

  it('is refused as an old .xls, and as encrypted when the old container holds an encrypted package', async () => {
    const old = Buffer.concat([OLE_HEADER, Buffer.alloc(200_000)]);
    expect(await refusal(old)).to.equal('workbook-legacy-format');
    const encrypted = Buffer.concat([OLE_HEADER, Buffer.alloc(65_536 - 20), Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(5000)]);
    expect(await refusal(encrypted)).to.equal('workbook-encrypted');
    // The name lies across two chunks of a file that is read piecewise.
    expect((await problemOf(inspectUpload(await writeBytes(folder.file('x.xls'), encrypted)))).code).to.equal('workbook-encrypted');
  });

  it('is refused as incomplete when its end is missing', async () => {
    const bytes = await zipped(plain);
    expect(await refusal(bytes.subarray(0, bytes.length - 30))).to.equal('workbook-truncated');
    expect(await refusal(bytes.subarray(0, 40))).to.equal('workbook-truncated');
  });

  it('is refused as damaged when a byte of its content has changed', async () => {
    const bytes = await zipped(plain);
    const at = bytes.indexOf('xl/workbook.xml') + 'xl/workbook.xml'.length + 20;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x40, at);
    expect(await refusal(bytes)).to.equal('workbook-damaged');
  });

  it('is refused when it unpacks to more than it may', async () => {
    const bomb = { 'xl/media/zeros.bin': '0'.repeat(4 * 1_048_576) };
    expect(await refusalOfParts(bomb)).to.equal('workbook-expands-too-much');
    const bytes = await zipped({ ...plain, 'xl/a.bin': 'a'.repeat(600_000), 'xl/b.bin': 'b'.repeat(600_000) }, 'wide.xlsx');
    expect(await refusal(bytes, { ...UPLOAD_LIMITS, maxUnpackedBytes: 1_000_000 })).to.equal('workbook-expands-too-much');
    expect(await inspectUpload(bytes)).to.include({ entries: 6 });
  });

  it('is refused when its directory says less than what it unpacks to', async () => {
    const name = 'xl/media/zeros.bin';
    const bytes = await zipped({ ...plain, [name]: '0'.repeat(4 * 1_048_576) });
    const central = bytes.lastIndexOf(name) - 46;
    bytes.writeUInt32LE(1000, central + 24);
    expect(await refusal(bytes)).to.equal('workbook-expands-too-much');
    bytes.writeUInt32LE(5 * 1_048_576, central + 24);
    expect(await refusal(bytes, { ...UPLOAD_LIMITS, maxRatio: 100_000 })).to.equal('workbook-damaged');
  });

  it('is refused when parts are too many, named twice, named outside the package or locked', async () => {
    expect(await refusalOfParts(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`xl/p${index}.xml`, '<a/>'])))).to.equal('workbook-unsafe-archive');
    expect(await refusal(await zipped([...Object.entries(plain), ['XL/Workbook.xml', '<a/>']], 'twice.xlsx'))).to.equal('workbook-unsafe-archive');
    for (const name of ['../../etc/passwd', '/etc/passwd', 'xl/../../x.xml', 'C:/x.xml']) {
      const bytes = await zipped({ ...plain, [name]: 'x' }, `${Buffer.from(name).toString('hex')}.xlsx`);
      expect(await refusal(bytes), name).to.equal('workbook-unsafe-archive');
    }
    const locked = await zipped(plain, 'locked.xlsx');
    const central = locked.lastIndexOf('xl/workbook.xml') - 46;
    locked.writeUInt16LE(locked.readUInt16LE(central + 8) | 1, central + 8);
    expect(await refusal(locked)).to.equal('workbook-encrypted');
  });

  it('is refused with macros', async () => {
    expect(await refusalOfParts({ 'xl/vbaProject.bin': 'x' })).to.equal('workbook-has-macros');
    expect(await refusal(await zipped({ ...plain, 'xl/macrosheets/sheet1.xml': '<a/>' }, 'm4.xlsx'))).to.equal('workbook-has-macros');
  });

  it('is refused with a DOCTYPE in any part, wherever it stands', async () => {
    const laughs = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>';
    expect(await refusalOfParts({ 'xl/sharedStrings.xml': `<?xml version="1.0"?>${laughs}<sst>&b;</sst>` })).to.equal('workbook-forbidden-xml');
    for (const length of [16_370, 16_380, 65_530]) {
      const bytes = await zipped({ ...plain, 'docProps/core.xml': `<!--${'x'.repeat(length)}-->${laughs}<a/>` }, `${length}.xlsx`);
      expect(await refusal(bytes), String(length)).to.equal('workbook-forbidden-xml');
    }
  });

  it('is refused with 413 when it is too large', async () => {
    const problem = await problemOf(inspectUpload(await zipped(plain), { ...UPLOAD_LIMITS, maxFileBytes: 100 }));
    expect(problem).to.include({ code: 'workbook-too-large', status: 413 });
  });
});
