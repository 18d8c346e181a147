import { expect } from 'chai';
import { ReferenceRepository, ReferenceService, seedReference } from '../../src/reference/index.js';
import { testDatabase } from '../support/database.js';

const TABLES = ['category_document', 'category', 'category_version', 'category_alias', 'division', 'dictionary', 'dictionary_item'];

describe('seeding the reference data', () => {
  const db = testDatabase();

  async function contents(): Promise<Record<string, unknown>> {
    const tables = await Promise.all(TABLES.map(async (table) => [table, await db.sql.row(
      `SELECT count(*) AS n, md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM ${table} t`)] as const));
    return Object.fromEntries(tables);
  }

  it('again changes nothing', async () => {
    const before = await contents();
    await db.tx((tx) => seedReference(tx));
    expect(await contents()).to.deep.equal(before);
  });

  it('puts right what differs from the release', async () => {
    const before = await contents();
    await db.sql.run(`UPDATE category SET name = '错名' WHERE code = 'FY-0201'`);
    await db.sql.run(`DELETE FROM dictionary_item WHERE dictionary = 'sex' AND code = '1'`);
    await db.tx((tx) => seedReference(tx));
    expect(await contents()).to.deep.equal(before);
  });

  it('lets a category be read in the words of its day', async () => {
    const repository = new ReferenceRepository();
    expect(await repository.categoryNameOn(db.sql, 'FY-0201', '2024-01-01')).to.deep.equal({ name: '人体损伤程度鉴定', documentId: 'FY-2020' });
    expect(await repository.categoryNameOn(db.sql, 'FY-0201', '2019-01-01')).to.equal(null);
    expect(await repository.categoryNameOn(db.sql, 'QT-01', '2010-01-01')).to.deep.equal({ name: '司法会计鉴定', documentId: 'QT-2000' });
  });

  it('is read once by the service, until it is told to read again', async () => {
    const service = new ReferenceService(db.sql);
    const first = await service.data();
    expect(await service.data()).to.equal(first);
    service.reload();
    expect(await service.data()).not.to.equal(first);
    expect(first.documents.map(({ number }) => number)).to.include.members(['司规〔2020〕3号', '司规〔2020〕5号', '司发通〔2019〕56号']);
  });
});

describe('the reference tables', () => {
  const db = testDatabase();
  const refused = (sql: string): Promise<string | null> => db.sql.run(sql).then(() => null, (error: { constraint?: string }) => error.constraint ?? 'refused');

  it('refuse two documents of one class on one day', async () => {
    expect(await refused(`INSERT INTO category_document (id, class_code, class_name, title, number, issued_on, valid)
      VALUES ('FY-2030', 'FY', '法医类', '新规定', '司规〔2030〕1号', '2030-01-01', '[2030-01-01,)')`)).to.match(/excl/);
  });

  it('refuse a category that is not below its parent', async () => {
    expect(await refused(`INSERT INTO category (code, parent_code, level, name, document_id, confidence, valid)
      VALUES ('FY-0299', 'FY-01', 2, '错位', 'FY-2020', 'unsure', '[2020-05-14,)')`)).to.equal('category_parent_is_prefix');
  });

  it('refuse a division that is no province and has no superior', async () => {
    expect(await refused(`INSERT INTO division (code, level, name, short_name, full_name, pinyin, current)
      VALUES ('449900', 'prefecture', '某市', '某', '某市', 'mou shi', true)`)).to.equal('division_province_has_no_parent');
  });
});
