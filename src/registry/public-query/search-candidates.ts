import type { NameQuery, Probe } from '../../platform/search/index.js';

/** Collects positional parameters while a statement is put together. */
export class Parameters {
  readonly values: unknown[] = [];

  /** The placeholder (`$3`) of a new parameter. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/**
 * The condition that the registry says so now, as `upper_inf(recorded)` is. Of that function the planner knows nothing and takes one row in
 * three for current; of a range that contains a value it has statistics, and hardly a row is not current.
 */
export function isCurrent(alias: string): string {
  return `${alias}.recorded @> 'infinity'::timestamptz`;
}

/** Where the candidates of a search come from and in which order they arrive. */
export interface CandidateSource {
  /** FROM clause that yields the detail row as `d`; with `repeats`, the same one may come several times in a row. */
  readonly from: string;
  readonly repeats: boolean;
  /** Further conditions of the search term. */
  readonly where: readonly string[];
  /** Sort columns; a B-tree delivers them in this order, so that a page costs the same in a table of any size. */
  readonly order: readonly [string, string];
}

/** Names of the tables of one kind of subject. */
export interface SubjectTables {
  readonly detail: string;
  readonly posting: string;
  readonly reading: string;
  /** The document that carries the number, and its columns. */
  readonly document: string;
  readonly numberColumn: string;
  /** Column that links document and detail to their subject. */
  readonly subjectColumn: string;
}

/**
 * Turns a search term into the source of candidates.
 * @param group which group of a name query leads (the rarest); the others are conditions
 */
export function candidateSource(tables: SubjectTables, query: NameQuery, lead: number, params: Parameters): CandidateSource {
  if (query.kind === 'empty') return { from: `${tables.detail} d`, repeats: false, where: [], order: ['d.sort_key', 'd.id'] };
  if (query.kind === 'number') return numberSource(tables, query.prefix, params);
  const groups = query.groups;
  const leading = groups[lead] ?? [];
  // Verification asks for the whole term, so the remaining pieces of one long Han term add nothing.
  const others = query.kind === 'han' ? [] : groups.filter((_, index) => index !== lead);
  const where = others.map((group) => `(${group.map((probe) => otherProbe(tables, probe, params)).join(' OR ')})`);
  return { from: leadingFrom(tables, leading, params), repeats: leading.length > 1, where, order: ['p.sort_key', 'p.detail_id'] };
}

/** Numbers are found by prefix and shown in the order of numbers; only the document that is on record now counts. */
function numberSource(tables: SubjectTables, prefix: string, params: Parameters): CandidateSource {
  const low = params.add(prefix);
  // Digits only, so the first text after all numbers with this prefix ends in the character after 9.
  const high = params.add(`${prefix}:`);
  return {
    from: `${tables.document} n JOIN ${tables.detail} d ON d.${tables.subjectColumn} = n.${tables.subjectColumn}`,
    // A renewed document keeps its number.
    repeats: true,
    where: [`n.${tables.numberColumn} >= ${low} AND n.${tables.numberColumn} < ${high} AND ${isCurrent('n')}`], order: [`n.${tables.numberColumn}`, 'd.id'],
  };
}

function leadingFrom(tables: SubjectTables, probes: readonly Probe[], params: Parameters): string {
  const [only] = probes;
  if (probes.length === 1 && only) {
    const token = params.add(only.token);
    return `${tables.posting} p JOIN ${tables.detail} d ON d.id = p.detail_id AND p.token = ${token}${verifyJoin(tables, only, params)}`;
  }
  // Each list arrives sorted, so that they can be merged without being read to their ends.
  const branches = probes.map((probe) => `(SELECT p.sort_key, p.detail_id FROM ${tables.posting} p
    ${probe.verify ? `JOIN ${tables.reading} r ON r.detail_id = p.detail_id AND strpos(r.${probe.verify.column}, ${params.add(probe.verify.contains)}) > 0` : ''}
    WHERE p.token = ${params.add(probe.token)} ORDER BY p.sort_key, p.detail_id)`);
  return `(${branches.join(' UNION ALL ')}) p JOIN ${tables.detail} d ON d.id = p.detail_id`;
}

function verifyJoin(tables: SubjectTables, probe: Probe, params: Parameters): string {
  if (!probe.verify) return '';
  return ` JOIN ${tables.reading} r ON r.detail_id = d.id AND strpos(r.${probe.verify.column}, ${params.add(probe.verify.contains)}) > 0`;
}

function otherProbe(tables: SubjectTables, probe: Probe, params: Parameters): string {
  const verify = probe.verify
    ? ` AND EXISTS (SELECT 1 FROM ${tables.reading} r2 WHERE r2.detail_id = d.id AND strpos(r2.${probe.verify.column}, ${params.add(probe.verify.contains)}) > 0)`
    : '';
  return `(EXISTS (SELECT 1 FROM ${tables.posting} o WHERE o.token = ${params.add(probe.token)} AND o.sort_key = d.sort_key AND o.detail_id = d.id)${verify})`;
}
