import { expect } from 'chai';
import type { SheetRow } from '../../../src/platform/workbook/index.js';
import { ReferenceService } from '../../../src/reference/index.js';
import { planBook } from '../../../src/registry/roster/book/book-plan.rules.js';
import { bookSheets } from '../../../src/registry/roster/book/roster-book.js';
import type { ListedInstitution } from '../../../src/registry/roster/roster.model.js';
import { ScopeVocabulary } from '../../../src/registry/scope-text/index.js';
import { testDatabase } from '../../support/database.js';

const HIGHEST_ROW = 409;
const PEOPLE = Array.from({ length: 150 }, (_, index) => `鉴定人${index + 1}`);
const INSTITUTION: ListedInstitution = {
  id: '1', part: 'registered', name: '广东衡信司法鉴定所', divisionCode: '440105', appraisers: 0, address: null, postalCode: null,
  phone: null, head: null, documentNo: '440118001', validFrom: '2021-09-08', validTo: '2026-09-07', scope: ['FY-02'],
};

async function* each<T>(...items: readonly T[]): AsyncGenerator<T> { yield* items; }

describe('the sheets of the roster book', () => {
  const db = testDatabase();
  const sheet = async (name: string, finishedOn = '2026-02-01'): Promise<SheetRow[]> => {
    const vocabulary = new ScopeVocabulary(await new ReferenceService(db.sql).categories());
    const sheets = bookSheets({
      imprint: {
        divisionName: '广东省', year: 2025, asOf: '2025-12-31', finishedOn, issuer: '广东省司法厅',
        publicUrl: 'https://sfjd.example.cn', remarks: ['本册由省厅解释。'],
      },
      plan: planBook([INSTITUTION], () => ({ code: '440100', city: '广州市', district: null }), () => 2, 3),
      leftOut: { suspended: 2, removed: 1 }, vocabulary,
      appraisers: () => each(), names: () => each(),
      categories: () => each({ categoryCode: 'FY-02', institutionNumber: 1, appraisers: PEOPLE.length, names: PEOPLE.join('、') }),
    });
    const rows: SheetRow[] = [];
    for await (const row of sheets.find((candidate) => candidate.name === name)!.rows) rows.push(row);
    return rows;
  };
  const cells = (row: SheetRow) => ('cells' in row ? row.cells : row);

  it('spread a long list of names over rows that are not too high, and lose none', async () => {
    const rows = (await sheet('按执业类别索引')).slice(1);
    expect(rows.flatMap((row) => String(cells(row)[4]).split('、'))).to.deep.equal(PEOPLE);
    for (const row of rows) expect('height' in row ? row.height : 0).to.be.within(1, HIGHEST_ROW - 1);
    expect(rows.map((row) => cells(row)[0])).to.deep.equal([1, '', '']);
  });

  it('say in the notes who is left out, where to verify, and what the issuer adds', async () => {
    const notes = (await sheet('编制说明')).map((row) => String(cells(row)[0])).join('\n');
    expect(notes).to.contain('截至当日共2家').and.to.contain('2025年度共1家').and.to.contain('https://sfjd.example.cn').and.to.contain('9．本册由省厅解释。');
    expect(notes).to.not.contain('预编本');
  });

  it('call a book made before its day a preliminary one', async () => {
    expect((await sheet('编制说明', '2025-10-01')).map((row) => String(cells(row)[0])).join('\n')).to.contain('预编本');
  });

  it('point to the part and the city in the contents', async () => {
    expect((await sheet('目录')).map(cells)).to.deep.equal([
      ['第一部分　司法行政机关登记的司法鉴定机构和司法鉴定人', 1, 0, '', 3], ['　　广州市', 1, 0, '1', 4], ['合计', 1, 0, '', ''],
    ]);
  });
});
