import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { PROJECT_ROOT } from '../support/environment.js';
import { testService } from '../support/service.js';
import { projectText } from './source-facts.js';

/** The commands under a heading of a document: its first bash block. */
function commandsUnder(document: string, heading: string): string {
  const section = projectText(document).split(/^## /m).find((part) => part.startsWith(heading));
  return /^```bash\n([\s\S]*?)^```/m.exec(section ?? '')?.[1] ?? '';
}

describe('the first five minutes of README.md', () => {
  const service = testService({ roster: true });
  let folder: string;
  before(async () => { folder = await mkdtemp(path.join(tmpdir(), 'hengjian-readme-')); });
  after(() => rm(folder, { recursive: true, force: true }));

  it('run as they stand and end with a signature that OpenSSL has verified', async () => {
    await service.token('province', { division: '440000' });
    const accounts = path.join(folder, 'accounts.json');
    // The account of the test has another name than the demo account that the README logs in with.
    await service.db.sql.run(`UPDATE account SET username = 'province' WHERE username LIKE 't-province%'`);
    await writeFile(accounts, JSON.stringify({ accounts: [{ username: 'province', password: service.password }] }));
    const commands = commandsUnder('README.md', '最初五分钟');
    expect(commands).to.contain('openssl pkeyutl');
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands], {
      cwd: PROJECT_ROOT, env: { ...process.env, API: `${service.url}/api/v1`, ACCOUNTS: accounts, TMPDIR: folder },
    });
    expect(stdout).to.contain('rejected: 9').and.to.contain('侯静志').and.to.contain('验证通过').and.to.contain('Signature Verified Successfully');
  });
});
