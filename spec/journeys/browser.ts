import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { chromium, type Browser, type Page } from 'playwright-core';

export interface TestBrowser {
  /** A new visitor: no cookies, no storage of the one before. */
  open(address: string): Promise<Page>;
}

/** Call inside `describe`: a real Chromium. A test in which a page breaks fails, whatever else it asserts. */
export function testBrowser(): TestBrowser {
  let browser: Browser | null = null;
  let defects: string[] = [];
  before(async () => {
    browser = await chromium.launch({ executablePath: executable(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
    const found = defects;
    defects = [];
    expect(found, 'errors that the pages threw').to.deep.equal([]);
  });
  after(async () => { await browser?.close(); });
  return {
    async open(address) {
      if (!browser) throw new Error('the browser runs only while tests run');
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      page.on('pageerror', (error) => defects.push(error.message));
      page.on('console', (message) => { if (/Content Security Policy/.test(message.text())) defects.push(message.text()); });
      await page.goto(address);
      return page;
    },
  };
}

function executable(): string {
  const candidates = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = candidates.find((file) => file !== undefined && existsSync(file));
  if (found === undefined) throw new Error('no Chromium found; install the package "chromium" or set CHROMIUM_PATH');
  return found;
}
