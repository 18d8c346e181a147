import type { Sql } from '../../platform/database/sql.js';
import { classifyQuery, type NameQuery } from '../../platform/search/index.js';
import type { AppraiserItemRow, AppraiserRecordRow, InstitutionItemRow, InstitutionRecordRow, RegisterSearch, VisibilityCondition } from './public-query.model.js';
import { candidateSource, isCurrent, Parameters, type SubjectTables } from './search-candidates.js';

const INSTITUTIONS: SubjectTables = {
  detail: 'institution_detail', posting: 'institution_name_posting', reading: 'institution_name_reading',
  document: 'licence', numberColumn: 'licence_no', subjectColumn: 'institution_id',
};
const APPRAISERS: SubjectTables = {
  detail: 'appraiser_detail', posting: 'appraiser_name_posting', reading: 'appraiser_name_reading',
  document: 'certificate', numberColumn: 'certificate_no', subjectColumn: 'appraiser_id',
};
/** How far the pieces of a long term are counted before the shortest list is chosen. */
const COUNTED = 300;
const CLASSIFIED = `'investigative-classified'`;

/** A statement with its parameters, so that the benchmark can run the very same one. */
export interface Statement { readonly text: string; readonly values: readonly unknown[] }

/** Reads of the public register. Unless a search names another reader, classified institutions and their appraisers do not exist here (dossier §12). */
export class PublicQueryRepository {
  async institutions(sql: Sql, search: RegisterSearch, visible?: VisibilityCondition): Promise<InstitutionItemRow[]> {
    const { text, values } = institutionStatement(search, ...await this.lead(sql, INSTITUTIONS, search.q), visible);
    return sql.rows(text, values);
  }

  async appraisers(sql: Sql, search: RegisterSearch, visible?: VisibilityCondition): Promise<AppraiserItemRow[]> {
    const { text, values } = appraiserStatement(search, ...await this.lead(sql, APPRAISERS, search.q), visible);
    return sql.rows(text, values);
  }

  institution(sql: Sql, licenceNo: string, asOf: string): Promise<InstitutionRecordRow | null> {
    const as = '$2::date';
    return sql.row(`
      SELECT d.sort_key AS position1, d.id AS position2, ${institutionColumns('d', as)},
        d.phone, d.postal_code AS "postalCode", d.head_name AS "headName", d.legal_rep_name AS "legalRepName", d.registrar,
        ${jsonList(`json_build_object('kind', a.kind, 'certificateNo', a.certificate_no, 'nextReviewOn', a.next_review_on) ORDER BY a.kind`,
    `accreditation a WHERE a.institution_id = d.institution_id AND ${isCurrent('a')} AND a.valid @> ${as}`)} AS accreditations,
        ${jsonList(`json_build_object('licenceNo', l.licence_no, 'from', lower(l.valid), 'to', upper(l.valid) - 1) ORDER BY lower(l.valid)`,
    `licence l WHERE l.institution_id = d.institution_id AND ${isCurrent('l')}`)} AS licences,
        ${jsonList(`json_build_object('status', s.status, 'from', lower(s.valid), 'to', upper(s.valid) - 1) ORDER BY lower(s.valid)`,
    `institution_status s WHERE s.institution_id = d.institution_id AND ${isCurrent('s')}`)} AS statuses
      FROM (SELECT n.institution_id FROM licence n WHERE n.licence_no = $1 AND ${isCurrent('n')} LIMIT 1) n
      JOIN institution i ON i.id = n.institution_id AND i.kind <> ${CLASSIFIED}
      CROSS JOIN LATERAL (${nearestDetail('institution_detail', 'institution_id', 'i.id', as)}) d
      ${licenceJoin('d', as)}`, [licenceNo, asOf]);
  }

  appraiser(sql: Sql, certificateNo: string, asOf: string): Promise<AppraiserRecordRow | null> {
    const as = '$2::date';
    return sql.row(`
      SELECT d.sort_key AS position1, d.id AS position2, ${appraiserColumns('d', as)},
        ${jsonList(`json_build_object('certificateNo', c.certificate_no, 'from', lower(c.valid), 'to', upper(c.valid) - 1) ORDER BY lower(c.valid)`,
    `certificate c WHERE c.appraiser_id = d.appraiser_id AND ${isCurrent('c')}`)} AS certificates,
        ${jsonList(`json_build_object('status', s.status, 'from', lower(s.valid), 'to', upper(s.valid) - 1) ORDER BY lower(s.valid)`,
    `appraiser_status s WHERE s.appraiser_id = d.appraiser_id AND ${isCurrent('s')}`)} AS statuses
      FROM (SELECT n.appraiser_id FROM certificate n WHERE n.certificate_no = $1 AND ${isCurrent('n')} LIMIT 1) n
      CROSS JOIN LATERAL (${nearestDetail('appraiser_detail', 'appraiser_id', 'n.appraiser_id', as)}) d
      ${certificateJoin('d', as)} ${employmentJoin('d', as)}
      WHERE ${notClassified('d')}`, [certificateNo, asOf]);
  }

  /** Understands the term and chooses the rarest piece of a long one, so that the shortest posting list is walked. */
  private async lead(sql: Sql, tables: SubjectTables, q: string): Promise<[NameQuery, number]> {
    const query = classifyQuery(q);
    if (query.kind === 'empty' || query.kind === 'number' || query.groups.length < 2) return [query, 0];
    const tokens = query.groups.map((group) => group[0]!.token);
    const counts = await sql.rows<{ position: number; found: number }>(`SELECT t.position::int, c.found::int
      FROM unnest($1::text[]) WITH ORDINALITY AS t (token, position)
      CROSS JOIN LATERAL (SELECT count(*) AS found FROM (SELECT 1 FROM ${tables.posting} p WHERE p.token = t.token LIMIT ${COUNTED}) limited) c
      ORDER BY c.found, t.position LIMIT 1`, [tokens]);
    return [query, (counts[0]?.position ?? 1) - 1];
  }
}

/** The statement of an institution search. */
export function institutionStatement(search: RegisterSearch, query: NameQuery, lead: number, visible?: VisibilityCondition): Statement {
  const params = new Parameters();
  const as = `${params.add(search.asOf)}::date`;
  const source = candidateSource(INSTITUTIONS, query, lead, params);
  const where = [visible ? visible('institution', 'i', params.values) : `i.kind <> ${CLASSIFIED}`];
  if (search.kind !== null) where.push(`i.kind = ${params.add(search.kind)}`);
  if (search.divisionPrefix !== null) where.push(inDivision('d', search.divisionPrefix, params));
  if (search.categories !== null) {
    where.push(`EXISTS (SELECT 1 FROM institution_scope c WHERE c.institution_id = d.institution_id
      AND c.category_code = ANY(${params.add(search.categories)}::text[]) AND ${isCurrent('c')} AND c.valid @> ${as})`);
  }
  if (search.status !== null) where.push(`${institutionStatus('d', as)} = ${params.add(search.status)}`);
  return assemble(search, source, where, params, as, {
    joins: 'JOIN institution i ON i.id = d.institution_id', hit: 'd.institution_id, d.name, d.address, d.division_code, i.kind',
    columns: institutionColumns('h', as, 'h.kind'), lateral: licenceJoin('h', as),
  });
}

/** The statement of an appraiser search. */
export function appraiserStatement(search: RegisterSearch, query: NameQuery, lead: number, visible?: VisibilityCondition): Statement {
  const params = new Parameters();
  const as = `${params.add(search.asOf)}::date`;
  const source = candidateSource(APPRAISERS, query, lead, params);
  const where = [visible ? visible('appraiser', 'a', params.values) : notClassified('d')];
  const employed = (condition: string) => `EXISTS (SELECT 1 FROM employment e ${condition}
      AND e.appraiser_id = d.appraiser_id AND ${isCurrent('e')} AND e.valid @> ${as})`;
  if (search.divisionPrefix !== null) {
    // A value asked for each candidate, not a join: the planner would otherwise gather everybody of the division first.
    where.push(`(SELECT de.division_code FROM employment e
      JOIN institution_detail de ON de.institution_id = e.institution_id AND ${isCurrent('de')} AND de.valid @> ${as}
      WHERE e.appraiser_id = d.appraiser_id AND ${isCurrent('e')} AND e.valid @> ${as} LIMIT 1) LIKE ${params.add(`${search.divisionPrefix}%`)}`);
  }
  if (search.licenceNo !== null) {
    where.push(employed(`WHERE e.institution_id IN (SELECT l.institution_id FROM licence l WHERE l.licence_no = ${params.add(search.licenceNo)} AND ${isCurrent('l')})`));
  }
  if (search.institutionId !== null) where.push(employed(`WHERE e.institution_id = ${params.add(search.institutionId)}::uuid`));
  if (search.status !== null) where.push(`${appraiserStatus('d', as)} = ${params.add(search.status)}`);
  if (search.categories !== null) {
    where.push(`EXISTS (SELECT 1 FROM appraiser_category c WHERE c.appraiser_id = d.appraiser_id
      AND c.category_code = ANY(${params.add(search.categories)}::text[]) AND ${isCurrent('c')} AND c.valid @> ${as})`);
  }
  return assemble(search, source, where, params, as, {
    joins: visible ? 'JOIN appraiser a ON a.id = d.appraiser_id' : '', hit: 'd.appraiser_id, d.name, d.sex, d.title',
    columns: appraiserColumns('h', as), lateral: `${certificateJoin('h', as)} ${employmentJoin('h', as)}`,
  });
}

interface Parts { readonly joins: string; readonly hit: string; readonly columns: string; readonly lateral: string }

/** The page is cut before anything is joined to it, so that only the rows that are shown are completed. */
function assemble(search: RegisterSearch, source: ReturnType<typeof candidateSource>, where: readonly string[], params: Parameters, as: string, parts: Parts): Statement {
  const [first, second] = source.order;
  const conditions = [isCurrent('d'), `d.valid @> ${as}`, ...source.where, ...where];
  if (search.after) conditions.push(`(${first}, ${second}) > (${params.add(search.after[0])}, ${params.add(search.after[1])}::uuid)`);
  const text = `WITH hit AS MATERIALIZED (
      SELECT ${source.repeats ? `DISTINCT ON (${first}, ${second}) ` : ''}${first} AS position1, ${second} AS position2, ${parts.hit}
      FROM ${source.from} ${parts.joins}
      WHERE ${conditions.join('\n        AND ')}
      ORDER BY ${first}, ${second} LIMIT ${params.add(search.limit + 1)})
    SELECT h.position1, h.position2, ${parts.columns} FROM hit h ${parts.lateral} ORDER BY h.position1, h.position2`;
  return { text, values: params.values };
}

function institutionColumns(row: string, as: string, kind = 'i.kind'): string {
  return `${row}.institution_id AS "institutionId", ${row}.name, ${kind} AS kind, ${row}.address, ${row}.division_code AS "divisionCode",
    lic.licence_no AS "licenceNo", lower(lic.valid) AS "validFrom", upper(lic.valid) - 1 AS "validTo",
    ${institutionStatus(row, as, kind)} AS status,
    ${codes('institution_scope', 'institution_id', row, as)} AS categories`;
}

function appraiserColumns(row: string, as: string): string {
  return `${row}.appraiser_id AS "appraiserId", ${row}.name, ${row}.sex, ${row}.title,
    cert.certificate_no AS "certificateNo", lower(cert.valid) AS "validFrom", upper(cert.valid) - 1 AS "validTo",
    ${appraiserStatus(row, as)} AS status, emp.name AS "institutionName", emp.licence_no AS "licenceNo",
    emp.division_code AS "divisionCode", emp.employment_type AS "employmentType",
    ${codes('appraiser_category', 'appraiser_id', row, as)} AS categories`;
}

function codes(table: string, subject: string, row: string, as: string): string {
  return `ARRAY(SELECT c.category_code FROM ${table} c WHERE c.${subject} = ${row}.${subject} AND ${isCurrent('c')} AND c.valid @> ${as} ORDER BY c.category_code)`;
}

/** A range, which an index serves whatever the collation, as it does not serve LIKE. */
function inDivision(row: string, prefix: string, params: Parameters): string {
  return `${row}.division_code BETWEEN ${params.add(prefix.padEnd(6, '0'))} AND ${params.add(prefix.padEnd(6, '9'))}`;
}

/** What a person reads as the status: an institution that may practise but whose licence has run out is shown as expired. */
function institutionStatus(row: string, as: string, kind = 'i.kind'): string {
  return `coalesce((SELECT CASE WHEN s.status = 'practising' AND ${kind} = 'social' AND NOT EXISTS (
        SELECT 1 FROM licence v WHERE v.institution_id = ${row}.institution_id AND ${isCurrent('v')} AND v.valid @> ${as}) THEN 'expired' ELSE s.status END
      FROM institution_status s WHERE s.institution_id = ${row}.institution_id AND ${isCurrent('s')} AND s.valid @> ${as}), 'other')`;
}

function appraiserStatus(row: string, as: string): string {
  return `coalesce((SELECT CASE WHEN s.status = 'practising' AND NOT EXISTS (
        SELECT 1 FROM certificate v WHERE v.appraiser_id = ${row}.appraiser_id AND ${isCurrent('v')} AND v.valid @> ${as}) THEN 'expired' ELSE s.status END
      FROM appraiser_status s WHERE s.appraiser_id = ${row}.appraiser_id AND ${isCurrent('s')} AND s.valid @> ${as}), 'other')`;
}

/** The document of that day, or else the last one before it. */
function licenceJoin(row: string, as: string): string {
  return `LEFT JOIN LATERAL (SELECT l.licence_no, l.valid FROM licence l
      WHERE l.institution_id = ${row}.institution_id AND ${isCurrent('l')} AND lower(l.valid) <= ${as} ORDER BY l.valid DESC LIMIT 1) lic ON true`;
}

function certificateJoin(row: string, as: string): string {
  return `LEFT JOIN LATERAL (SELECT c.certificate_no, c.valid FROM certificate c
      WHERE c.appraiser_id = ${row}.appraiser_id AND ${isCurrent('c')} AND lower(c.valid) <= ${as} ORDER BY c.valid DESC LIMIT 1) cert ON true`;
}

function employmentJoin(row: string, as: string): string {
  return `LEFT JOIN LATERAL (SELECT e.employment_type, de.name, de.division_code,
        (SELECT l.licence_no FROM licence l WHERE l.institution_id = e.institution_id AND ${isCurrent('l')} AND l.number_format <> 'unknown'
          ORDER BY l.valid DESC LIMIT 1) AS licence_no
      FROM employment e JOIN institution_detail de ON de.institution_id = e.institution_id AND ${isCurrent('de')} AND de.valid @> ${as}
      WHERE e.appraiser_id = ${row}.appraiser_id AND ${isCurrent('e')} AND e.valid @> ${as} LIMIT 1) emp ON true`;
}

function notClassified(row: string): string {
  return `NOT EXISTS (SELECT 1 FROM employment x JOIN institution xi ON xi.id = x.institution_id AND xi.kind = ${CLASSIFIED}
      WHERE x.appraiser_id = ${row}.appraiser_id)`;
}

/** The detail of that day; for a day outside the record the nearest one, so that a known number always has a page. */
function nearestDetail(table: string, subject: string, id: string, as: string): string {
  return `SELECT * FROM ${table} t WHERE t.${subject} = ${id} AND ${isCurrent('t')} ORDER BY (t.valid @> ${as}) DESC, t.valid DESC LIMIT 1`;
}

function jsonList(element: string, from: string): string {
  return `(SELECT coalesce(json_agg(${element}), '[]'::json) FROM ${from})`;
}
