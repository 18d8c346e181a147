import type { Tx } from '../../../platform/database/sql.js';
import { columnTypes } from '../../facts/index.js';
import { indexNames } from '../../name-index/name-index.repository.js';
import type { AddedFact, FactTable, SubjectChange } from './fact-change.js';
import type { Period } from './timeline.rules.js';

/** The instant and author of everything that one import writes. */
export interface Recording {
  /** `clock_timestamp()` of the transaction with its microseconds, as text. */
  readonly at: string;
  readonly by: string;
}

/** Identity first, then what hangs on it. */
const TABLES: readonly FactTable[] = [
  'institution_detail', 'licence', 'institution_scope', 'institution_status', 'accreditation',
  'appraiser_detail', 'employment', 'certificate', 'appraiser_category', 'appraiser_status',
];
const ROWS_PER_STATEMENT = 5000;

/** The instant at which this transaction speaks; every fact that it closes or adds carries it. */
export async function recordingInstant(tx: Tx): Promise<string> {
  return (await tx.row<{ at: string }>('SELECT clock_timestamp()::text AS at'))!.at;
}

/** Writes what changes about a number of subjects of one kind: old facts are closed, new ones added, names indexed. */
export async function writeChanges(tx: Tx, kind: 'institution' | 'appraiser', changes: readonly SubjectChange[], recording: Recording): Promise<void> {
  const fresh = changes.filter((change) => change.isNew);
  if (fresh.length > 0) {
    await tx.run(kind === 'institution'
      ? `INSERT INTO institution (id, kind, created_at) SELECT id, 'social', $2::timestamptz FROM unnest($1::uuid[]) AS id`
      : 'INSERT INTO appraiser (id, created_at) SELECT id, $2::timestamptz FROM unnest($1::uuid[]) AS id',
    [fresh.map((change) => change.id), recording.at]);
  }
  const touched = changes.filter((change) => !change.isNew).map((change) => change.id);
  if (touched.length > 0) await tx.run(`UPDATE ${kind} SET version = version + 1 WHERE id = ANY($1::uuid[])`, [touched]);
  for (const table of TABLES) await close(tx, table, changes.flatMap((change) => change.closed.filter((fact) => fact.table === table).map((fact) => fact.id)), recording);
  for (const table of TABLES) await add(tx, table, changes.flatMap((change) => change.added.filter((fact) => fact.table === table)), recording);
  await indexNames(tx, kind, changes.flatMap((change) => change.names));
}

async function close(tx: Tx, table: FactTable, ids: readonly string[], recording: Recording): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(
    `UPDATE ${table} SET recorded = tstzrange(lower(recorded), $2::timestamptz) WHERE id = ANY($1::uuid[]) AND upper_inf(recorded)`, [ids, recording.at]);
}

async function add(tx: Tx, table: FactTable, facts: readonly AddedFact[], recording: Recording): Promise<void> {
  for (const [continues, states] of [[true, false], [true, true], [false, true]] as const) {
    const group = facts.filter((fact) => (fact.basis !== null) === continues && (fact.values !== null) === states);
    for (let start = 0; start < group.length; start += ROWS_PER_STATEMENT) {
      await insert(tx, table, group.slice(start, start + ROWS_PER_STATEMENT), continues, recording);
    }
  }
}

/** One statement for facts of one shape: all continue an old one or none does, all give the same columns. */
async function insert(tx: Tx, table: FactTable, facts: readonly AddedFact[], continues: boolean, recording: Recording): Promise<void> {
  const types = columnTypes(table);
  const given = Object.keys(facts[0]?.values ?? {});
  const copied = continues ? Object.keys(types).filter((column) => !given.includes(column)) : [];
  const parameters: unknown[] = [recording.at, recording.by, facts.map((fact) => fact.id), facts.map((fact) => rangeText(fact.valid)), facts.map((fact) => fact.basis)];
  const arrays = given.map((column) => {
    parameters.push(facts.map((fact) => fact.values?.[column] ?? null));
    return `$${parameters.length}::${types[column]}[]`;
  });
  const keepsDocument = continues && given.length === 0;
  await tx.run(
    `INSERT INTO ${table} (id, valid, recorded, recorded_by, source, document_no, document_title, reason, supersedes${[...given, ...copied].map((column) => `, ${column}`).join('')})
     SELECT n.id, n.valid, tstzrange($1::timestamptz, NULL), $2,
            ${keepsDocument ? 'b.source, b.document_no, b.document_title, b.reason' : `'import', NULL, NULL, NULL`},
            CASE WHEN n.basis IS NULL THEN NULL ELSE ARRAY[n.basis] END${given.map((column) => `, n.${column}`).join('')}${copied.map((column) => `, b.${column}`).join('')}
       FROM unnest($3::uuid[], $4::daterange[], $5::uuid[]${arrays.map((array) => `, ${array}`).join('')})
         AS n (id, valid, basis${given.map((column) => `, ${column}`).join('')})
       ${continues ? `JOIN ${table} b ON b.id = n.basis` : ''}`, parameters);
}

function rangeText({ from, to }: Period): string {
  return `[${from},${to ?? ''})`;
}
