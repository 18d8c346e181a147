/** What a file is, by its first bytes. */

export function isZip(start: Buffer): boolean {
  return start.length >= 4 && start.readUInt32BE(0) === 0x504b0304;
}

/** OLE compound file ([MS-CFB] 2.2): .xls, .doc, and everything that Office encrypts. */
export function isLegacyContainer(start: Buffer): boolean {
  return start.length >= 8 && start.readBigUInt64BE(0) === 0xd0cf11e0a1b11ae1n;
}

const BINARY_SIGNATURES: readonly (readonly [Buffer, string])[] = [
  [Buffer.from('%PDF-'), 'PDF 文件'],
  [Buffer.from([0x89, 0x50, 0x4e, 0x47]), '图片'],
  [Buffer.from([0xff, 0xd8, 0xff]), '图片'],
  [Buffer.from('GIF8'), '图片'],
  [Buffer.from('Rar!'), 'RAR 压缩文件'],
  [Buffer.from([0x37, 0x7a, 0xbc, 0xaf]), '7z 压缩文件'],
  [Buffer.from([0x1f, 0x8b]), 'gzip 压缩文件'],
  [Buffer.from('PK\u0005\u0006', 'latin1'), '空的压缩文件'],
  [Buffer.from('{\\rtf'), 'RTF 文档'],
];

/** One sentence for the person who uploaded something that is not a workbook, saying what it is as far as can be told. */
export function describeForeignContent(start: Buffer): string {
  const advice = '请在 Excel 或 WPS 中打开后另存为“Excel 工作簿（*.xlsx）”再上传';
  const known = BINARY_SIGNATURES.find(([signature]) => start.subarray(0, signature.length).equals(signature));
  if (known) return `文件内容是${known[1]}，${advice}`;
  if (looksBinary(start)) return `无法识别的文件内容，${advice}`;
  const text = start.toString('latin1').replace(/^\u00EF\u00BB\u00BF|^\s+/g, '').toLowerCase();
  if (/^<(!doctype html|html|table|head|body|meta|style)\b/.test(text)) return `文件内容是网页（HTML），${advice}`;
  if (text.startsWith('<')) return `文件内容是 XML 文本，${advice}`;
  const firstLine = text.split(/\r?\n/, 1)[0] ?? '';
  return /[,;\t]/.test(firstLine) ? `文件内容是 CSV 或文本，${advice}` : `文件内容是文本，${advice}`;
}

function looksBinary(start: Buffer): boolean {
  const utf16 = start.length >= 2 && (start.readUInt16BE(0) === 0xfffe || start.readUInt16BE(0) === 0xfeff);
  return !utf16 && start.includes(0);
}
