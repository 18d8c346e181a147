import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { Umzug, type UmzugStorage } from 'umzug';

/** Any constant will do, as long as every process that migrates uses the same one. */
const MIGRATION_LOCK = 7246_0001;

/** The database and this release do not belong together; the message is for the operator. */
export class MigrationRefused extends Error {}

interface MigrationContext { readonly client: pg.Client }

/** What `migrate` did. */
export interface MigrationReport { readonly applied: readonly string[] }

/**
 * Brings the database to the newest schema: every `NNNN_name.sql` of the folder that has not run yet, in order, each in
 * its own transaction. Processes that start together wait for one another. Forward only.
 * @throws MigrationRefused when a migration that has run was changed afterwards, or the database is newer than this release
 */
export async function migrate(url: string, folder: string): Promise<MigrationReport> {
  const client = new pg.Client({ connectionString: url, application_name: 'hengjian-migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migration (
      name text PRIMARY KEY, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const files = await migrationFiles(folder);
    await refuseDrift(client, files);
    const umzug = new Umzug<MigrationContext>({
      migrations: files.map((file) => ({ name: file.name, up: ({ context }) => apply(context.client, file) })),
      context: { client },
      storage: storage(client),
      logger: undefined,
    });
    const applied = await umzug.up();
    return { applied: applied.map((migration) => migration.name) };
  } finally {
    await client.end();
  }
}

interface MigrationFile { readonly name: string; readonly sql: string; readonly digest: string }

async function migrationFiles(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(names.map(async (name) => {
    const sql = await readFile(path.join(folder, name), 'utf8');
    return { name, sql, digest: createHash('sm3').update(sql).digest('hex') };
  }));
}

/** A migration that was edited after it ran would leave two databases of one version that differ. */
async function refuseDrift(client: pg.Client, files: readonly MigrationFile[]): Promise<void> {
  const { rows } = await client.query<{ name: string; digest: string }>('SELECT name, digest FROM schema_migration ORDER BY name');
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const row of rows) {
    const file = byName.get(row.name);
    if (!file) throw new MigrationRefused(`数据库含有本版本没有的迁移 ${row.name}：请使用更新的版本启动`);
    if (file.digest !== row.digest) throw new MigrationRefused(`迁移 ${row.name} 在执行之后被修改过，拒绝启动`);
  }
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(file.sql);
    await client.query('INSERT INTO schema_migration (name, digest) VALUES ($1, $2)', [file.name, file.digest]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** The row is written by `apply` in the migration's own transaction, so that a kill leaves either both or neither. */
function storage(client: pg.Client): UmzugStorage<MigrationContext> {
  return {
    logMigration: async () => {},
    unlogMigration: async () => { throw new Error('迁移只向前执行'); },
    executed: async () => {
      const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_migration ORDER BY name');
      return rows.map((row) => row.name);
    },
  };
}
