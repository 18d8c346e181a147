import { expect } from 'chai';
import type { ImportReport, OnError } from '../../../src/registry/import/index.js';
import { testDatabase } from '../../support/database.js';
import { bureauContext, importBench, seedContext } from './import-bench.js';
import { factCount, statedOf } from './registry-facts.js';
import { appraiser, institution, writeRosterFile } from './roster-builder.js';
import type { RosterInput } from './roster-builder.js';

const LICENCE = '440121001';
const CERTIFICATE = '440117001001';

describe('a roster that is committed', () => {
  const db = testDatabase();
  const bench = importBench(db);

  const send = async (input: RosterInput, onError: OnError = 'abort', context = seedContext()): Promise<ImportReport> => {
    const file = await writeRosterFile(bench.folder, input);
    return bench.service.importFile(context, { path: file, originalName: 'roster.xlsx', mode: 'commit', onError });
  };
  const ofInstitution = (table: string, content: string) => statedOf(db.sql, table, content, 'institution_id', LICENCE);
  const ofAppraiser = (table: string, content: string) => statedOf(db.sql, table, content, 'appraiser_id', CERTIFICATE);
  const first: RosterInput = { title: '数据截止：2025年12月31日', institutions: [institution()], appraisers: [appraiser()] };

  it('states a new institution from its first registration, the time before its licence under an unknown document', async () => {
    const report = await send(first);
    expect(report.errors).to.deep.equal([]);
    expect(await ofInstitution('licence', 'licence_no')).to.deep.equal(['[2016-03-01,2021-03-01) -', '[2021-03-01,2026-03-01) 440121001']);
    expect(await ofInstitution('institution_detail', 'name')).to.deep.equal(['[2016-03-01,) 广州测试司法鉴定所']);
    expect(await ofInstitution('institution_scope', 'category_code')).to.deep.equal(['[2016-03-01,) FY-0201', '[2016-03-01,) FY-0208', '[2016-03-01,) WZ-0101']);
    expect(await ofInstitution('institution_status', 'status')).to.deep.equal(['[2016-03-01,) practising']);
    expect(await ofInstitution('accreditation', 'kind')).to.deep.equal(['[2021-03-01,) cma']);
  });

  it('states a new appraiser from the first practice, but employed only since the institution is licensed', async () => {
    expect(await ofAppraiser('certificate', 'certificate_no')).to.deep.equal(['[2014-05-01,2022-05-01) -', `[2022-05-01,2027-05-01) ${CERTIFICATE}`]);
    expect(await ofAppraiser('appraiser_detail', `name || '/' || sex || '/' || birth_year || '-' || birth_month || '/' || title_level`)).to.deep.equal(['[2014-05-01,) 王五/1/1980-5/deputy-senior']);
    expect(await ofAppraiser('employment', 'employment_type')).to.deep.equal(['[2016-03-01,) full-time']);
    expect(await ofAppraiser('appraiser_category', 'category_code')).to.deep.equal(['[2016-03-01,) FY-0201']);
    expect(await ofAppraiser('appraiser_status', 'status')).to.deep.equal(['[2014-05-01,) practising']);
  });

  it('makes the new names searchable', async () => {
    const rows = await db.sql.rows<{ token: string }>(`SELECT token FROM appraiser_name_posting WHERE token IN ('王', '王五', 'ww', 'wangwu')`);
    expect(rows).to.have.length(4);
    const reading = await db.sql.row<{ pinyin: string }>('SELECT pinyin FROM institution_name_reading');
    expect(reading?.pinyin).to.match(/^guangzhouceshi/);
  });

  it('writes a ledger entry for the import, the institution and the appraiser, with their division and no personal data', async () => {
    const entries = await db.sql.rows<{ action: string; division: string | null; change: string }>(
      'SELECT action, division_code AS division, change FROM ledger_entry ORDER BY seq');
    expect(entries.map((entry) => `${entry.action} ${entry.division}`)).to.deep.equal(
      ['registry.institution.registered 440104', 'registry.appraiser.registered 440104', 'registry.import.committed null']);
    expect(entries.map((entry) => entry.change).join()).to.not.match(/birth_year|"sex"/);
  });

  it('changes nothing when it is sent again, and says so', async () => {
    const before = await factCount(db.sql);
    const report = await send(first);
    expect(report.institutions).to.deep.equal({ read: 1, accepted: 1, rejected: 0, unchanged: 1 });
    expect(report.appraisers).to.deep.equal({ read: 1, accepted: 1, rejected: 0, unchanged: 1 });
    expect(report.committed).to.equal(true);
    expect(await factCount(db.sql)).to.equal(before);
  });

  it('a later roster renews the licence, renames and moves the institution from its data date, and adds and ends items', async () => {
    const report = await send({
      title: '数据截止：2026年2月20日',
      institutions: [institution({
        机构名称: '广州测试司法鉴定中心', 机构负责人: '赵六', 业务范围: '法医临床鉴定（人体损伤程度鉴定）；文书鉴定（笔迹鉴定、印章印文鉴定）', 颁证日期: '2026-02-10', 有效期至: '2031-02-09',
      })],
      appraisers: [appraiser({ 执业机构: '广州测试司法鉴定中心' })],
    });
    expect(report.errors).to.deep.equal([]);
    expect(await ofInstitution('licence', 'licence_no')).to.deep.equal(
      ['[2016-03-01,2021-03-01) -', '[2021-03-01,2026-02-10) 440121001', '[2026-02-10,2031-02-10) 440121001']);
    expect(await ofInstitution('institution_detail', `name || '/' || coalesce(former_name, '') || '/' || head_name || '/' || phone`)).to.deep.equal(
      ['[2016-03-01,2026-02-20) 广州测试司法鉴定所//张三/020-12345678', '[2026-02-20,) 广州测试司法鉴定中心/广州测试司法鉴定所/赵六/020-12345678']);
    expect(await ofInstitution('institution_scope', 'category_code')).to.deep.equal(
      ['[2016-03-01,) FY-0201', '[2016-03-01,2026-02-10) FY-0208', '[2016-03-01,) WZ-0101', '[2026-02-10,) WZ-0102']);
    expect(report.appraisers?.unchanged).to.equal(1);
  });

  it('keeps what the registry said before: the closed facts still stand with the time in which they were stated', async () => {
    const closed = await db.sql.rows<{ valid: string }>(`SELECT valid::text AS valid FROM licence WHERE NOT upper_inf(recorded)`);
    expect(closed.map((row) => row.valid)).to.deep.equal(['[2021-03-01,2026-03-01)']);
    const superseding = await db.sql.row<{ n: number }>(
      'SELECT count(*)::int AS n FROM licence a JOIN licence b ON b.id = ANY(a.supersedes) WHERE lower(a.recorded) = upper(b.recorded)');
    expect(superseding?.n).to.equal(1);
  });

  it('the older roster sent once more does not undo the later one', async () => {
    const before = await factCount(db.sql);
    expect((await send(first)).institutions?.unchanged).to.equal(1);
    expect(await factCount(db.sql)).to.equal(before);
  });

  it('moves an appraiser with a new certificate to another institution from its issue, with the categories held there', async () => {
    const report = await send({
      title: '数据截止：2026年2月20日',
      institutions: [institution({ 机构名称: '深圳别处司法鉴定所', 许可证号: '440321007', 统一社会信用代码: null, 所在地市: '深圳市', 所在区县: '福田区' })],
      appraisers: [appraiser({ 执业机构: '深圳别处司法鉴定所', 机构许可证号: '440321007', 执业类别: '法医临床鉴定（骨龄鉴定）', 颁证日期: '2026-02-01', 有效期至: '2031-01-31', 专兼职: '兼职' })],
    });
    expect(report.errors).to.deep.equal([]);
    expect(await ofAppraiser('certificate', 'certificate_no')).to.deep.equal(
      ['[2014-05-01,2022-05-01) -', `[2022-05-01,2026-02-01) ${CERTIFICATE}`, `[2026-02-01,2031-02-01) ${CERTIFICATE}`]);
    expect(await ofAppraiser('employment', 'employment_type')).to.deep.equal(['[2016-03-01,2026-02-01) full-time', '[2026-02-01,) part-time']);
    expect(await ofAppraiser('appraiser_category', 'category_code')).to.deep.equal(['[2016-03-01,2026-02-01) FY-0201', '[2026-02-01,) FY-0208']);
  });

  it('accepts an appraiser of an institution that only the registry knows', async () => {
    const report = await send({ title: '数据截止：2026年2月20日', appraisers: [appraiser({ 姓名: '钱七', 执业证号: '440121001002', 执业机构: null })] });
    expect(report.errors).to.deep.equal([]);
    expect(report.appraisers).to.include({ accepted: 1, unchanged: 0 });
  });

  it('an item that somebody outside the roster still holds cannot be dropped: the guard of the database is an error of the row', async () => {
    const before = await factCount(db.sql);
    const report = await send({ title: '数据截止：2026年2月25日', institutions: [institution({ 业务范围: '文书鉴定（笔迹鉴定）', 颁证日期: '2026-02-10', 有效期至: '2031-02-09' })] });
    expect(report.errors.map((issue) => [issue.code, issue.row, issue.header])).to.deep.equal([['scope-still-held', 3, '业务范围']]);
    expect(report.committed).to.equal(false);
    expect(await factCount(db.sql)).to.equal(before);
  });

  it('abort lets nothing land when one row is wrong, skip lets the good rows land', async () => {
    const input: RosterInput = {
      institutions: [institution({ 机构名称: '好机构司法鉴定所', 许可证号: '440121011', 统一社会信用代码: null }), institution({ 机构名称: '坏机构司法鉴定所', 许可证号: '12', 统一社会信用代码: null })],
      appraisers: [appraiser({ 执业证号: '440121011001', 机构许可证号: '440121011', 执业机构: null }), appraiser({ 执业证号: '440121012001', 执业机构: '坏机构司法鉴定所', 机构许可证号: '440121012' })],
    };
    const before = await factCount(db.sql);
    const aborted = await send(input);
    expect(aborted.committed).to.equal(false);
    expect(await factCount(db.sql)).to.equal(before);
    const skipped = await send(input, 'skip');
    expect(skipped.committed).to.equal(true);
    expect(skipped.institutions).to.include({ accepted: 1, rejected: 1 });
    expect(skipped.appraisers).to.include({ accepted: 1, rejected: 1 });
    expect(skipped.errors.map((issue) => issue.code)).to.deep.equal(['licence-number-format', 'dependent-institution']);
    expect(await db.sql.row('SELECT 1 FROM licence WHERE licence_no = $1', ['440121011'])).to.not.equal(null);
  });

  it('a bureau imports only institutions of its own division, and only its own appraisers', async () => {
    const away = await send({ institutions: [institution({ 许可证号: '440321008', 统一社会信用代码: null, 所在地市: '深圳市', 所在区县: '福田区' })] }, 'abort', bureauContext('4401'));
    expect(away.errors.map((issue) => [issue.code, issue.header])).to.deep.equal([['out-of-scope-division', '所在地市']]);
    const theirs = await send({ appraisers: [appraiser({ 执业机构: null, 机构许可证号: LICENCE, 颁证日期: '2026-02-15', 有效期至: '2031-02-14' })] }, 'abort', bureauContext('4401'));
    expect(theirs.errors.map((issue) => issue.code)).to.deep.equal(['out-of-scope-appraiser']);
    const unknown = await send({ appraisers: [appraiser({ 执业证号: '440321007009', 机构许可证号: '440321007' })] }, 'abort', bureauContext('4401'));
    expect(unknown.errors.map((issue) => issue.code)).to.deep.equal(['unknown-institution']);
  });

  it('two commits of one file at the same moment: one writes, the other finds everything unchanged', async () => {
    const file = await writeRosterFile(bench.folder, {
      institutions: [institution({ 机构名称: '同时司法鉴定所', 许可证号: '440121021', 统一社会信用代码: null })], appraisers: [appraiser({ 执业证号: '440121021001', 机构许可证号: '440121021', 执业机构: null })],
    });
    const request = { path: file, originalName: 'r.xlsx', mode: 'commit', onError: 'abort' } as const;
    const reports = await Promise.all([bench.service.importFile(seedContext(), request), bench.service.importFile(seedContext(), request)]);
    expect(reports.map((report) => report.institutions.unchanged).sort()).to.deep.equal([0, 1]);
    expect(reports.map((report) => report.appraisers.unchanged).sort()).to.deep.equal([0, 1]);
    expect(await statedOf(db.sql, 'employment', 'employment_type', 'appraiser_id', '440121021001')).to.have.length(1);
  });
});
