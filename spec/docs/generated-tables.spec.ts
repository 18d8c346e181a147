import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import type { JobDefinition } from '../../src/platform/scheduling/index.js';
import { SettingRegistry } from '../../src/platform/settings/index.js';
import { ROLES } from '../../src/roles.js';
import { PROJECT_ROOT } from '../support/environment.js';
import { testService } from '../support/service.js';
import { jobTable, problemTable, projectText, roleTable, routeTables, settingTable } from './source-facts.js';

/** With UPDATE_DOCS=1 the tables are written anew instead of compared. */
const UPDATE = process.env['UPDATE_DOCS'] === '1';
const HINT = '与代码不符，请执行 UPDATE_DOCS=1 node_modules/.bin/mocha dist/server/spec/docs/generated-tables.spec.js';

/** A table between `<!-- NAME -->` and `<!-- /NAME -->` is what the code says. */
function expectTable(file: string, name: string, content: string): void {
  const text = projectText(file);
  const start = text.indexOf(`<!-- ${name} -->`);
  const end = text.indexOf(`<!-- /${name} -->`);
  expect(start >= 0 && end > start, `${file} has the marks of ${name}`).to.equal(true);
  const from = start + `<!-- ${name} -->`.length;
  if (UPDATE) writeFileSync(path.join(PROJECT_ROOT, file), `${text.slice(0, from)}\n${content}\n${text.slice(end)}`);
  else expect(text.slice(from, end).trim(), `${file}: ${name} ${HINT}`).to.equal(content);
}

describe('tables in the documents that are made from the code', () => {
  const service = testService();

  it('name every route with who may call it', () => {
    expectTable('docs/api-routes.md', 'routes', routeTables(service.application.routes));
  });

  it('name every role with its permissions', () => {
    expectTable('docs/api-routes.md', 'roles', roleTable(ROLES));
  });

  it('name every problem code', () => {
    expectTable('docs/api.md', 'problems', problemTable());
  });

  it('name every setting with its default, bounds and source', () => {
    expectTable('docs/operations.md', 'settings', settingTable(service.container.get(SettingRegistry).all()));
  });

  it('name every scheduled job', async () => {
    const { body } = await service.api.get('/jobs', { token: await service.token('sysadmin') });
    expectTable('docs/operations.md', 'jobs', jobTable(body['items'] as unknown as JobDefinition[]));
  });
});
