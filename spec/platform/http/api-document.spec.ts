import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../../support/environment.js';
import { testService } from '../../support/service.js';

describe('the API document', () => {
  const service = testService();

  it('is valid OpenAPI 3.1 by a linter that knows nothing of us', async () => {
    const document = await (await fetch(`${service.url}/api/v1/openapi.json`)).text();
    const folder = await mkdtemp(path.join(tmpdir(), 'hengjian-openapi-'));
    try {
      await writeFile(path.join(folder, 'openapi.json'), document);
      const { stdout } = await promisify(execFile)(process.execPath,
        [path.join(PROJECT_ROOT, 'node_modules/@redocly/cli/bin/cli.js'), 'lint', path.join(folder, 'openapi.json'), '--format=json', '--skip-rule=no-server-example.com'],
        { cwd: folder, env: { ...process.env, REDOCLY_TELEMETRY: 'off' } });
      const { totals, problems } = JSON.parse(stdout) as { totals: { errors: number; warnings: number }; problems: unknown[] };
      expect(totals.errors + totals.warnings, JSON.stringify(problems)).to.equal(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('names every route once, with an operation id of its own, a summary, access and answers', () => {
    const ids = service.application.routes.map((route) => route.id);
    expect(new Set(ids).size).to.equal(ids.length);
    const places = service.application.routes.map((route) => `${route.method} ${route.absolute ? '' : '/api/v1'}${route.path}`);
    expect(new Set(places).size).to.equal(places.length);
    for (const route of service.application.routes) {
      expect(route.summary, route.id).to.match(/\p{Script=Han}/u);
      expect(route.responses, route.id).to.not.be.empty;
      expect(route.access, route.id).to.exist;
      const hasPlaceholder = route.path.includes(':');
      expect(route.params !== undefined, `${route.id} declares the parameters of its path`).to.equal(hasPlaceholder);
    }
  });

  it('requires If-Match or explains why not on every route that changes a versioned record', () => {
    const changing = service.application.routes.filter((route) => route.method === 'PUT' || route.method === 'PATCH');
    // Declarations of whole days and one's own password have no version that two people could edit at once.
    const withoutVersion = ['changePassword', 'putCalendarOverride', 'putCalendarYear'];
    for (const route of changing) expect(route.ifMatch ?? false, route.id).to.equal(!withoutVersion.includes(route.id));
  });

  it('lets no route but the public ones answer without a login', async () => {
    for (const route of service.application.routes.filter((candidate) => candidate.access !== 'public')) {
      const path = route.path.replace(/:\w+/g, '01a20433-96e8-7ec3-a592-ae40e5b26e58');
      const response = await fetch(`${service.url}${route.absolute ? '' : '/api/v1'}${path}`, { method: route.method });
      expect(response.status, `${route.method} ${path}`).to.equal(401);
    }
  });

  it('refuses a role that lacks the permission before it looks at the request', async () => {
    const court = await service.token('court');
    for (const route of service.application.routes) {
      if (typeof route.access !== 'object' || route.access.permission === 'registry:read') continue;
      const path = route.path.replace(/:\w+/g, 'nonsense');
      const response = await fetch(`${service.url}${route.absolute ? '' : '/api/v1'}${path}`, { method: route.method, headers: { authorization: `Bearer ${court}` } });
      expect(response.status, `${route.method} ${path}`).to.equal(403);
    }
  });
});
