import { expect } from 'chai';
import fc from 'fast-check';
import { ReferenceService } from '../../../src/reference/index.js';
import { institutionBlock } from '../../../src/registry/roster/book/institution-block.rules.js';
import { heightOf, lineCount } from '../../../src/registry/roster/book/print-height.rules.js';
import { placeOf } from '../../../src/registry/roster/place.rules.js';
import type { ListedInstitution } from '../../../src/registry/roster/roster.model.js';
import { formatScopeText, ScopeVocabulary } from '../../../src/registry/scope-text/index.js';
import { testDatabase } from '../../support/database.js';

const WIDTH = 100;
const HIGHEST_ROW = 409;

const INSTITUTION: ListedInstitution = {
  id: '1', part: 'registered', name: '广东衡信司法鉴定所', divisionCode: '440105', appraisers: 3, address: '广州市海珠区新港西路1号', postalCode: '510000',
  phone: '020-12345678', head: '姜杰华', documentNo: '440118001', validFrom: '2021-09-08', validTo: '2026-09-07', scope: ['FY-0201', 'FY-05'],
};

describe('the head of an institution in the roster book', () => {
  const db = testDatabase();
  let vocabulary: ScopeVocabulary;
  let reference: ReferenceService;
  before(async () => {
    reference = new ReferenceService(db.sql);
    vocabulary = new ScopeVocabulary(await reference.categories());
  });

  it('says name, number, validity, address, telephone, head and scope', () => {
    const rows = institutionBlock(INSTITUTION, 12, vocabulary, WIDTH);
    expect(rows.map(({ cells }) => cells[0])).to.deep.equal([
      '12．广东衡信司法鉴定所　　许可证号：440118001　　有效期：2021-09-08 至 2026-09-07',
      '住所：广州市海珠区新港西路1号　　邮编：510000\n电话：020-12345678　　负责人：姜杰华\n业务范围：法医临床鉴定（人体损伤程度鉴定）；法医毒物鉴定',
    ]);
  });

  it('leaves out what is not known', () => {
    const rows = institutionBlock({ ...INSTITUTION, address: null, postalCode: null, phone: null, head: null, documentNo: null, validTo: null, scope: [] }, 1, vocabulary, WIDTH);
    expect(rows.map(({ cells }) => cells[0])).to.deep.equal(['1．广东衡信司法鉴定所　　许可证号：（当时的证号未载）　　有效期：2021-09-08 至 长期', '业务范围：未载']);
  });

  it('keeps every row within the height that a spreadsheet allows, and the whole scope in print', () => {
    const scope = vocabulary.index.categories.filter(({ level }) => level === 2).map(({ code }) => code);
    const rows = institutionBlock({ ...INSTITUTION, scope }, 1, vocabulary, WIDTH);
    expect(rows.length).to.be.greaterThan(2);
    for (const row of rows) expect(row.height).to.be.at.most(HIGHEST_ROW);
    expect(rows.map(({ cells }) => String(cells[0])).join('')).to.contain(formatScopeText(scope, vocabulary));
  });

  it('stands under its city: districts of municipalities and counties directly under a province as well', async () => {
    const divisions = await reference.divisions();
    const city = (code: string): string => [placeOf(divisions, code).city, placeOf(divisions, code).district].join(' ').trim();
    expect(['440105', '440100', '441900', '110101', '429004', '440000'].map(city))
      .to.deep.equal(['广州市 海珠区', '广州市', '东莞市', '北京市 东城区', '仙桃市', '广东省']);
  });
});

describe('the height of a row', () => {
  it('grows by lines, however they come about', () => {
    expect(lineCount('甲', 100, 11)).to.equal(1);
    expect(lineCount('甲\n乙\n\n丙', 100, 11)).to.equal(4);
    expect(lineCount('甲'.repeat(60), 100, 11)).to.equal(2);
    expect(lineCount('a'.repeat(60), 100, 11)).to.equal(1);
    expect(heightOf(2, 11)).to.be.greaterThan(2 * 11);
  });

  it('never shrinks when text is added', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('鉴', 'a', '\n', '、') }), fc.string({ unit: fc.constantFrom('定', 'b') }), (text, more) => {
      expect(lineCount(text + more, 40, 11)).to.be.at.least(lineCount(text, 40, 11));
    }));
  });
});
