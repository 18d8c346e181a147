import type { Tx } from '../../platform/database/sql.js';
import { nameReadings, nameTokens, sortKey } from '../../platform/search/index.js';

export type NameSubject = 'institution' | 'appraiser';

export interface NamedDetail { readonly detailId: string; readonly name: string }

/** Names whose postings go into one statement: up to twenty thousand rows, so that neither side holds much at once. */
const BATCH = 100;

const TABLES = {
  institution: { posting: 'institution_name_posting', reading: 'institution_name_reading', person: false },
  appraiser: { posting: 'appraiser_name_posting', reading: 'appraiser_name_reading', person: true },
} as const;

/**
 * Makes the names of new detail rows searchable: their postings and readings, which the search reads (0025). Call it in
 * the transaction that inserts the details, once for each of them.
 */
export async function indexNames(tx: Tx, subject: NameSubject, rows: readonly NamedDetail[]): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) await indexBatch(tx, subject, rows.slice(start, start + BATCH));
}

async function indexBatch(tx: Tx, subject: NameSubject, rows: readonly NamedDetail[]): Promise<void> {
  const { posting, reading, person } = TABLES[subject];
  const ids = rows.map((row) => row.detailId);
  const readings = rows.map(({ name }) => nameReadings(name, { person }));
  await tx.run(
    `INSERT INTO ${reading} (detail_id, name, pinyin, initials) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])`,
    [ids, readings.map((row) => row.name), readings.map((row) => row.pinyin), readings.map((row) => row.initials)]);
  // Normalised tokens hold no spaces, so one text carries all of a name and its key is sent once.
  await tx.run(
    `INSERT INTO ${posting} (token, sort_key, detail_id)
     SELECT token, n.sort_key, n.detail_id FROM unnest($1::text[], $2::text[], $3::uuid[]) AS n (tokens, sort_key, detail_id), string_to_table(n.tokens, ' ') AS token`,
    [rows.map(({ name }) => nameTokens(name, { person }).join(' ')), rows.map(({ name }) => sortKey(name, { person })), ids]);
}
