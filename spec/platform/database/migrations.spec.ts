import { cp, mkdtemp, readdir, rm, writeFile, appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { migrate } from '../../../src/platform/database/migrations.js';
import { databaseUrl, PROJECT_ROOT } from '../../support/environment.js';

describe('migrations', () => {
  const name = `hengjian_migrations_${process.pid}`;
  const folder = path.join(PROJECT_ROOT, 'migrations');
  let scratch: string;
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: databaseUrl('postgres') });
    await client.connect();
    try { await client.query(sql); } finally { await client.end(); }
  };

  beforeEach(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'hengjian-migrations-'));
    await cp(folder, scratch, { recursive: true });
    await admin(`CREATE DATABASE ${name} TEMPLATE template0`);
  });
  afterEach(async () => {
    await admin(`DROP DATABASE ${name} WITH (FORCE)`);
    await rm(scratch, { recursive: true, force: true });
  });

  it('bring an empty database to the newest schema, once', async () => {
    const files = (await readdir(folder)).sort();
    expect((await migrate(databaseUrl(name), folder)).applied).to.deep.equal(files);
    expect((await migrate(databaseUrl(name), folder)).applied).to.deep.equal([]);
  });

  it('wait for one another when several processes start together', async () => {
    const reports = await Promise.all([1, 2, 3].map(() => migrate(databaseUrl(name), folder)));
    expect(reports.filter((report) => report.applied.length > 0)).to.have.length(1);
  });

  it('refuse a database in which a migration was changed afterwards', async () => {
    await migrate(databaseUrl(name), scratch);
    await appendFile(path.join(scratch, '0001_foundation.sql'), '\n-- edited\n');
    await expectRefusal(migrate(databaseUrl(name), scratch), '0001_foundation.sql');
  });

  it('refuse a database that is newer than the release', async () => {
    await writeFile(path.join(scratch, '9999_future.sql'), 'CREATE TABLE future ();');
    await migrate(databaseUrl(name), scratch);
    await expectRefusal(migrate(databaseUrl(name), folder), '9999_future.sql');
  });

  it('leave nothing of one that fails in the middle, and go on once it is mended', async () => {
    await writeFile(path.join(scratch, '9999_broken.sql'), 'CREATE TABLE half (); SELECT 1 / 0;');
    await expectRefusal(migrate(databaseUrl(name), scratch), 'division by zero');
    await writeFile(path.join(scratch, '9999_broken.sql'), 'CREATE TABLE half ();');
    expect((await migrate(databaseUrl(name), scratch)).applied).to.deep.equal(['9999_broken.sql']);
  });
});

async function expectRefusal(work: Promise<unknown>, words: string): Promise<void> {
  const error = await work.then(() => null, (refusal: unknown) => refusal as { message: string; cause?: { message: string } });
  expect(error, 'it should have been refused').to.not.equal(null);
  expect(`${error!.message} ${error!.cause?.message ?? ''}`).to.contain(words);
}
