import { expect } from 'chai';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';

import { giveTo } from '../../../src/platform/database/embedded-files.js';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../../../src/platform/database/embedded-server.js';
import type { EmbeddedServer } from '../../../src/platform/database/embedded-server.js';

const MODULE = import.meta.resolve('../../../src/platform/database/embedded-server.js');
// A killed process loses nothing that it handed to the operating system: these need no disk to be true.
const SETTINGS = { fsync: 'off' };

/** What the service of another process told us. */
interface Service { readonly child: ChildProcess; readonly url: string; readonly postgresPid: number; readonly next: () => Promise<string> }

describe('embedded PostgreSQL', function () {
  this.timeout(30_000);
  let folder: string;
  let dataDir: string;
  const folders: string[] = [];
  const cleanUp: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    while (cleanUp.length > 0) await cleanUp.pop()?.();
  });
  after(async () => {
    for (const used of folders) await rm(used, { recursive: true, force: true });
  });

  /** Mode 0700: as root, the account that runs the server cannot enter it. */
  const useNewFolder = async (): Promise<void> => {
    folder = await mkdtemp(path.join(tmpdir(), 'hengjian-embedded-'));
    folders.push(folder);
    dataDir = path.join(folder, 'postgres');
  };

  const start = async (): Promise<EmbeddedServer> => {
    const server = await startEmbeddedPostgres({ dataDir, logFile: path.join(folder, 'postgres.log'), settings: SETTINGS });
    cleanUp.push(() => server.stop());
    return server;
  };

  /** Starts a server in a process of its own, which then runs `body` (it has `server`, `connect` and `say`). Throws the code of a refusal. */
  const startService = async (body = ''): Promise<Service> => {
    const options = JSON.stringify({ dataDir, logFile: path.join(folder, 'postgres.log'), settings: SETTINGS });
    const program = `import { startEmbeddedPostgres } from ${JSON.stringify(MODULE)};
      import { writeSync } from 'node:fs';
      import pg from ${JSON.stringify(import.meta.resolve('pg'))};
      const say = (line) => writeSync(1, line + '\\n');
      const server = await startEmbeddedPostgres(${options}).catch((error) => {
        say(JSON.stringify({ refused: error.code }));
        process.exit(1);
      });
      const connect = async () => {
        const client = new pg.Client({ connectionString: server.url });
        client.on('error', () => {});
        await client.connect();
        return client;
      };
      say(JSON.stringify({ url: server.url, postgresPid: server.pid }));
      const alive = setInterval(() => {}, 1000);
      ${body}`;
    const child = spawnNode(program);
    const lines = createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator]();
    const next = async (): Promise<string> => {
      const { value, done } = await lines.next();
      if (done === true) throw new Error('the service ended');
      return value as string;
    };
    const { url, postgresPid, refused } = JSON.parse(await next()) as { url: string; postgresPid: number; refused?: string };
    if (refused !== undefined) throw new Error(refused);
    return { child, url, postgresPid, next };
  };

  const spawnNode = (program: string): ChildProcess => {
    // A process group of its own, as a terminal would give it.
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    cleanUp.push(() => kill(child));
    return child;
  };

  const refusal = async (): Promise<unknown> => {
    try {
      await start();
    } catch (error) {
      expect(error).to.be.instanceOf(EmbeddedPostgresError);
      return error;
    }
    throw new Error('it started');
  };

  describe('with a folder of its own', () => {
    beforeEach(useNewFolder);

    it('builds a database that sorts Chinese by pinyin and answers on the loopback address only', async () => {
      const server = await start();
      expect(server.adopted).to.equal(false);
      expect(server.url).to.match(/^postgres:\/\/hengjian:[^@]+@127\.0\.0\.1:\d+\/hengjian$/);
      const sorted = await query(server.url, "SELECT string_agg(name, '' ORDER BY name) AS v FROM unnest(ARRAY['张','李','陈','王','安']) AS name");
      expect(sorted).to.equal('安陈李王张');
      expect(await query(server.url, 'SHOW listen_addresses', 'listen_addresses')).to.equal('127.0.0.1');
      expect(await query(server.url, 'SHOW unix_socket_directories', 'unix_socket_directories')).to.equal('');
      expect(await query(server.url, 'SHOW timezone', 'TimeZone')).to.equal('Asia/Shanghai');
    });

    it('is built anew after a kill in the middle of building it', async () => {
      const program = `import { startEmbeddedPostgres } from ${JSON.stringify(MODULE)};
        await startEmbeddedPostgres(${JSON.stringify({ dataDir, logFile: path.join(folder, 'postgres.log') })});`;
      const builder = spawnNode(program);
      while (!(await readdir(folder)).some((name) => name.startsWith('postgres.init-'))) await nextTurn();
      await kill(builder);
      const server = await start();
      expect(await query(server.url, 'SELECT 1 AS v')).to.equal(1);
      expect((await readdir(folder)).sort()).to.deep.equal(['postgres', 'postgres-password', 'postgres.log']);
    });

    it('belongs to one process: the other of two simultaneous first starts is refused and disturbs nothing', async () => {
      const both = await Promise.allSettled([startService(), startService()]);
      const started = both.filter((result) => result.status === 'fulfilled').map((result) => result.value);
      const refused = both.filter((result) => result.status === 'rejected').map((result) => (result.reason as Error).message);
      expect(refused).to.deep.equal(['in-use']);
      const [winner] = started;
      if (winner === undefined) throw new Error('nobody started');
      expect(await query(winner.url, 'SELECT 1 AS v')).to.equal(1);
      await kill(winner.child);
      expect(await start()).to.include({ adopted: true, pid: winner.postgresPid });
    });

    it('names the version of a data folder that it cannot open', async () => {
      await mkdir(dataDir, { mode: 0o700 });
      await writeFile(path.join(dataDir, 'PG_VERSION'), '16\n');
      await writeFile(path.join(folder, 'postgres-password'), 'secret\n');
      expect(await refusal()).to.include({ code: 'other-major-version' }).and.to.have.property('message').that.contains('PostgreSQL 16');
    });

    it('leaves a folder alone that holds something else', async () => {
      await mkdir(dataDir);
      await writeFile(path.join(dataDir, 'notes.txt'), 'mine');
      expect(await refusal()).to.have.property('code', 'folder-not-a-database');
      expect(await readFile(path.join(dataDir, 'notes.txt'), 'utf8')).to.equal('mine');
    });

    it('asks for the password file that was lost', async () => {
      await mkdir(dataDir, { mode: 0o700 });
      await writeFile(path.join(dataDir, 'PG_VERSION'), '18\n');
      expect(await refusal()).to.have.property('code', 'password-missing');
    });
  });

  describe('with a database that exists', () => {
    before(async () => {
      await useNewFolder();
      await (await start()).stop();
      cleanUp.length = 0;
    });

    it('keeps the data folder and the password to itself', async () => {
      await start();
      expect((await stat(dataDir)).mode & 0o777).to.equal(0o700);
      expect((await stat(path.join(folder, 'postgres-password'))).mode & 0o777).to.equal(0o600);
    });

    it('refuses a connection without the password', async () => {
      const server = await start();
      const url = new URL(server.url);
      url.password = 'guess';
      expect(await query(url.href, 'SELECT 1 AS v').catch(codeOf)).to.equal('28P01');
    });

    it('keeps what was written over a stop and a start, and may be stopped twice', async () => {
      const first = await start();
      await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS v');
      await first.stop();
      await first.stop();
      expect(await first.exited).to.deep.equal({ expected: true });
      const second = await start();
      expect(second.adopted).to.equal(false);
      expect(await query(second.url, 'SELECT v FROM kept')).to.equal(42);
    });

    it('tells when the server ends by itself', async () => {
      const server = await start();
      process.kill(server.pid, 'SIGKILL');
      expect(await server.exited).to.deep.equal({ expected: false });
    });

    it('adopts the server of a killed service', async () => {
      const service = await startService();
      await kill(service.child);
      const server = await start();
      expect(server).to.include({ adopted: true, pid: service.postgresPid, url: service.url });
      await server.stop();
      expect(await query(service.url, 'SELECT 1 AS v').catch(codeOf)).to.equal('ECONNREFUSED');
    });

    it('has every acknowledged row after service and server were killed in the middle of writing', async () => {
      const service = await startService(`
        const client = await connect();
        await client.query('CREATE TABLE written (id int PRIMARY KEY)');
        for (let id = 1; ; id += 1) { await client.query('INSERT INTO written VALUES ($1)', [id]); say(String(id)); }`);
      let acknowledged = 0;
      while (acknowledged < 300) acknowledged = Number(await service.next());
      process.kill(service.postgresPid, 'SIGKILL');
      await kill(service.child);
      const server = await start();
      expect(server.adopted).to.equal(false);
      expect(await query(server.url, 'SELECT count(*)::int AS v FROM written')).to.be.at.least(acknowledged);
    });

    it('starts although a statement of the killed server still runs', async () => {
      const service = await startService(`
        const client = await connect();
        client.query('SELECT count(*) FROM generate_series(1, 1000000000000)').catch(() => {});
        const watcher = await connect();
        for (let running = 0; running === 0;) {
          running = (await watcher.query("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT count%'")).rowCount;
        }
        say('running');`);
      expect(await service.next()).to.equal('running');
      process.kill(service.postgresPid, 'SIGKILL');
      await kill(service.child);
      const server = await start();
      expect(await query(server.url, 'SELECT 1 AS v')).to.equal(1);
    });

    it('is not kept from starting by a pid file whose number belongs to another process now', async () => {
      const service = await startService();
      const pidFile = path.join(dataDir, 'postmaster.pid');
      process.kill(service.postgresPid, 'SIGKILL');
      await kill(service.child);
      await writeFile(pidFile, (await readFile(pidFile, 'utf8')).replace(/^\d+/, String(process.pid)));
      const server = await start();
      expect(server.adopted).to.equal(false);
    });

    it('survives the Ctrl-C that ends its service, until the service has stopped it', async () => {
      const service = await startService(`
        process.on('SIGINT', async () => {
          await (await connect()).end();
          await server.stop();
          say('stopped');
          process.exit(0);
        });
        say('waiting');`);
      expect(await service.next()).to.equal('waiting');
      process.kill(-(service.child.pid ?? 0), 'SIGINT');
      expect(await service.next()).to.equal('stopped');
      expect(await query(service.url, 'SELECT 1 AS v').catch(codeOf)).to.equal('ECONNREFUSED');
    });

    it('does not outlive a service that exits without stopping it', async () => {
      const service = await startService('process.exit(0);');
      await ended(service.child);
      // The next start waits for the end of a server that is stopping, and then starts its own.
      const server = await start();
      expect(server.pid).to.not.equal(service.postgresPid);
    });

    it('does not keep an idle service from ending', async () => {
      const service = await startService('clearInterval(alive);');
      await ended(service.child);
      expect(service.child.exitCode).to.equal(0);
    });

    it('says which password file the database does not accept, and leaves no server behind', async () => {
      const file = path.join(folder, 'postgres-password');
      const password = await readFile(file, 'utf8');
      await writeFile(file, 'another\n');
      try {
        expect(await refusal()).to.have.property('code', 'password-refused');
      } finally {
        await writeFile(file, password);
      }
      expect(await query((await start()).url, 'SELECT 1 AS v')).to.equal(1);
    });

    it('starts from a backup that came back readable for all and, restored by root, owned by root', async () => {
      if (process.geteuid?.() === 0) await giveTo({ uid: 0, gid: 0 }, dataDir);
      await chmod(dataDir, 0o755);
      expect(await query((await start()).url, 'SELECT 1 AS v')).to.equal(1);
      expect((await stat(dataDir)).mode & 0o777).to.equal(0o700);
    });
  });
});

async function query(url: string, text: string, column = 'v'): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows[0]?.[column];
  } finally {
    await client.end();
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await ended(child);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

function codeOf(error: { code?: string }): string | undefined {
  return error.code;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve); });
}
