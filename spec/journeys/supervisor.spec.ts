import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import ExcelJS from 'exceljs';
import type { Page } from 'playwright-core';
import { PROJECT_ROOT } from '../support/environment.js';
import { testService } from '../support/service.js';
import { testBrowser } from './browser.js';

const FIXTURES = path.join(PROJECT_ROOT, 'spec', 'fixtures');
const WRONG = path.join(FIXTURES, 'roster-with-errors.xlsx');

interface Expected { readonly sheet: string; readonly row: number; readonly column: number; readonly kind: string }

describe('A supervisor keeps the roster', () => {
  const service = testService();
  const browser = testBrowser();

  /** The workspace of an account that has its own password already. */
  async function logIn(role: string, division?: string): Promise<Page> {
    await service.token(role, division === undefined ? {} : { division });
    const page = await browser.open(`${service.url}/console`);
    await page.getByLabel('用户名').fill(division === undefined ? `t-${role}` : `t-${role}-${division}`);
    await page.getByLabel('密码', { exact: true }).fill(service.password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('heading', { level: 1, name: '您好' }).waitFor();
    return page;
  }

  /** What the security administrator does in 在线会话. */
  async function forceLogout(username: string): Promise<void> {
    const token = await service.token('secadmin');
    const { body } = await service.api.get('/sessions?limit=200', { token });
    const open = (body['items'] as readonly { readonly id: string; readonly username: string }[]).filter((session) => session.username === username);
    for (const { id } of open) await service.api.send('DELETE', `/sessions/${id}`, { token });
  }

  async function dryRun(page: Page): Promise<void> {
    await page.getByRole('navigation').getByRole('link', { name: '名册导入' }).click();
    await page.locator('input[type=file]').setInputFiles(WRONG);
    await page.getByRole('button', { name: '试导入' }).click();
    await page.getByRole('heading', { name: '试导入结果' }).waitFor();
  }

  it('sees every error of the workbook at its row, and takes the annotated copy away', async () => {
    const page = await logIn('province', '440000');
    await dryRun(page);

    const expected = (JSON.parse(readFileSync(path.join(FIXTURES, 'roster-with-errors.expected.json'), 'utf8')) as Expected[]).filter(({ kind }) => kind !== 'warning');
    await page.getByText(`发现 ${expected.length} 处错误`).waitFor();
    const first = expected[0]!;
    await page.getByRole('row').filter({ hasText: first.sheet }).filter({ has: page.getByRole('cell', { name: String(first.row), exact: true }) }).waitFor();
    expect(await page.getByRole('button', { name: '正式导入' }).isDisabled()).to.equal(true);

    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载批注文件' }).click()]);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(await file.path());
    expect(workbook.worksheets.map((sheet) => sheet.name)).to.include(first.sheet);
  });

  it('finds the report again at its address', async () => {
    const page = await logIn('province', '440000');
    await dryRun(page);
    await page.reload();
    await page.getByRole('heading', { name: '试导入结果' }).waitFor();
  });

  it('imports the good rows only on purpose, and the public finds them', async () => {
    const page = await logIn('province', '440000');
    await dryRun(page);
    await page.getByLabel('导入合格的行').check();
    await page.getByRole('button', { name: '正式导入' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '导入' }).click();
    await page.getByRole('heading', { name: '导入结果', exact: true }).waitFor();
    const imported = await service.api.get('/public/institutions?limit=1');
    expect(imported.body['items']).to.have.length(1);
  });

  it('goes on after the session was ended, with the chosen file still there', async () => {
    const page = await logIn('province', '440000');
    await dryRun(page);
    await forceLogout('t-province-440000');
    await page.getByRole('button', { name: '试导入' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('登录已失效').waitFor();
    await dialog.getByLabel('密码', { exact: true }).fill(service.password);
    await dialog.getByRole('button', { name: '登录' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^roster-with-errors\.xlsx/ }).waitFor();
    await page.getByRole('button', { name: '试导入' }).click();
    await page.getByRole('heading', { name: '试导入结果' }).waitFor();
  });

  it('takes the roster of a year away, for the own province without being asked', async () => {
    const page = await logIn('province', '440000');
    await page.getByRole('navigation').getByRole('link', { name: '名册下载' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载名册' }).click()]);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(await file.path());
    expect(workbook.worksheets).not.to.be.empty;
    expect(file.suggestedFilename()).to.contain('广东省');
  });

  it('is offered nothing of the administrators, nor they anything of the registry', async () => {
    const supervisor = await logIn('province', '440000');
    expect(await menu(supervisor)).to.deep.equal(['首页', '名册导入', '名册下载', '名册公开查询', '资格核验']);
    const auditor = await logIn('auditor');
    expect(await menu(auditor)).to.include('存证台账').and.not.to.include('名册导入');
    await auditor.goto(`${service.url}/console/import`);
    await auditor.getByRole('heading', { name: '没有权限打开该页' }).waitFor();
  });
});

async function menu(page: Page): Promise<string[]> {
  return page.getByRole('navigation', { name: '功能菜单' }).getByRole('link').allInnerTexts();
}
