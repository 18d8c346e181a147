import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expect } from 'chai';
import { Problem } from '../../../src/platform/problem.js';
import { readWorkbook } from '../../../src/platform/workbook/index.js';
import { testDatabase } from '../../support/database.js';
import { BAD_ROSTER, GOOD_ROSTER, bureauContext, importBench, seedContext } from './import-bench.js';
import { appraiser, institution, writeRosterFile } from './roster-builder.js';

describe('roster workbooks as files', () => {
  const db = testDatabase();
  const bench = importBench(db);
  const dryRun = (file: string, context = seedContext()) =>
    bench.service.submit(context, { path: file, originalName: '名册.xlsx', mode: 'dry-run', onError: 'abort' });

  const refusal = async (file: string): Promise<Problem> => {
    try {
      await dryRun(file);
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
    throw new Error('the file was accepted');
  };

  const storedFiles = async (): Promise<string[]> =>
    (await readdir(path.join(bench.folder, 'files'), { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) => entry.isFile()).map((entry) => entry.name);

  it('refuses truncated, renamed, empty and foreign files with a problem of their own and leaves nothing behind', async () => {
    const good = await readFile(GOOD_ROSTER);
    const files: readonly (readonly [string, Buffer, string])[] = [
      ['truncated.xlsx', good.subarray(0, good.length / 2), 'workbook-truncated'],
      ['renamed.xlsx', Buffer.from('机构名称,许可证号\n甲,440118001\n'), 'workbook-unsupported-format'],
      ['empty.xlsx', Buffer.alloc(0), 'workbook-empty'],
      ['legacy.xlsx', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), 'workbook-legacy-format'],
      ['encrypted.xlsx', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]), 'workbook-encrypted'],
    ];
    for (const [name, content, code] of files) {
      const file = path.join(bench.folder, name);
      await writeFile(file, content);
      const problem = await refusal(file);
      expect(problem.code, name).to.equal(code);
      expect(problem.status, name).to.be.within(400, 499);
    }
    const foreign = await refusal(await writeRosterFile(bench.folder, { institutionSheet: '通讯录', institutions: [{ 昵称: '甲', 门牌: '1' }] }));
    expect(foreign.code).to.equal('import-no-roster-sheet');
    expect(await storedFiles()).to.deep.equal([]);
    expect(await db.sql.row('SELECT 1 FROM roster_import')).to.equal(null);
    expect(await db.sql.row('SELECT 1 FROM stored_file')).to.equal(null);
  });

  it('names the required column that a sheet lacks and reads none of its rows', async () => {
    const rest = Object.fromEntries(Object.entries(institution()).filter(([column]) => column !== '许可证号'));
    const report = await dryRun(await writeRosterFile(bench.folder, { institutions: [rest], appraisers: [appraiser()] }));
    expect(report.errors.map((issue) => [issue.sheet, issue.code, issue.header])).to.deep.include(['机构名册', 'missing-column', '许可证号']);
    expect(report.institutions.read).to.equal(0);
  });

  it('finds the columns in any order, passes over unknown ones with a warning and over the reasons of an annotated copy', async () => {
    const reversed = Object.fromEntries(Object.entries(institution()).reverse());
    const report = await dryRun(await writeRosterFile(bench.folder, {
      title: '名册', institutionSheet: '第一批', institutions: [{ 备注: '甲', ...reversed, 错误说明: '旧' }], appraisers: [appraiser()],
    }));
    expect(report.errors).to.deep.equal([]);
    expect(report.warnings.filter((issue) => issue.code === 'unknown-column').map((issue) => issue.header)).to.deep.equal(['备注']);
    expect(report.institutions.accepted).to.equal(1);
  });

  it('reports what only breaks a condition as warnings', async () => {
    const report = await dryRun(await writeRosterFile(bench.folder, {
      title: '数据截止：2030年1月1日',
      institutions: [institution({ 有效期至: '2026-02-28', 许可证号: '449921001' })],
      appraisers: [
        appraiser({ 机构许可证号: '449921001', 执业机构: '另一个名字', 首次执业日期: '2023-01-01', 专兼职: '兼职' }),
        appraiser({ 机构许可证号: '449921001', 执业证号: '440117999001' }),
      ],
    }));
    expect(report.errors).to.deep.equal([]);
    expect(new Set(report.warnings.map((issue) => issue.code))).to.deep.equal(new Set([
      'data-date-in-future', 'expired', 'number-place-mismatch', 'too-few-appraisers', 'institution-name-mismatch', 'first-after-issue', 'part-time-consent', 'number-institution-mismatch']));
    expect(report.dataDate).to.equal('2026-03-01');
  });

  it('each wrong cell has its code', async () => {
    const wrong = {
      统一社会信用代码: ['52440104783533743D', 'credit-code-check-digit'], 许可证号: ['44010', 'licence-number-format'], 有效期至: ['2020-01-01', 'valid-to-before-issue'],
      业务范围: ['占星鉴定', 'unknown-category'], 机构名称: [null, 'required'], 颁证日期: ['2021-02-30', 'date-unrecognised'], 机构住所: [{ formula: '1+1' }, 'formula'],
      所在地市: ['亚特兰蒂斯市', 'unknown-division'], 所在区县: ['龙宫区', 'unknown-division'], 邮政编码: ['12', 'postal-code-format'], 机构类型: ['一般侦查机关', 'kind-not-licensed'],
      联系电话: ['1'.repeat(101), 'too-long'], 登记机关: ['甲\u202E乙', 'control-characters'],
    } as const;
    for (const [column, [value, code]] of Object.entries(wrong)) {
      const report = await dryRun(await writeRosterFile(bench.folder, { institutions: [institution({ [column]: value })] }));
      expect(report.errors.map((issue) => [issue.header, issue.code]), column).to.deep.equal([[column, code]]);
      expect(report.errors[0]!.message, column).to.match(/\p{Script=Han}/u);
    }
    const wrongAppraiser = {
      性别: ['未知', 'sex-value'], 执业证号: ['123', 'certificate-number-format'], 执业类别: ['法医毒物鉴定', 'scope-outside-institution'], 机构许可证号: ['449999999', 'unknown-institution'],
      专兼职: ['零工', 'employment-value'], 有效期至: ['长期', 'date-unrecognised'], 姓名: [' ', 'required'], 出生年月: ['三月', 'date-unrecognised'],
    } as const;
    for (const [column, [value, code]] of Object.entries(wrongAppraiser)) {
      const report = await dryRun(await writeRosterFile(bench.folder, { institutions: [institution()], appraisers: [appraiser({ [column]: value })] }));
      expect(report.errors.map((issue) => [issue.header, issue.code]), column).to.deep.equal([[column, code]]);
    }
  });

  it('gives the user’s own workbook back with the wrong cells explained, which can be corrected and sent again', async () => {
    const report = await dryRun(BAD_ROSTER);
    const { content, fileName } = await bench.service.annotatedWorkbook(db.sql, seedContext().actor, report.id);
    expect(fileName).to.equal('名册-批注.xlsx');
    const copy = path.join(bench.folder, 'annotated.xlsx');
    await pipeline(content, createWriteStream(copy));
    const reasons: string[] = [];
    for await (const batch of readWorkbook(copy)) {
      for (const row of batch.rows) if (row.rowNumber === 5 && batch.sheet === '机构名册') reasons.push(String(row.cells.at(-1)?.value));
    }
    expect(reasons.join()).to.match(/统一社会信用代码校验位错误/);
    const again = await dryRun(copy);
    expect(again.errors.map((issue) => [issue.sheet, issue.row, issue.column, issue.code])).to.deep.equal(
      report.errors.map((issue) => [issue.sheet, issue.row, issue.column, issue.code]));
    expect(again.warnings.some((issue) => issue.code === 'unknown-column')).to.equal(false);
  });

  it('is to be seen by its creator and by whoever reaches all that the creator reaches', async () => {
    const file = path.join(bench.folder, 'mine.xlsx');
    await copyFile(BAD_ROSTER, file);
    const mine = await dryRun(file, bureauContext('4401', 'guangzhou'));
    const sees = async (context: ReturnType<typeof bureauContext>) => (await bench.service.list(db.sql, context.actor, null, 200)).some((item) => item.id === mine.id);
    expect(await sees(bureauContext('4401', 'guangzhou'))).to.equal(true);
    expect(await sees(bureauContext('44', 'guangdong'))).to.equal(true);
    expect(await sees(bureauContext('4403', 'shenzhen'))).to.equal(false);
    expect(await sees(bureauContext('440104', 'yuexiu'))).to.equal(false);
    const error: unknown = await bench.service.report(db.sql, bureauContext('4403', 'shenzhen').actor, mine.id).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Problem).with.property('status', 404);
  });

  it('the template is recognised as an empty roster', async () => {
    await mkdir(bench.folder, { recursive: true });
    const file = path.join(bench.folder, 'template.xlsx');
    await writeFile(file, await bench.service.template(seedContext().now));
    const report = await dryRun(file);
    expect(report.errors).to.deep.equal([]);
    expect(report.institutions.read + report.appraisers.read).to.equal(0);
  });
});
