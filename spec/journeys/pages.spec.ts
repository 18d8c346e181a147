import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect } from 'chai';
import express from 'express';
import { mountConsole } from '../../src/console-files.js';
import { PROJECT_ROOT } from '../support/environment.js';

const PAGES = ['/', '/check', '/console', '/console/import', '/institutions/440118001', '/appraisers/440110001001'];

describe('The files of the console', () => {
  const built = site(path.join(PROJECT_ROOT, 'dist', 'console'));
  const missing = site(path.join(PROJECT_ROOT, 'dist', 'no-such-build'));

  for (const address of PAGES) {
    it(`answers ${address} with the page, asked for anew each time`, async () => {
      const answer = await fetch(built.url + address);
      expect(answer.status).to.equal(200);
      expect(answer.headers.get('content-type')).to.contain('text/html');
      expect(answer.headers.get('cache-control')).to.equal('no-cache');
    });
  }

  it('lets browsers keep the hashed files for good', async () => {
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await (await fetch(built.url)).text())?.[1];
    const answer = await fetch(built.url + script);
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
  });

  for (const address of ['/verify/0198a1f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b', '/api/v1/public/categories', '/assets/gone-00000000.js', '/elsewhere']) {
    it(`leaves ${address} to others`, async () => {
      expect((await fetch(built.url + address)).status).to.equal(404);
    });
  }

  it('says plainly that the pages are not built, and how to build them', async () => {
    const answer = await fetch(missing.url);
    expect(answer.status).to.equal(503);
    expect(await answer.text()).to.contain('页面尚未构建').and.to.contain('scripts/start.sh');
  });
});

/** An application with nothing but the console's files. */
function site(folder: string): { readonly url: string } {
  let server: Server | null = null;
  before(async () => {
    const app = express();
    mountConsole(app, folder);
    const started = createServer(app);
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', () => resolve()));
  });
  after(() => new Promise<void>((resolve) => { if (server) server.close(() => resolve()); else resolve(); }));
  return { get url() { return `http://127.0.0.1:${(server?.address() as AddressInfo).port}`; } };
}
