import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { systemContext } from '../../../src/platform/context.js';
import { ImportService } from '../../../src/registry/index.js';
import { testService } from '../../support/service.js';
import { readSheets, rowOf } from './workbook-text.js';
import type { SheetText } from './workbook-text.js';

const BOOK = '/registry/roster?division=440000&year=2025';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const SHEETS = ['封面', '编制说明', '目录', '机构与鉴定人', '按执业类别索引', '按姓名索引'];
/** Appraisers have a certificate number in the fifth column. */
const isAppraiser = (row: readonly string[]): boolean => /^\d{12}$/.test(row[4] ?? '');
const isInstitution = (row: readonly string[]): boolean => /^\d+．/.test(row[0] ?? '');

describe('the annual roster', () => {
  const service = testService({ roster: true });
  const book = async (query = BOOK): Promise<ReadonlyMap<string, SheetText>> => {
    const answer = await service.api.get(query, { token: await service.token('province', { division: '440000' }) });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.equal(XLSX);
    return readSheets(answer.bytes);
  };
  let sheets: ReadonlyMap<string, SheetText>;
  before(async () => { sheets = await book(); });
  /** What the registry says of the last day of 2025, counted in another way than the roster does. */
  const listed = async () => (await service.db.sql.row<{ institutions: number; appraisers: number }>(`
    SELECT (SELECT count(*) FROM licence l WHERE l.valid @> DATE '2025-12-31') AS institutions,
      (SELECT count(*) FROM certificate c JOIN employment e USING (appraiser_id) JOIN licence l ON l.institution_id = e.institution_id
        WHERE c.valid @> DATE '2025-12-31' AND e.valid @> DATE '2025-12-31' AND l.valid @> DATE '2025-12-31') AS appraisers`))!;

  it('lists every institution licensed and every appraiser certified on 31 December, and no other', async () => {
    expect([...sheets.keys()]).to.deep.equal(SHEETS);
    const main = sheets.get('机构与鉴定人')!;
    const { institutions, appraisers } = await listed();
    expect(institutions).to.be.greaterThan(100);
    expect(main.filter(isInstitution)).to.have.length(institutions);
    expect(main.filter(isAppraiser)).to.have.length(appraisers);
    expect(sheets.get('按姓名索引')!.filter((row) => /^\d{12}$/.test(row[2]!))).to.have.length(appraisers);
    const contents = sheets.get('目录')!.at(-1)!;
    expect(contents.slice(0, 3)).to.deep.equal(['合计', String(institutions), String(appraisers)]);
  });

  it('shows region and year on its cover and says whom it lists', async () => {
    const cover = sheets.get('封面')!.flat();
    expect(cover).to.include.members(['国家司法鉴定人和司法鉴定机构名册', '（广东省 2025年度）', '编制单位：广东省司法厅', '数据截止：2025年12月31日']);
    const { institutions, appraisers } = await listed();
    expect(sheets.get('编制说明')!.flat().join('\n')).to.contain(`${institutions}家，司法鉴定人${appraisers}人`).and.to.contain('司发通〔2010〕84号');
  });

  it('refers from contents and indexes to the rows where cities and appraisers stand', async () => {
    const main = sheets.get('机构与鉴定人');
    const cities = sheets.get('目录')!.filter((row) => row[0]!.startsWith('　　'));
    expect(cities.length).to.be.greaterThan(10);
    for (const [name, institutions, appraisers, , row] of cities) {
      expect(rowOf(main, Number(row))[0]).to.equal(`${name!.trim()}（机构${institutions}家，鉴定人${appraisers}人）`);
    }
    for (const [name, , certificateNo, , row] of sheets.get('按姓名索引')!.filter((line) => /^\d{12}$/.test(line[2]!))) {
      expect([rowOf(main, Number(row))[0], rowOf(main, Number(row))[4]]).to.deep.equal([name, certificateNo]);
    }
  });

  it('sorts names by pinyin and numbers institutions through', async () => {
    const names = sheets.get('按姓名索引')!.filter((row) => /^\d{12}$/.test(row[2]!)).map((row) => row[0]!);
    const known = await service.db.sql.rows<{ name: string; sort_key: string }>('SELECT DISTINCT name, sort_key FROM appraiser_detail');
    const keys = new Map(known.map((row) => [row.name, row.sort_key]));
    const sorted = names.map((name) => keys.get(name)!);
    expect(sorted.every((key, index) => index === 0 || sorted[index - 1]! <= key)).to.equal(true);
    const numbers = sheets.get('机构与鉴定人')!.filter(isInstitution).map((row) => Number.parseInt(row[0]!, 10));
    expect(numbers).to.deep.equal(numbers.map((_, index) => index + 1));
  });

  it('names under a category the institutions that may do it and their appraisers', async () => {
    const index = sheets.get('按执业类别索引')!;
    const start = index.findIndex((row) => row[0] === 'FY-0201　法医临床鉴定—人体损伤程度鉴定');
    const end = index.findIndex((row, at) => at > start && row[0]!.includes('　'));
    const people = await service.db.sql.row<{ count: number }>(`
      SELECT count(*) AS count FROM appraiser_category k JOIN certificate c USING (appraiser_id) JOIN licence l USING (institution_id)
      WHERE k.category_code = 'FY-0201' AND k.valid @> DATE '2025-12-31' AND c.valid @> DATE '2025-12-31' AND l.valid @> DATE '2025-12-31'
        AND EXISTS (SELECT FROM institution_scope s WHERE s.institution_id = k.institution_id AND s.category_code = 'FY-0201')`
      .replace('USING (institution_id)', 'ON l.institution_id = k.institution_id'));
    const rows = index.slice(start + 1, end);
    expect(start).to.be.greaterThan(0);
    expect(rows.reduce((sum, row) => sum + Number(row[3]), 0)).to.equal(people!.count);
    for (const row of rows) expect(row[4] === '' ? 0 : row[4]!.split('、').length).to.equal(Number(row[3]));
  });

  it('is made for a city alone, and for an earlier year as it was then', async () => {
    const main = (await book('/registry/roster?division=440100&year=2025')).get('机构与鉴定人')!;
    expect(main.filter((row) => /（机构\d+家/.test(row[0]!)).map((row) => row[0]!.split('（')[0])).to.deep.equal(['广州市']);
    const earlier = await service.db.sql.row<{ count: number }>(`SELECT count(*) AS count FROM licence WHERE valid @> DATE '2015-12-31'`);
    const old = (await book('/registry/roster?division=440000&year=2015')).get('机构与鉴定人')!;
    expect(old.filter(isInstitution)).to.have.length(earlier!.count);
  });

  it('is the same book for everybody, and neither holds what is personal', async () => {
    const answer = await service.api.get('/public/roster?division=440000&year=2025');
    expect(answer.status).to.equal(200);
    const everybodys = await readSheets(answer.bytes);
    expect([...everybodys]).to.deep.equal([...sheets]);
    const born = await service.db.sql.rows<{ birth: string }>(`SELECT DISTINCT birth_year || '-' || lpad(birth_month::text, 2, '0') AS birth FROM appraiser_detail WHERE birth_year IS NOT NULL`);
    const cells = new Set(everybodys.get('机构与鉴定人')!.flat());
    expect(born.length).to.be.greaterThan(100);
    expect(born.filter(({ birth }) => cells.has(birth))).to.deep.equal([]);
  });

  it('is noted in the ledger', async () => {
    const entry = await service.db.sql.row<{ division_code: string; change: string }>(
      `SELECT division_code, change FROM ledger_entry WHERE action = 'registry.roster.exported' ORDER BY seq LIMIT 1`);
    expect(entry?.division_code.trim()).to.equal('440000');
    expect(JSON.parse(entry!.change)).to.deep.equal({ form: 'book', division: '440000', year: 2025 });
  });

  it('is refused to who may not have it, and beyond the own division it does not exist', async () => {
    const status = async (token: string | null, query = BOOK): Promise<number> => (await service.api.get(query, { token })).status;
    expect(await status(null)).to.equal(401);
    expect(await status(await service.token('district', { division: '440105' }))).to.equal(403);
    expect(await status(await service.token('court'))).to.equal(403);
    const guangzhou = await service.token('prefecture', { division: '440100' });
    expect(await status(guangzhou)).to.equal(404);
    expect(await status(guangzhou, '/registry/roster?division=440300&year=2025')).to.equal(404);
    expect(await status(guangzhou, '/registry/roster/table?division=440000')).to.equal(404);
    expect(await status(guangzhou, '/registry/roster?division=440105&year=2025')).to.equal(200);
  });

  it('names the field that is wrong', async () => {
    const token = await service.token('province', { division: '440000' });
    const pointers = async (query: string): Promise<unknown> => {
      const answer = await service.api.get(query, { token });
      expect(answer.status, query).to.equal(400);
      return (answer.body['errors'] as unknown as { pointer: string }[]).map(({ pointer }) => pointer);
    };
    for (const route of ['/registry/roster', '/public/roster']) {
      expect(await pointers(`${route}?division=999999&year=2025`)).to.deep.equal(['?division']);
      expect(await pointers(`${route}?division=44&year=2025`)).to.deep.equal(['?division']);
      expect(await pointers(`${route}?division=440000&year=1999`)).to.deep.equal(['?year']);
      expect(await pointers(`${route}?division=440000&year=${new Date().getUTCFullYear() + 3}`)).to.deep.equal(['?year']);
      expect(await pointers(`${route}?division=440000&year=2025&x=1`)).to.deep.equal(['?x']);
    }
    expect(await pointers('/registry/roster/table?division=440000&asOf=2025-02-30')).to.deep.equal(['?asOf']);
  });

  it('as a table can be imported again and changes nothing', async () => {
    const token = await service.token('province', { division: '440000' });
    const answer = await service.api.get('/registry/roster/table?division=440000&asOf=2025-12-31', { token });
    expect(answer.status).to.equal(200);
    const file = path.join(service.dataDir, 'table.xlsx');
    await writeFile(file, answer.bytes);
    const report = await service.container.get(ImportService).importFile(systemContext('test'), { path: file, originalName: 'table.xlsx', mode: 'commit', onError: 'abort' });
    const { institutions, appraisers } = await listed();
    expect(report.errors).to.deep.equal([]);
    expect(report.dataDate).to.equal('2025-12-31');
    expect(report.institutions).to.deep.equal({ read: institutions, accepted: institutions, rejected: 0, unchanged: institutions });
    expect(report.appraisers).to.deep.equal({ read: appraisers, accepted: appraisers, rejected: 0, unchanged: appraisers });
  });

});
