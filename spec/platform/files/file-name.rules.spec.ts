import { expect } from 'chai';
import fc from 'fast-check';
import { safeFileName } from '../../../src/platform/files/index.js';

describe('names of uploaded files', () => {
  it('keep what people wrote', () => {
    expect(safeFileName('关于某鉴定所的申请（2026）.pdf')).to.equal('关于某鉴定所的申请（2026）.pdf');
  });

  it('lose folders, control characters and what turns the reading direction', () => {
    expect(safeFileName('..\\..\\windows\\system32\\a.txt')).to.equal('a.txt');
    expect(safeFileName('/etc/passwd')).to.equal('passwd');
    expect(safeFileName('a\r\nSet-Cookie: x.txt')).to.equal('aSet-Cookie x.txt');
    expect(safeFileName('invoice\u202egpj.exe')).to.equal('invoicegpj.exe');
  });

  it('of nothing usable are replaced', () => {
    for (const name of ['', '..', ' . ', '/', '\u0000']) expect(safeFileName(name)).to.equal('未命名文件');
  });

  it('that are too long keep their extension', () => {
    const name = safeFileName(`${'鉴'.repeat(300)}.xlsx`);
    expect([...name]).to.have.length(120);
    expect(name.endsWith('鉴.xlsx')).to.equal(true);
  });

  it('whatever was sent, are one to 120 characters without separators, and safe once more', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 300 })), (given) => {
      const name = safeFileName(given);
      expect([...name].length).to.be.within(1, 120);
      expect(name).to.not.match(/[\\/\u0000-\u001f\u007f]/);
      expect(name.isWellFormed()).to.equal(true);
      expect(safeFileName(name)).to.equal(name);
    }));
  });
});
