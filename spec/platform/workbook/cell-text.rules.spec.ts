import { expect } from 'chai';
import fc from 'fast-check';
import { cellText, comparableText, foldWidth, hasControlCharacters, identifierText, normalizeLines, normalizeText } from '../../../src/platform/workbook/index.js';
import type { Cell } from '../../../src/platform/workbook/index.js';

const text = (value: string): Cell => ({ column: 1, kind: 'text', value, raw: value });
const number = (value: number): Cell => ({ column: 1, kind: 'number', value, raw: String(value) });

describe('text typed into cells', () => {
  it('loses spaces of every width around it, invisible characters and line breaks', () => {
    expect(normalizeText('\uFEFF\u3000 张\u200B三\u00A0\t 李四\r\n王五 ')).to.equal('张三 李四 王五');
  });

  it('has its full-width letters and digits narrowed and its Chinese punctuation kept', () => {
    expect(normalizeText('ＣＭＡ认证（１２号）：甲，乙')).to.equal('CMA认证（12号）：甲，乙');
    expect(foldWidth('（Ａ，１）')).to.equal('(A,1)');
  });

  it('keeps its lines where lines matter', () => {
    expect(normalizeLines(' 甲 \r\n\r\n\u3000乙　\r丙')).to.equal('甲\n乙\n丙');
  });

  it('keeps characters outside the basic plane and rare names', () => {
    expect(normalizeText('𠮷田䶮')).to.equal('𠮷田䶮');
  });

  it('is compared without spaces, width and case', () => {
    expect(comparableText(' 有效期 至（ａb）')).to.equal(comparableText('有效期至(AB)'));
  });

  it('normalises to the same however often it is done', () => {
    const typed = fc.string({ unit: fc.constantFrom(' ', '\u3000', '\u00A0', '\t', '\n', '\r', '\u200B', '\uFEFF', 'Ａ', '９', '（', '张', 'b', '\u2028') });
    fc.assert(fc.property(typed, (value) => {
      expect(normalizeText(normalizeText(value))).to.equal(normalizeText(value));
      expect(normalizeLines(normalizeLines(value))).to.equal(normalizeLines(value));
      expect(normalizeText(value)).to.match(/^(\S+( \S+)*)?$/);
    }));
  });

  it('that hides or reorders characters is found', () => {
    for (const hidden of ['a\u0000b', 'a\u001Bb', 'a\u007Fb', 'a\u202Eb', 'a\u2066b', 'a\uFFFFb']) expect(hasControlCharacters(hidden), JSON.stringify(hidden)).to.equal(true);
    for (const plain of ['a\tb\r\nc', '张三 （男）', '𠮷']) expect(hasControlCharacters(plain), plain).to.equal(false);
    expect(cellText(text('张\u202E三'))).to.include({ ok: false, code: 'control-characters' });
  });
});

describe('a number or code in a cell', () => {
  it('is read from text without spaces, narrowed and in upper case', () => {
    expect(identifierText(text('\u3000４４０１ 18００１ｘ\u00A0'))).to.deep.equal({ ok: true, value: '440118001X' });
  });

  it('is read from a number cell with all its digits and no exponent', () => {
    expect(identifierText(number(440118001))).to.deep.equal({ ok: true, value: '440118001' });
    expect(identifierText({ column: 1, kind: 'number', value: 4.40110001001e11, raw: '4.40110001001E+11' })).to.deep.equal({ ok: true, value: '440110001001' });
  });

  it('is refused from a number cell that Excel has rounded', () => {
    expect(identifierText(number(440101199001011234))).to.include({ ok: false, code: 'number-not-exact' });
    expect(identifierText(number(1e15))).to.include({ ok: false, code: 'number-not-exact' });
    expect(identifierText(number(12.5))).to.include({ ok: false, code: 'number-not-exact' });
    expect(identifierText(number(999_999_999_999_999))).to.deep.equal({ ok: true, value: '999999999999999' });
  });

  it('is refused from a formula, an error value and an empty cell, each for its reason', () => {
    expect(identifierText({ column: 1, kind: 'formula', value: null, raw: '=1+1' })).to.include({ code: 'formula-not-allowed' });
    expect(identifierText({ column: 1, kind: 'error', value: '#N/A', raw: '#N/A' })).to.include({ code: 'error-value' });
    expect(identifierText({ column: 1, kind: 'empty', value: null, raw: '' })).to.include({ code: 'empty' });
    expect(identifierText(text(' \u3000'))).to.include({ code: 'empty' });
  });

  it('keeps every whole number that Excel can keep', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (value) => {
      expect(identifierText(number(value))).to.deep.equal({ ok: true, value: value.toLocaleString('en-US', { useGrouping: false }) });
    }));
  });
});
