import type { Tx } from '../../platform/database/sql.js';
import { newId } from '../../platform/id.js';
import { sortKey } from '../../platform/search/index.js';
import { indexNames } from '../name-index/name-index.repository.js';
import { asFactProblem, factProblems } from './fact.problems.js';
import { columnName, FACT_TABLES, fieldName, SECRET_COLUMNS } from './fact-tables.js';
import type { ColumnType } from './fact-tables.js';
import type { FactName, FactValues, FactView, NewFact, Provenance, Stamp } from './fact.model.js';
import { isPeriod, without } from './period.rules.js';
import type { Period } from './period.rules.js';

/** A row as it travels to and from the database: column names, `bytea` in hexadecimal, days as `valid_from` and `valid_to`. */
export type RawFact = Readonly<Record<string, unknown>> & {
  readonly id: string; readonly valid_from: Period['from']; readonly valid_to: Period['to'];
};

/** Facts that were taken back, and what stands in their place. */
export interface Replacement<F extends FactName> { readonly before: readonly FactView<F>[]; readonly after: readonly FactView<F>[] }

/** Which facts of a table: equal in all the values given. */
export type Match<F extends FactName> = Partial<FactValues[F]>;

const PG_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'text', uuid: 'uuid', date: 'date', int: 'int', bigint: 'bigint', numeric: 'numeric', boolean: 'boolean', flag: 'boolean', jsonb: 'jsonb', bytea: 'bytea',
};

/** Columns of a fact as JSON, its periods taken apart. `t` is the fact's alias. */
export const RAW_FACT = `to_jsonb(t) - 'valid' - 'recorded' || jsonb_build_object('valid_from', lower(t.valid), 'valid_to', upper(t.valid) - 1,
  'recorded_at', lower(t.recorded), 'recorded_until', upper(t.recorded))`;

/** Rows of one statement; more go in several, so that no single parameter becomes enormous. */
const CHUNK = 5_000;

/**
 * Writes facts. Nothing is overwritten: to correct is to close what the registry said and to say something else from the same
 * instant on. Callers hold the lock of the subjects (`SubjectRepository.lock`), from which the stamp comes.
 */
export class FactRepository {
  /**
   * States new facts.
   * @throws Problem `invalid-period`, or what a refusal of the database means (`licence-overlap`, `certificate-number-taken` …)
   */
  async insert<F extends FactName>(tx: Tx, name: F, facts: readonly NewFact<F>[], provenance: Provenance, stamp: Stamp): Promise<FactView<F>[]> {
    const rows = facts.map((fact) => rawFact(name, fact, provenance));
    await this.write(tx, name, rows, stamp);
    return rows.map((row) => factView<F>({ ...row, recorded_at: stamp.recordedAt, recorded_by: stamp.recordedBy }));
  }

  /** As `insert`, for many rows whose views nobody needs. */
  async insertMany<F extends FactName>(tx: Tx, name: F, facts: readonly NewFact<F>[], provenance: Provenance, stamp: Stamp): Promise<void> {
    for (let start = 0; start < facts.length; start += CHUNK) {
      await this.write(tx, name, facts.slice(start, start + CHUNK).map((fact) => rawFact(name, fact, provenance)), stamp);
    }
  }

  /**
   * From the same instant on, the registry says the new fact on its days and what it said before on all others.
   * @param match the series or part of it that is corrected
   */
  async correct<F extends FactName>(tx: Tx, name: F, match: Match<F>, fact: NewFact<F>, provenance: Provenance, stamp: Stamp): Promise<Replacement<F>> {
    const closed = await this.close(tx, name, match, fact.valid, stamp);
    const stated = { ...rawFact(name, fact, provenance), supersedes: closed.length > 0 ? closed.map((row) => row.id) : null };
    return this.restate(tx, name, closed, fact.valid, [stated], stamp);
  }

  /**
   * From the same instant on, the registry says nothing of the kind on the days of `cut`: a fact ends, is interrupted or is withdrawn.
   * @throws Problem `nothing-recorded` when it said nothing on those days
   */
  async remove<F extends FactName>(tx: Tx, name: F, match: Match<F>, cut: Period, provenance: Provenance, stamp: Stamp): Promise<Replacement<F>> {
    const closed = await this.close(tx, name, match, cut, stamp);
    if (closed.length === 0) throw factProblems['nothing-recorded']();
    return this.restate(tx, name, closed, cut, [], stamp, provenance);
  }

  /** Facts that the registry states now, of one series or part of it, by day. */
  async current<F extends FactName>(tx: Tx, name: F, match: Match<F>): Promise<RawFact[]> {
    const params: unknown[] = [];
    const rows = await tx.rows<{ fact: RawFact }>(
      `SELECT ${RAW_FACT} AS fact FROM ${name} t WHERE ${conditions(match, params)} AND upper_inf(t.recorded) ORDER BY lower(t.valid)`, params);
    return rows.map((row) => row.fact);
  }

  /** Asks now whether every category is covered, instead of when the transaction commits. @throws Problem `category-outside-scope`, `category-without-employment` */
  async checkCoverage(tx: Tx): Promise<void> {
    await refusals(() => tx.run('SET CONSTRAINTS registry_coverage IMMEDIATE'));
    await tx.run('SET CONSTRAINTS registry_coverage DEFERRED');
  }

  private async close<F extends FactName>(tx: Tx, name: F, match: Match<F>, days: Period, stamp: Stamp): Promise<RawFact[]> {
    assertPeriod(days);
    const params: unknown[] = [stamp.recordedAt, days.from, days.to];
    const where = conditions(match, params);
    const rows = await tx.rows<{ fact: RawFact }>(`
      UPDATE ${name} t SET recorded = tstzrange(lower(t.recorded), $1::timestamptz)
      WHERE ${where} AND upper_inf(t.recorded) AND t.valid && daterange($2::date, $3::date, '[]')
      RETURNING ${RAW_FACT} AS fact`, params);
    return rows.map((row) => row.fact).sort((a, b) => a.valid_from.localeCompare(b.valid_from));
  }

  /** Says again what lay outside the days that were cut, and the new facts. */
  private async restate<F extends FactName>(
    tx: Tx, name: F, closed: readonly RawFact[], cut: Period, added: readonly RawFact[], stamp: Stamp, cause?: Provenance,
  ): Promise<Replacement<F>> {
    const rest = closed.flatMap((row) => without({ from: row.valid_from, to: row.valid_to }, cut).map((piece) => ({
      ...row, ...(cause ? causeColumns(row, cause) : {}), id: newId(), valid_from: piece.from, valid_to: piece.to, supersedes: [row.id],
    })));
    const rows: RawFact[] = [...rest, ...added].sort((a, b) => a.valid_from.localeCompare(b.valid_from));
    await this.write(tx, name, rows, stamp);
    return {
      before: closed.map((row) => factView<F>(row)),
      after: rows.map((row) => factView<F>({ ...row, recorded_at: stamp.recordedAt, recorded_until: null, recorded_by: stamp.recordedBy })),
    };
  }

  private async write<F extends FactName>(tx: Tx, name: F, rows: readonly RawFact[], stamp: Stamp): Promise<void> {
    if (rows.length === 0) return;
    await refusals(() => tx.run(insertStatement(name), [JSON.stringify(rows), stamp.recordedAt, stamp.recordedBy]));
    if (name === 'institution_detail' || name === 'appraiser_detail') {
      await indexNames(tx, name === 'institution_detail' ? 'institution' : 'appraiser',
        rows.map((row) => ({ detailId: row.id, name: row['name'] as string })));
    }
  }
}

/** A fact for readers: fields in camel case, nothing secret. */
export function factView<F extends FactName>(row: Readonly<Record<string, unknown>>): FactView<F> {
  const view: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    if (SECRET_COLUMNS.includes(column)) continue;
    view[column === 'valid_from' ? 'from' : column === 'valid_to' ? 'to' : fieldName(column)] = value;
  }
  return view as unknown as FactView<F>;
}

function rawFact<F extends FactName>(name: F, fact: NewFact<F>, provenance: Provenance): RawFact {
  assertPeriod(fact.valid);
  const values = fact.values as Readonly<Record<string, unknown>>;
  const columns: Record<string, unknown> = {};
  for (const [field, type] of Object.entries<ColumnType>(FACT_TABLES[name].columns)) {
    const value = values[field] ?? (type === 'flag' ? false : null);
    columns[columnName(field)] = value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value;
  }
  if (name === 'institution_detail' || name === 'appraiser_detail') {
    columns['sort_key'] = sortKey(columns['name'] as string, { person: name === 'appraiser_detail' });
  }
  return {
    id: fact.id ?? newId(), valid_from: fact.valid.from, valid_to: fact.valid.to, recorded_until: null, supersedes: null,
    ...provenanceColumns(fact.provenance ?? provenance), ...columns,
  };
}

function provenanceColumns(provenance: Provenance) {
  return {
    source: provenance.source, document_no: provenance.documentNo ?? null, document_title: provenance.documentTitle ?? null, reason: provenance.reason ?? null,
  };
}

/** A fact cut short names the paper that did it; where there is none, the one that it had. */
function causeColumns(row: RawFact, cause: Provenance) {
  return {
    source: cause.source, document_no: cause.documentNo ?? row['document_no'], document_title: cause.documentTitle ?? row['document_title'],
    reason: cause.reason ?? row['reason'],
  };
}

/** The columns of a fact's own beyond what all facts have, with their PostgreSQL types, in the order of the table. */
export function columnTypes(name: FactName): Readonly<Record<string, string>> {
  const own = Object.entries<ColumnType>(FACT_TABLES[name].columns).map(([field, type]) => [columnName(field), PG_TYPES[type]] as const);
  const sorted = name === 'institution_detail' || name === 'appraiser_detail' ? [['sort_key', 'text'] as const] : [];
  return Object.fromEntries([...own, ...sorted]);
}

function insertStatement(name: FactName): string {
  const columns = Object.entries(columnTypes(name));
  const names = columns.map(([column]) => column);
  return `
    INSERT INTO ${name} (id, valid, recorded, recorded_by, source, document_no, document_title, reason, supersedes, ${names.join(', ')})
    SELECT r.id, daterange(r.valid_from, r.valid_to, '[]'), tstzrange($2::timestamptz, NULL), $3, r.source, r.document_no, r.document_title, r.reason,
      r.supersedes, ${names.map((column) => `r.${column}`).join(', ')}
    FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, valid_from date, valid_to date, source text, document_no text, document_title text, reason text,
      supersedes uuid[], ${columns.map(([column, type]) => `${column} ${type}`).join(', ')})`;
}

function conditions(match: Readonly<Record<string, unknown>>, params: unknown[]): string {
  return Object.entries(match).map(([field, value]) => `t.${columnName(field)} = $${params.push(value)}`).join(' AND ');
}

function assertPeriod(period: Period): void {
  if (!isPeriod(period)) throw factProblems['invalid-period']({ detail: `${period.from} 至 ${period.to ?? ''}` });
}

async function refusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asFactProblem(error);
  }
}
