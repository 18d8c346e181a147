import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../support/environment.js';
import { projectFiles, projectText } from './source-facts.js';

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', ...projectFiles('docs', '.md')];
/** A path below one of the project's folders, wherever it stands in a text. */
const PROJECT_PATH = /(?<![\w/.@-])(?:src|spec|scripts|docs|migrations|seeders|\.ci)\/[\w./*-]*[\w*/]/g;
const LINK = /\]\(([^)#\s]+)(?:#[^)]*)?\)/g;

/** Whether a path, in which `*` stands for part of a name and `**` for folders, is there. */
function isThere(name: string): boolean {
  const star = name.indexOf('*');
  if (star < 0) return existsSync(path.join(PROJECT_ROOT, name));
  const folder = name.slice(0, name.lastIndexOf('/', star));
  if (!existsSync(path.join(PROJECT_ROOT, folder))) return false;
  const pattern = new RegExp(`^${name.split('**/').map((part) => part.split('*').map(escape).join('[^/]*')).join('(?:.*/)?')}$`);
  return readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .some((entry) => pattern.test(`${folder}/${entry.split(path.sep).join('/')}`));
}

function escape(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

describe('the documents', () => {
  for (const document of DOCUMENTS) {
    it(`${document} names no file that is not there`, () => {
      const text = projectText(document);
      const named = new Set(text.match(PROJECT_PATH) ?? []);
      expect([...named].filter((name) => !isThere(name))).to.deep.equal([]);
      const links = [...text.matchAll(LINK)].map((match) => match[1]!).filter((target) => !/^[a-z]+:/.test(target));
      const folder = path.dirname(path.join(PROJECT_ROOT, document));
      expect(links.filter((target) => !existsSync(path.join(folder, target)))).to.deep.equal([]);
    });
  }

  it('explain every environment variable', () => {
    const variables = new Set([...projectText('src/platform/config/config.ts').matchAll(/(?:env\['|\(env, ')([A-Z_]+)'/g)].map((match) => match[1]!));
    expect(variables).to.include('DATABASE_URL');
    const readme = projectText('README.md');
    for (const name of variables) expect(readme, name).to.contain(`\`${name}\``);
  });

  it('explain every code that an import may report of a row', () => {
    const explained = [...projectText('docs/api.md').matchAll(/^\| `([a-z-]+)` \| (?:错误|警告)/gm)].map((match) => match[1]!);
    const used = projectFiles('src/registry/import', '.ts').filter((file) => !file.includes('problems')).flatMap((file) => {
      const text = projectText(file);
      // A code stands before its message, or is named so.
      const codes = [...text.matchAll(/'([a-z]+(?:-[a-z]+)+|expired)',\s+['`](?=[^'`]*\p{Script=Han})/gu), ...text.matchAll(/code: '([a-z]+(?:-[a-z]+)+)'/g)];
      return codes.map((match) => match[1]!);
    });
    expect(used).to.include.members(['licence-number-format', 'dependent-institution', 'too-few-appraisers']);
    expect([...new Set(used)].filter((code) => !explained.includes(code))).to.deep.equal([]);
  });

  it('are named in the index of their folder', () => {
    for (const area of ['regulations', 'decisions']) {
      const index = projectText(`docs/${area}/README.md`);
      for (const file of projectFiles(`docs/${area}`, '.md')) {
        const name = path.basename(file);
        if (name !== 'README.md') expect(index, file).to.contain(`(${name})`);
      }
    }
  });
});
