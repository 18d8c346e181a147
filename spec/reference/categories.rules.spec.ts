import { expect } from 'chai';
import { categoryNameVariants, covers, isCategoryCode, ReferenceService } from '../../src/reference/index.js';
import type { CategoryIndex } from '../../src/reference/index.js';
import { testDatabase } from '../support/database.js';

describe('practice categories', () => {
  const db = testDatabase();
  let categories: CategoryIndex;
  before(async () => { categories = await new ReferenceService(db.sql).categories(); });
  const codes = (list: readonly { code: string }[]): string[] => list.map(({ code }) => code);

  it('have the numbers of groups and items of their four documents', () => {
    const count = (prefix: string, level: number): number => categories.categories.filter((c) => c.code.startsWith(prefix) && c.level === level).length;
    expect([count('FY', 1), count('FY', 2), count('FY', 3)]).to.deep.equal([5, 48, 8]);
    expect([count('WZ', 1), count('WZ', 2), count('WZ', 3)]).to.deep.equal([3, 34, 5]);
    expect([count('SX', 1), count('SX', 2), count('SX', 3)]).to.deep.equal([3, 15, 2]);
    expect([count('HJ', 1), count('HJ', 2)]).to.deep.equal([7, 47]);
    expect(count('QT', 1)).to.be.greaterThan(3);
  });

  it('are told apart by class although their digits repeat', () => {
    expect(['FY', 'WZ', 'SX', 'HJ'].map((prefix) => categories.byCode(`${prefix}-0101`)?.name))
      .to.deep.equal(['死亡原因鉴定', '笔迹鉴定', '录音处理', '固体废物鉴定']);
    expect(categories.byCode('FY-9999')).to.equal(null);
  });

  it('form a tree', () => {
    expect(codes(categories.descendantsOf('FY-0101'))).to.deep.equal(['FY-0101', 'FY-010101', 'FY-010102', 'FY-010103']);
    expect(categories.descendantsOf('FY-05')).to.have.length(13);
    expect(categories.descendantsOf('FY-77')).to.deep.equal([]);
    expect(codes(categories.ancestorsOf('FY-020401'))).to.deep.equal(['FY-0204', 'FY-02']);
    expect(codes(categories.childrenOf(null).filter(({ code }) => code.startsWith('WZ')))).to.deep.equal(['WZ-01', 'WZ-02', 'WZ-03']);
    expect(covers('FY-05', 'FY-0502')).to.equal(true);
    expect(covers('FY-0502', 'FY-05')).to.equal(false);
  });

  it('are found by name, however it is punctuated, and by group where the name repeats', () => {
    expect(codes(categories.byName('诈伤诈病造作伤鉴定'))).to.deep.equal(['FY-0206']);
    expect(codes(categories.byName(' 篡改（污损）文件鉴定'))).to.deep.equal(['WZ-0104']);
    expect(codes(categories.byName('医疗损害鉴定'))).to.deep.equal(['FY-0108', 'FY-0207', 'FY-0306']);
    expect(codes(categories.byName('医疗损害鉴定', 'FY-02'))).to.deep.equal(['FY-0207']);
    expect(codes(categories.byName('声像资料鉴定'))).to.deep.equal(['SX-01', 'SX-02']);
    expect(categories.byName('占星鉴定')).to.deep.equal([]);
    expect(categories.byName('')).to.deep.equal([]);
  });

  it('accept their shorter and older spellings', () => {
    expect(categoryNameVariants('法医临床鉴定')).to.deep.equal(['法医临床鉴定', '法医临床', '法医临床司法鉴定']);
    expect(categoryNameVariants('致伤物推断')).to.deep.equal(['致伤物推断']);
  });

  it('codes have class, dash and two, four or six digits', () => {
    for (const code of ['FY-01', 'WZ-0101', 'HJ-010101']) expect(isCategoryCode(code), code).to.equal(true);
    for (const code of ['FY01', 'FY-1', 'FY-010', 'fy-01', 'FY-01010101', 'FY-01 ']) expect(isCategoryCode(code), code).to.equal(false);
  });
});
