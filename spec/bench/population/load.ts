import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { CategoriesFile, DivisionsFile } from '../../../src/reference/index.js';
import { COLUMNS, TABLES, type PopulationTable } from './copy-rows.js';
import { NamePool } from './name-pool.js';
import { PopulationBlock, type Source } from './population.js';
import { Random } from './random.js';

const DISTINCT_NAMES = 200_000;
const NAME_SEED = 20_260_101;

/** What every block is drawn from, read from the reference data of the project. */
export async function populationSource(rootDir: string, today: string): Promise<Source> {
  const read = async <T>(name: string) => JSON.parse(await readFile(path.join(rootDir, 'seeders', 'reference', name), 'utf8')) as T;
  const { divisions } = await read<DivisionsFile>('divisions.json');
  const { documents } = await read<CategoriesFile>('categories.json');
  return {
    today,
    names: new NamePool(new Random(NAME_SEED), DISTINCT_NAMES),
    divisions: divisions.filter((division) => division.current && division.level !== 'province'),
    // A roster names groups and items; groups of frequent classes come first.
    categories: documents.filter((document) => document.validTo === null)
      .flatMap((document) => document.categories.map((category) => category.code)).filter((code) => code.length <= 7),
  };
}

/**
 * Fills an empty, migrated and seeded database with the first block through every trigger and constraint, as an import would write it.
 * The names stay in `bench_name`, from which the postings of further blocks are made too.
 */
export async function loadFirstBlock(url: string, source: Source): Promise<PopulationBlock> {
  return session(url, async (client) => {
    await client.query(`CREATE UNLOGGED TABLE bench_name (name text PRIMARY KEY, sort_key text COLLATE "C", pinyin text, initials text, tokens text[])`);
    await copy(client, 'bench_name (name, sort_key, pinyin, initials, tokens)', source.names.copyText());
    await client.query('BEGIN');
    const block = await copyBlock(client, source, 0);
    await client.query(INDEX_NAMES);
    await client.query('COMMIT');
    await client.query('VACUUM ANALYZE');
    return block;
  });
}

/**
 * Adds further blocks to a database that has the first one. Triggers rest and indexes are made afterwards, because the first block has proved
 * that such rows pass; exclusion constraints come back as the GiST indexes that they stand on, so that every query finds the same indexes.
 */
export async function loadFurtherBlocks(url: string, source: Source, blocks: number): Promise<void> {
  await session(url, async (client) => {
    await client.query(`SET session_replication_role = 'replica'; SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'`);
    await client.query('BEGIN');
    const indexes = await dropIndexes(client);
    for (let block = 1; block < blocks; block++) await copyBlock(client, source, block);
    await client.query('ANALYZE appraiser_detail');
    await client.query('TRUNCATE appraiser_name_posting, appraiser_name_reading');
    await client.query(INDEX_NAMES);
    await client.query('COMMIT');
    for (const definition of indexes) await client.query(definition);
    await client.query('VACUUM ANALYZE');
  });
}

/** The same rows that `indexNames` of the registry writes for these names. */
const INDEX_NAMES = `
  INSERT INTO appraiser_name_reading (detail_id, name, pinyin, initials)
  SELECT d.id, n.name, n.pinyin, n.initials FROM appraiser_detail d JOIN bench_name n USING (name);
  INSERT INTO appraiser_name_posting (token, sort_key, detail_id)
  SELECT t.token, n.sort_key, d.id FROM appraiser_detail d JOIN bench_name n USING (name) CROSS JOIN LATERAL unnest(n.tokens) AS t (token)`;

async function copyBlock(client: pg.Client, source: Source, number: number): Promise<PopulationBlock> {
  const { rows } = await client.query<{ at: string }>('SELECT clock_timestamp()::text AS at');
  const block = new PopulationBlock(source, number, rows[0]!.at);
  for (const table of TABLES) await copy(client, `${table} (${COLUMNS[table as PopulationTable]})`, block.rows.text(table));
  return block;
}

async function copy(client: pg.Client, target: string, text: string): Promise<void> {
  await pipeline(Readable.from(pieces(text)), client.query(copyFrom(`COPY ${target} FROM STDIN`)));
}

function* pieces(text: string): Generator<string> {
  const size = 1 << 20;
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

/** Drops what costs time row by row, and answers the statements that bring the indexes back. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string; constraint: boolean }>(`
    SELECT i.indrelid::regclass::text AS table, i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition, c.oid IS NOT NULL AS constraint
    FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x')
    WHERE i.indrelid = ANY($1::regclass[]) AND (NOT i.indisprimary OR i.indrelid = 'appraiser_name_posting'::regclass)`,
  [[...TABLES, 'appraiser_name_posting']]);
  for (const index of rows) {
    await client.query(index.constraint ? `ALTER TABLE ${index.table} DROP CONSTRAINT ${index.name}` : `DROP INDEX ${index.name}`);
  }
  return rows.map((index) => index.definition);
}

async function session<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
