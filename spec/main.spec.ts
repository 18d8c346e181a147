import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { databaseUrl, PROJECT_ROOT, TEMPLATE_DATABASE } from './support/environment.js';

interface Demo {
  readonly accounts: readonly { readonly username: string; readonly password: string; readonly role: string; readonly division: string | null; readonly institution: string | null }[];
  readonly clients: readonly { readonly clientId: string; readonly clientSecret: string; readonly scopes: readonly string[] }[];
}

describe('the service started as a newcomer starts it', function () {
  // Real servers are started and killed several times.
  this.timeout(180_000);
  const MAIN = path.join(PROJECT_ROOT, 'dist/server/src/main.js');
  let folder: string;
  let running: { process: ChildProcess; output: () => string; url: string } | null = null;

  before(async () => { folder = await mkdtemp(path.join(tmpdir(), 'hengjian-main-')); });
  afterEach(async () => {
    running?.process.kill('SIGKILL');
    running = null;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function run(env: Record<string, string>): Promise<{ code: number | null; output: string } | typeof running> {
    const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, LOG_LEVEL: 'warn', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const exited = once(child, 'close');
    const started = new Promise<string>((resolve) => {
      const read = (chunk: Buffer) => {
        output += chunk.toString('utf8');
        const match = /is running: (\S+)/.exec(output);
        // Everything that the start prints comes in one go; the address alone may be cut.
        if (match && output.includes('openapi.json')) resolve(match[1]!);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
    });
    const url = await Promise.race([started, exited.then(() => null)]);
    if (url === null) return { code: child.exitCode, output };
    running = { process: child, output: () => output, url };
    return running;
  }

  async function start(): Promise<NonNullable<typeof running>> {
    const result = await run({ PORT: '0' });
    expect(running, JSON.stringify(result)).to.not.equal(null);
    return running!;
  }

  async function stop(signal: NodeJS.Signals): Promise<number | null> {
    const { process: child } = running!;
    child.kill(signal);
    await once(child, 'close');
    running = null;
    return child.exitCode;
  }

  const demo = async () => JSON.parse(await readFile(path.join(folder, 'demo-accounts.json'), 'utf8')) as Demo;
  const logIn = async (url: string, username: string) => {
    const account = (await demo()).accounts.find((candidate) => candidate.username === username)!;
    return fetch(`${url}/api/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username, password: account.password }) });
  };

  it('has the roster, an account for every role and a court client, and stops cleanly on Ctrl-C', async () => {
    const { url } = await start();
    const file = path.join(folder, 'demo-accounts.json');
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    const { accounts, clients } = await demo();
    expect(accounts.map((account) => account.username)).to.include.members(['province', 'prefecture', 'institution', 'court', 'sysadmin', 'secadmin', 'auditor']);
    expect(clients[0]).to.have.all.keys('clientId', 'clientSecret', 'scopes');
    for (const { username } of accounts) expect((await logIn(url, username)).status, username).to.equal(201);
    const answer = await (await fetch(`${url}/api/v1/public/qualifications?certificateNo=440110001001&category=FY-0505&asOf=2024-03-05`)).json() as { qualified: boolean };
    expect(answer.qualified).to.equal(true);
    expect(await stop('SIGINT')).to.equal(0);
  });

  it('keeps its data and accounts at the second start, also after everything was killed', async () => {
    const before = await demo();
    await start();
    const postmaster = Number((await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
    process.kill(postmaster, 'SIGKILL');
    running!.process.kill('SIGKILL');
    await once(running!.process, 'close');
    running = null;
    const { url } = await start();
    expect(await demo()).to.deep.equal(before);
    expect((await logIn(url, 'province')).status).to.equal(201);
    expect(await stop('SIGTERM')).to.equal(0);
  });

  it('says plainly that the port is taken', async () => {
    const other = createServer().listen(0, '0.0.0.0');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const result = await run({ PORT: String(port) });
    other.close();
    expect(result).to.include({ code: 1 });
    expect((result as { output: string }).output).to.contain(`端口 ${port} 已被占用`).and.not.contain('    at ');
  });

  it('refuses production with default keys, without a database of its own, and with demonstration data', async () => {
    const production = { NODE_ENV: 'production', PORT: '0', PUBLIC_URL: 'https://sfjd.example.gov.cn' };
    expect((await run(production) as { output: string }).output).to.contain('DATABASE_URL');
    expect((await run({ ...production, DATABASE_URL: databaseUrl(TEMPLATE_DATABASE) }) as { output: string }).output).to.contain('KEY_DIR');
    const keys = path.join(folder, 'keys');
    const { url: embedded } = await start().then(async () => ({ url: await embeddedUrl(folder) }));
    const refused = spawn(process.execPath, [MAIN], { env: { PATH: process.env['PATH'] ?? '', DATA_DIR: path.join(folder, 'p'), ...production, DATABASE_URL: embedded, KEY_DIR: keys }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    refused.stderr.on('data', (chunk: Buffer) => { output += chunk.toString('utf8'); });
    await once(refused, 'close');
    expect(refused.exitCode).to.equal(1);
    expect(output).to.contain('演示数据');
    expect(await stop('SIGINT')).to.equal(0);
  });
});

/** The address of the embedded server that runs in a data folder. */
async function embeddedUrl(folder: string): Promise<string> {
  const password = (await readFile(path.join(folder, 'postgres-password'), 'utf8')).trim();
  const port = (await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3]!.trim();
  return `postgres://hengjian:${encodeURIComponent(password)}@127.0.0.1:${port}/hengjian`;
}
