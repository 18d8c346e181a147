import { existsSync } from 'node:fs';
import path from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';

/** Addresses that the console's own script answers; `/api`, `/verify` and every unknown path are left to others. */
const PAGES = ['/', '/check', '/console', '/console/{*rest}', '/institutions/{*rest}', '/appraisers/{*rest}'];

/**
 * Serves the built console: hashed assets for good, the page itself always asked for anew, so that a new release shows at once.
 * Without a build the pages answer 503 and say so; the API works all the same.
 * @param distFolder absolute path of `dist/console`
 */
export function mountConsole(app: Express, distFolder: string): void {
  const index = path.join(distFolder, 'index.html');
  app.use('/assets', express.static(path.join(distFolder, 'assets'), { immutable: true, maxAge: '1y', index: false, redirect: false, fallthrough: true }));
  app.get(PAGES, (_request: Request, response: Response, next: NextFunction) => {
    if (!existsSync(index)) {
      response.status(503).set('Cache-Control', 'no-store').type('text/plain').send('页面尚未构建：请先运行 bash scripts/start.sh，或 npx vite build --config src/console/vite.config.ts。接口 /api/v1 不受影响。\n');
      return;
    }
    response.set('Cache-Control', 'no-cache');
    response.sendFile(index, { cacheControl: false }, (error?: Error) => { if (error) next(error); });
  });
}
