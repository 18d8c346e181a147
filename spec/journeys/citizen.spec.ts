import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { testService } from '../support/service.js';
import { testBrowser } from './browser.js';

const NAME = '雷兰静';
const CERTIFICATE = '440110001001';
// The roster's periods are fixed, so the journeys ask about a fixed day.
const ON_THE_DAY = 'asOf=2026-01-15';
const FIRST_LOAD_BYTES = 250_000;

describe('A citizen looks somebody up', () => {
  const service = testService({ roster: true });
  const browser = testBrowser();

  for (const [how, term] of [['part of the name', '兰静'], ['full pinyin', 'leilanjing'], ['initials', 'llj'], ['the beginning of the number', '44011000100']] as const) {
    it(`finds the appraiser by ${how}`, async () => {
      const page = await browser.open(`${service.url}/?subject=appraisers&${ON_THE_DAY}`);
      await search(page, term);
      await page.getByRole('link', { name: NAME, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: NAME }).waitFor();
      expect(await page.getByRole('main').innerText()).to.contain(CERTIFICATE).and.to.contain('广东同德联合司法鉴定所').and.to.contain('毒品鉴定');
    });
  }

  it('comes to the institution from its appraiser, and back by the browser with the search as it was', async () => {
    const page = await browser.open(`${service.url}/?subject=appraisers&q=${encodeURIComponent('兰静')}&${ON_THE_DAY}`);
    await page.getByRole('listitem').filter({ hasText: CERTIFICATE }).getByRole('link', { name: '广东同德联合司法鉴定所' }).click();
    await page.getByRole('heading', { level: 1, name: '广东同德联合司法鉴定所' }).waitFor();
    await page.getByRole('row').filter({ hasText: NAME }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: NAME, exact: true }).waitFor();
    expect(await page.getByRole('textbox', { name: '查询词' }).inputValue()).to.equal('兰静');
  });

  it('reads the institutions page by page', async () => {
    const page = await browser.open(`${service.url}/?${ON_THE_DAY}`);
    const cards = page.getByRole('region', { name: '查询结果' }).getByRole('heading', { level: 2 });
    await cards.first().waitFor();
    const before = await cards.count();
    await page.getByRole('button', { name: '加载更多' }).click();
    await cards.nth(before).waitFor();
    const names = await cards.allInnerTexts();
    expect(new Set(names).size).to.equal(names.length);
  });

  it('narrows the institutions by a category chosen from the tree', async () => {
    const page = await browser.open(`${service.url}/?${ON_THE_DAY}`);
    await page.getByRole('combobox', { name: '执业类别' }).fill('足迹');
    await page.getByText('足迹鉴定　WZ-0203').click();
    await page.waitForURL(/category=WZ-0203/);
    const cards = page.getByRole('region', { name: '查询结果' }).getByRole('heading', { level: 2 });
    await cards.first().waitFor();
    expect(await cards.count()).to.be.greaterThan(0);
  });

  it('is told plainly when nobody is found', async () => {
    const page = await browser.open(`${service.url}/?subject=appraisers&q=${encodeURIComponent('查无此人')}`);
    await page.getByText('没有符合条件的鉴定人').waitFor();
  });

  it('is told which field a wrong link got wrong', async () => {
    const page = await browser.open(`${service.url}/?category=FY-99`);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).to.contain('执业类别');
  });

  it('is warned of a number that no register holds', async () => {
    const page = await browser.open(`${service.url}/appraisers/440199999999`);
    await page.getByRole('heading', { level: 1, name: '名册中没有该司法鉴定人' }).waitFor();
  });

  it('waits for less than 250 kB of compressed script before the first search', async () => {
    const page = await browser.open('about:blank');
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (response) => { if (response.request().resourceType() === 'script') scripts.push(response.body()); });
    await page.goto(service.url, { waitUntil: 'networkidle' });
    const sizes = (await Promise.all(scripts)).map((body) => gzipSync(body).length);
    expect(sizes).not.to.be.empty;
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.lessThan(FIRST_LOAD_BYTES);
  });
});

async function search(page: Page, term: string): Promise<void> {
  await page.getByRole('textbox', { name: '查询词' }).fill(term);
  await page.getByRole('button', { name: '查询', exact: true }).click();
}
