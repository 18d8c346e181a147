import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { PROJECT_ROOT } from '../support/environment.js';
import { testService } from '../support/service.js';
import { testBrowser } from './browser.js';

const run = promisify(execFile);

describe('A court clerk checks a qualification on a date', () => {
  const service = testService({ roster: true });
  const browser = testBrowser();

  it('finds the person by name, gets “yes” with the whole chain, and opens the page that verifies it', async () => {
    const page = await browser.open(`${service.url}/check`);
    await page.getByRole('combobox', { name: '司法鉴定人' }).fill('雷兰');
    await page.getByText('广东同德联合司法鉴定所').click();
    await ask(page, '毒品', '毒品鉴定　FY-0505', '2025-06-01');

    await page.getByRole('heading', { name: '具备', exact: true }).waitFor();
    const links = page.getByRole('table').getByRole('row');
    expect(await links.count()).to.equal(8);
    expect(await page.getByRole('table').innerText()).not.to.contain('不符合');

    const [verification] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: '打印/查验页' }).click()]);
    await verification.getByText('签名核验通过').waitFor();
    expect(await verification.getByRole('main').innerText()).to.contain('雷兰静').and.to.contain('440110001001').and.to.contain('2025-06-01');
  });

  it('gets “no” with the reason when the category was never held', async () => {
    const page = await browser.open(`${service.url}/check?certificateNo=440110001001`);
    await ask(page, '笔迹', '笔迹鉴定　WZ-0101', '2025-06-01');
    await page.getByRole('heading', { name: '不具备', exact: true }).waitFor();
    await page.getByRole('heading', { name: '不具备的理由' }).waitFor();
    await page.getByRole('row').filter({ hasText: '执业类别' }).getByText('不符合').waitFor();
  });

  it('takes the statement away as a file that verifies without the service', async () => {
    const page = await browser.open(`${service.url}/check?certificateNo=440110001001&category=FY-0505&asOf=2025-06-01`);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载声明文件' }).click()]);
    const { stdout } = await run(process.execPath, [path.join(PROJECT_ROOT, 'scripts', 'verify-statement.mjs'), await file.path()]);
    expect(stdout).to.contain('通过');
  });

  it('is asked for what is missing before anything is sent', async () => {
    const page = await browser.open(`${service.url}/check`);
    await page.getByRole('button', { name: '核验', exact: true }).click();
    for (const hint of ['请填写执业证号', '请选择执业类别', '请填写日期']) await page.getByText(hint).waitFor();
  });
});

async function ask(page: Page, categoryTyped: string, category: string, day: string): Promise<void> {
  await page.getByRole('combobox', { name: '执业类别' }).fill(categoryTyped);
  await page.getByText(category).click();
  await page.getByLabel('日期').fill(day);
  await page.getByRole('button', { name: '核验', exact: true }).click();
}
