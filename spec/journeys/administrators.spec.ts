import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { testService } from '../support/service.js';
import { testBrowser } from './browser.js';

const OWN_PASSWORD = 'Heng-jian-2026';

describe('The three administrators', () => {
  const service = testService();
  const browser = testBrowser();

  async function openConsole(username: string, password: string): Promise<Page> {
    const page = await browser.open(`${service.url}/console`);
    await page.getByLabel('用户名').fill(username);
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    return page;
  }

  async function asAdministrator(role: string, place: string): Promise<Page> {
    await service.token(role);
    const page = await openConsole(`t-${role}`, service.password);
    await page.getByRole('navigation', { name: '功能菜单' }).getByRole('link', { name: place }).click();
    await page.getByRole('heading', { level: 1, name: place }).waitFor();
    return page;
  }

  /** An account that is authorised and has not changed its first password. */
  async function newcomer(username: string): Promise<{ initialPassword: string }> {
    const { body } = await service.api.post('/accounts', { token: await service.token('sysadmin'), json: { username, displayName: '李四', role: 'auditor' } });
    const account = body['account'] as unknown as { readonly id: string; readonly version: number };
    await service.api.post(`/accounts/${account.id}/acts`, {
      token: await service.token('secadmin'), json: { act: 'authorise' }, headers: { 'if-match': `"v${account.version}"` },
    });
    return { initialPassword: body['initialPassword'] as string };
  }

  it('the system administrator creates an account, which works once the security administrator has authorised it', async () => {
    const creator = await asAdministrator('sysadmin', '账号');
    await creator.getByRole('button', { name: '新建账号' }).click();
    const form = creator.getByRole('dialog');
    await form.getByLabel('用户名').fill('wang.wu');
    await form.getByLabel('姓名').fill('王五');
    await form.getByLabel('角色').click();
    await creator.getByTitle('审计管理员').click();
    await form.getByRole('button', { name: '新建' }).click();
    const initialPassword = await creator.getByRole('dialog', { name: '初始密码' }).getByRole('code').innerText();

    const person = await openConsole('wang.wu', initialPassword);
    await person.getByRole('alert').getByText('账号未启用').waitFor();

    const authoriser = await asAdministrator('secadmin', '账号');
    const row = authoriser.getByRole('row').filter({ hasText: 'wang.wu' });
    await row.getByRole('button', { name: '授权启用' }).click();
    await authoriser.getByRole('tooltip').getByRole('button', { name: '确定' }).click();
    await row.getByText('启用', { exact: true }).waitFor();

    await person.getByRole('button', { name: '登录' }).click();
    await person.getByRole('heading', { level: 1, name: '请先修改密码' }).waitFor();
  });

  it('whoever logs in for the first time changes the password before anything else', async () => {
    const { initialPassword } = await newcomer('li.si');
    const page = await openConsole('li.si', initialPassword);
    await fillPasswords(page, initialPassword, 'short');
    await page.getByRole('alert').getByText('密码不得少于').waitFor();
    await fillPasswords(page, initialPassword, OWN_PASSWORD);
    await page.getByRole('heading', { level: 1, name: '李四，您好' }).waitFor();
    await page.getByRole('navigation', { name: '功能菜单' }).getByRole('link', { name: '存证台账' }).waitFor();
  });

  it('the audit administrator verifies the ledger and takes a checkpoint away', async () => {
    await service.api.post('/ledger/seal', { token: await service.token('auditor') });
    const page = await asAdministrator('auditor', '存证台账');
    await page.getByRole('button', { name: '立即核验' }).click();
    await page.getByText('核验通过').waitFor();
    await page.getByRole('cell', { name: 'identity.account.created' }).first().waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载检查点' }).click()]);
    expect(JSON.parse(readFileSync(await file.path(), 'utf8'))).to.have.property('blockHash');
  });
});

async function fillPasswords(page: Page, current: string, next: string): Promise<void> {
  await page.getByLabel('现密码').fill(current);
  await page.getByLabel('新密码', { exact: true }).fill(next);
  await page.getByLabel('再次输入新密码').fill(next);
  await page.getByRole('button', { name: '修改密码' }).click();
}
