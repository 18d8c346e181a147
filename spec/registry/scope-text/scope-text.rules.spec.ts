import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { CategoryIndex, parentCodeOf } from '../../../src/reference/index.js';
import type { CategoriesFile, Category } from '../../../src/reference/index.js';
import { canonicalScope, formatScopeText, parseScopeText, ScopeVocabulary } from '../../../src/registry/scope-text/index.js';
import { PROJECT_ROOT } from '../../support/environment.js';
import { expectedErrors, fixtureRows } from '../identifiers/roster-fixture.js';

let vocabulary: ScopeVocabulary;
const codesOf = (text: string): readonly string[] => {
  const { codes, unknown } = parseScopeText(text, vocabulary);
  expect(unknown, text).to.deep.equal([]);
  return codes;
};
const faultsOf = (text: string): string[] => parseScopeText(text, vocabulary).unknown.map(({ text: part, fault }) => `${fault}: ${part}`);

before(async () => {
  const file = JSON.parse(await readFile(path.join(PROJECT_ROOT, 'seeders', 'reference', 'categories.json'), 'utf8')) as CategoriesFile;
  const categories: Category[] = file.documents.flatMap((document) => document.categories.map((category) => ({
    ...category, parentCode: parentCodeOf(category.code), level: (category.code.length - 3) / 2 as Category['level'],
    documentId: document.id, validFrom: document.validFrom, validTo: document.validTo,
  })));
  const aliases = file.documents.flatMap((document) => document.aliases.flatMap(({ codes, ...alias }) => codes.map((code) => ({ ...alias, code }))));
  vocabulary = new ScopeVocabulary(new CategoryIndex(categories, aliases));
});

describe('scope text', () => {
  it('is read with mixed brackets and separators', () => {
    expect(codesOf('文书鉴定（印章印文鉴定、篡改(污损)文件鉴定);法医毒物鉴定(气体毒物鉴定）\n录音鉴定'))
      .to.deep.equal(['FY-0501', 'SX-01', 'WZ-0102', 'WZ-0104']);
  });

  it('finds names without their inner punctuation, with other punctuation and broken over lines', () => {
    for (const text of ['法医临床鉴定(诈伤诈病造作伤鉴定)', '法医临床鉴定（诈伤、诈病、造作伤鉴定）', '法医临床鉴定(诈伤，诈病，造作伤鉴定)', '法医临床鉴定\n（诈伤 诈病 造作伤\n鉴定）']) {
      expect(codesOf(text), text).to.deep.equal(['FY-0206']);
    }
    expect(codesOf('法医病理鉴定(死亡原因鉴定(尸体解剖,死亡原因鉴定、尸表检验，死亡原因分析)，致伤物推断)')).to.deep.equal(['FY-010101', 'FY-010102', 'FY-0106']);
    expect(codesOf('污染物性质鉴定（有毒物质（不包括危险废物）鉴定；危险废物鉴定）')).to.deep.equal(['HJ-0102', 'HJ-0103']);
    expect(codesOf('生态系统环境损害鉴定(生态破坏行为致河流、湖泊生态系统损害鉴定)')).to.deep.equal(['HJ-0609']);
  });

  it('a group without items is the whole group, and covers its items', () => {
    expect(codesOf('法医毒物鉴定')).to.deep.equal(['FY-05']);
    expect(codesOf('法医毒物鉴定；法医毒物鉴定（毒品鉴定）')).to.deep.equal(['FY-05']);
  });

  it('items may stand alone when only one group has them', () => {
    expect(codesOf('笔迹鉴定、毒品鉴定 手印鉴定')).to.deep.equal(['FY-0505', 'WZ-0101', 'WZ-0201']);
    expect(faultsOf('医疗损害鉴定')).to.deep.equal(['ambiguous: 医疗损害鉴定']);
    expect(codesOf('法医精神病鉴定（医疗损害鉴定）')).to.deep.equal(['FY-0306']);
  });

  it('codes may be typed, alone or beside the name', () => {
    expect(codesOf('FY-0502、fy0503；ＷＺ－０１')).to.deep.equal(['FY-0502', 'FY-0503', 'WZ-01']);
    expect(codesOf('FY-0502挥发性毒物鉴定')).to.deep.equal(['FY-0502']);
    expect(faultsOf('FY-0599')).to.deep.equal(['unknown: FY-0599']);
    expect(faultsOf('FY-0502笔迹鉴定')).to.deep.equal(['unknown: FY-0502笔迹鉴定']);
  });

  it('list numbers in front of names are passed over', () => {
    expect(codesOf('1.法医临床鉴定（人体损伤程度鉴定）2、文书鉴定\n（3）0101 笔迹鉴定；一、图像鉴定')).to.deep.equal(['FY-0201', 'SX-02', 'WZ-01']);
  });

  it('older and shorter names are understood', () => {
    expect(codesOf('法医临床司法鉴定、文书司法鉴定')).to.deep.equal(['FY-02', 'WZ-01']);
    expect(codesOf('法医物证、痕迹')).to.deep.equal(['FY-04', 'WZ-02']);
    expect(codesOf('声像资料司法鉴定')).to.deep.equal(['SX-01', 'SX-02']);
    expect(codesOf('司法会计鉴定')).to.deep.equal(['QT-01']);
  });

  it('reports what it does not know, as it was written and where', () => {
    expect(parseScopeText('录音鉴定；占星鉴定（星座配对、血型(A))；笔迹鉴定', vocabulary)).to.deep.equal({
      codes: ['SX-01', 'WZ-0101'], unknown: [{ text: '占星鉴定（星座配对、血型(A))', position: 5, fault: 'unknown' }] });
    expect(faultsOf('录音鉴定（火星录音、录音真实性鉴定）')).to.deep.equal(['unknown: 火星录音']);
    expect(faultsOf('文书鉴定（足迹鉴定）')).to.deep.equal(['not-in-group: 足迹鉴定']);
    expect(faultsOf('文书鉴定（）')).to.deep.equal(['empty-brackets: 文书鉴定（）']);
    expect(faultsOf('笔迹鉴定书')).to.deep.equal(['unknown: 笔迹鉴定书']);
    expect(faultsOf('文书鉴定（笔迹鉴定；痕迹鉴定')).to.deep.equal(['not-in-group: 痕迹鉴定']);
  });

  it('never grants a whole group because its items could not be read', () => {
    for (const text of ['文书鉴定（）', '文书鉴定（星座）', '文书鉴定（足迹鉴定）', '文书鉴定(', '文书鉴定（（笔迹']) {
      expect(parseScopeText(text, vocabulary).codes, text).not.to.include('WZ-01');
    }
  });

  it('of both rosters is read, except where the second one says so', async () => {
    const faults: Record<string, string[]> = {};
    for (const file of ['roster-guangdong-2026', 'roster-with-errors'] as const) {
      for (const [sheet, header, column] of [['机构名册', 3, 12], ['鉴定人名册', 1, 6]] as const) {
        for (const { row, cells } of await fixtureRows(file, sheet, header)) {
          const { codes, unknown } = parseScopeText(cells[column]!, vocabulary);
          if (unknown.length > 0) faults[`${file} ${sheet} ${row}`] = unknown.map(({ text }) => text);
          else expect(codes, `${sheet} ${row}`).not.to.have.length(0);
        }
      }
    }
    expect(faults).to.deep.equal({ 'roster-with-errors 机构名册 11': ['占星鉴定（星座配对）'], 'roster-with-errors 鉴定人名册 13': ['火星录音'] });
    expect(await expectedErrors('机构名册', 12)).to.deep.equal([11]);
    expect(await expectedErrors('鉴定人名册', 6)).to.deep.equal([13]);
  });

  it('of hostile content ends quickly and never throws', function () {
    this.timeout(5000);
    for (const text of ['('.repeat(19_000), '文书鉴定('.repeat(3000), '、'.repeat(19_000), '诈伤、'.repeat(6000), ')'.repeat(19_000), '(1)'.repeat(6000), '1.'.repeat(9000), '(1)、'.repeat(4000), 'x'.repeat(30_000)]) {
      expect(parseScopeText(text, vocabulary).codes).to.have.length.below(2);
    }
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => { parseScopeText(text, vocabulary); }));
  });
});

describe('a scope written as text and read again', () => {
  const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 25 });
  const scope = (chosen: readonly number[]): string[] => {
    const all = vocabulary.index.categories;
    return canonicalScope(chosen.map((pick) => all[pick % all.length]!.code));
  };

  it('is the same scope', () => {
    fc.assert(fc.property(picks, (chosen) => {
      const codes = scope(chosen);
      expect(codesOf(formatScopeText(codes, vocabulary))).to.deep.equal(codes);
    }));
  });

  it('is the same scope with any separators, brackets, widths, spaces, and without inner punctuation', () => {
    const style = fc.record({
      item: fc.constantFrom('、', ',', '，', '；', ';', '\n', ' 、 ', '|'), group: fc.constantFrom('；', ';', '\n', '。', '；\n', ' ', ''),
      open: fc.constantFrom('（', '(', '[', '【', ' （ '), close: fc.constantFrom('）', ')', ']', '】'), bare: fc.boolean(), reversed: fc.boolean(),
    });
    fc.assert(fc.property(picks, style, (chosen, { item, group, open, close, bare, reversed }) => {
      const codes = scope(chosen);
      const nameOf = (code: string): string => {
        const name = vocabulary.byCode(code)!.name;
        return bare ? name.replace(/[、,()/]/g, '') : name;
      };
      const groups = new Map<string, string[]>();
      for (const code of codes) groups.set(code.slice(0, 5), [...groups.get(code.slice(0, 5)) ?? [], code]);
      const written = [...groups].map(([head, members]) => members.includes(head)
        ? nameOf(head) : nameOf(head) + open + (reversed ? [...members].reverse() : members).map(nameOf).join(item) + close);
      // Two whole groups in a row need something between them.
      const text = written.reduce((before, next) => before + (group === '' && !before.endsWith(close) && before !== '' ? '；' : before === '' ? '' : group) + next, '');
      expect(codesOf(text)).to.deep.equal(codes);
    }), { numRuns: 400 });
  });
});
