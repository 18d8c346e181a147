import type { Sql } from '../../../src/platform/database/sql.js';

/** What the registry says now, as short lines that a test can compare: `[from,to) content`. */
export async function statedOf(sql: Sql, table: string, content: string, owner: string, number: string): Promise<string[]> {
  const ids = owner === 'institution_id'
    ? 'SELECT institution_id FROM licence WHERE licence_no = $1' : 'SELECT appraiser_id FROM certificate WHERE certificate_no = $1';
  const rows = await sql.rows<{ line: string }>(
    `SELECT valid::text || ' ' || coalesce((${content})::text, '-') AS line FROM ${table}
      WHERE ${owner} IN (${ids}) AND upper_inf(recorded) ORDER BY lower(valid), (${content})::text`, [number]);
  return rows.map((row) => row.line);
}

/** How many facts the tables hold, closed ones included. */
export async function factCount(sql: Sql): Promise<number> {
  const tables = ['institution_detail', 'licence', 'institution_scope', 'institution_status', 'accreditation', 'appraiser_detail', 'employment', 'certificate',
    'appraiser_category', 'appraiser_status'];
  const row = await sql.row<{ n: number }>(`SELECT (${tables.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ')})::int AS n`);
  return row!.n;
}
