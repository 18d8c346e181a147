import type { Sql, Tx } from '../../platform/database/sql.js';
import { cursorRows } from './cursor.js';
import type {
  AppraiserTableRow, CategoryEntry, InstitutionTableRow, LeftOut, ListedAppraiser, ListedInstitution, NameEntry, RosterSelection,
} from './roster.model.js';

/** The fact `alias` of a table that the registry states now of the day `$day`. */
function stated(table: string, alias: string, link: string, day: string): string {
  return `${table} ${alias} ON ${link} AND upper_inf(${alias}.recorded) AND ${alias}.valid @> ${day}::date`;
}

/**
 * Appraisers in the roster, institution by institution: employed there, certified and of a listed status on the day.
 * `$1` ids of the institutions in their order, `$2` day, `$3` listed statuses.
 */
const LISTED_APPRAISERS = `unnest($1::uuid[]) WITH ORDINALITY AS i (id, number)
  JOIN ${stated('employment', 'e', 'e.institution_id = i.id', '$2')}
  JOIN ${stated('appraiser_detail', 'd', 'd.appraiser_id = e.appraiser_id', '$2')}
  JOIN ${stated('certificate', 'c', 'c.appraiser_id = e.appraiser_id', '$2')}
  JOIN ${stated('appraiser_status', 's', 's.appraiser_id = e.appraiser_id', '$2')} AND s.status = ANY($3::text[])`;
const APPRAISER_ORDER = 'd.sort_key, d.appraiser_id';

/** The categories of each subject that the registry states of the day `$2`, as rows of `keys` and the array `codes`. */
function codesBy(table: string, keys: string): string {
  return `(SELECT ${keys}, array_agg(category_code ORDER BY category_code) AS codes FROM ${table}
    WHERE upper_inf(recorded) AND valid @> $2::date GROUP BY ${keys})`;
}
const NO_CODES = `'{}'::text[]`;
const SCOPE_CODES = codesBy('institution_scope', 'institution_id');
const APPRAISER_CODES = codesBy('appraiser_category', 'appraiser_id, institution_id');

/** The first day on which each subject had a document of a kind, known or implied. */
function firstDayBy(table: string, key: string): string {
  return `(SELECT ${key}, min(lower(valid)) AS first_on FROM ${table} WHERE upper_inf(recorded) GROUP BY ${key})`;
}

/** Reads of the roster. What is long comes from cursors, so every read wants one transaction to see one state of the registry. */
export class RosterRepository {
  /**
   * Tells the planner for the rest of the transaction that most of the registry will be read. It takes each condition of time
   * for rare, though nearly every fact meets it, and would look up row after row in the indexes of the exclusion constraints.
   */
  async expectBulk(tx: Tx): Promise<void> {
    await tx.run('SET LOCAL enable_nestloop = off');
  }

  /**
   * Institutions in the roster, by name: of a listed status, with a licence of that day or, of investigating organs, a
   * filing. Classified ones are never listed (dossier §12).
   */
  async institutions(sql: Sql, selection: RosterSelection): Promise<ListedInstitution[]> {
    const institutions = await sql.rows<Omit<ListedInstitution, 'appraisers'>>(`
      SELECT i.id, CASE WHEN i.kind = 'social' THEN 'registered' WHEN f.organ_system IN ('police', 'procuratorate') THEN f.organ_system ELSE 'other-organs' END AS part,
        d.name, d.division_code AS "divisionCode", d.address, d.postal_code AS "postalCode", d.phone, coalesce(d.head_name, d.legal_rep_name) AS head,
        CASE WHEN i.kind = 'social' THEN l.licence_no ELSE coalesce(f.qualification_certificate_no, f.filing_no) END AS "documentNo",
        lower(coalesce(l.valid, f.valid)) AS "validFrom", upper(coalesce(l.valid, f.valid)) - 1 AS "validTo",
        coalesce(k.codes, ${NO_CODES}) AS scope
      FROM institution i
      JOIN ${stated('institution_detail', 'd', 'd.institution_id = i.id', '$2')}
      JOIN ${stated('institution_status', 's', 's.institution_id = i.id', '$2')} AND s.status = ANY($3::text[])
      LEFT JOIN ${stated('licence', 'l', `l.institution_id = i.id AND i.kind = 'social'`, '$2')}
      LEFT JOIN ${stated('institution_filing', 'f', `f.institution_id = i.id AND i.kind = 'investigative'`, '$2')}
      LEFT JOIN ${SCOPE_CODES} k ON k.institution_id = i.id
      WHERE starts_with(d.division_code::text, $1) AND (l.id IS NOT NULL OR f.id IS NOT NULL)
      ORDER BY d.sort_key, i.id`, [selection.divisionPrefix, selection.asOf, selection.statuses]);
    const counts = await this.appraiserCounts(sql, institutions.map(({ id }) => id), selection);
    return institutions.map((institution, index) => ({ ...institution, appraisers: counts.get(index + 1) ?? 0 }));
  }

  /** Institutions of the division that a roster as of that day passes over, of the kinds that the notes mention. */
  async leftOut(sql: Sql, selection: RosterSelection): Promise<LeftOut> {
    const found = await sql.row<LeftOut>(`
      SELECT count(*) FILTER (WHERE s.status IN ('suspended', 'self-suspended', 'not-assessed'))::int AS suspended,
        count(*) FILTER (WHERE s.status IN ('cancelled', 'revoked') AND lower(s.valid) >= date_trunc('year', $2::date))::int AS removed
      FROM institution i
      JOIN ${stated('institution_detail', 'd', 'd.institution_id = i.id', '$2')}
      JOIN ${stated('institution_status', 's', 's.institution_id = i.id', '$2')} AND s.status <> ALL($3::text[])
      WHERE i.kind = 'social' AND starts_with(d.division_code::text, $1)`, [selection.divisionPrefix, selection.asOf, selection.statuses]);
    return found ?? { suspended: 0, removed: 0 };
  }

  /** Appraisers in the order of their institutions, by name within each. */
  appraisers(tx: Tx, institutionIds: readonly string[], selection: RosterSelection): AsyncGenerator<ListedAppraiser> {
    return cursorRows(tx, `
      SELECT i.number AS "institutionNumber", d.name, d.sex, d.title, c.certificate_no AS "certificateNo", upper(c.valid) - 1 AS "validTo", coalesce(k.codes, ${NO_CODES}) AS categories
      FROM ${LISTED_APPRAISERS}
      LEFT JOIN ${APPRAISER_CODES} k ON k.appraiser_id = e.appraiser_id AND k.institution_id = e.institution_id
      ORDER BY i.number, ${APPRAISER_ORDER}`, [institutionIds, selection.asOf, selection.statuses]);
  }

  /** The same appraisers by name. */
  names(tx: Tx, institutionIds: readonly string[], selection: RosterSelection): AsyncGenerator<NameEntry> {
    return cursorRows(tx, `
      SELECT d.name, d.sort_key AS "sortKey", c.certificate_no AS "certificateNo", i.number AS "institutionNumber",
        row_number() OVER (PARTITION BY i.number ORDER BY ${APPRAISER_ORDER}) AS position
      FROM ${LISTED_APPRAISERS}
      ORDER BY ${APPRAISER_ORDER}`, [institutionIds, selection.asOf, selection.statuses]);
  }

  /** The institutions by each category of their scopes, with their appraisers who hold it or something below it. */
  categories(tx: Tx, institutionIds: readonly string[], selection: RosterSelection): AsyncGenerator<CategoryEntry> {
    return cursorRows(tx, `
      WITH scope AS MATERIALIZED (
        SELECT i.number, k.category_code FROM unnest($1::uuid[]) WITH ORDINALITY AS i (id, number)
        JOIN ${stated('institution_scope', 'k', 'k.institution_id = i.id', '$2')}),
      held AS MATERIALIZED (
        SELECT i.number, k.category_code, d.appraiser_id, d.name, d.sort_key FROM ${LISTED_APPRAISERS}
        JOIN ${stated('appraiser_category', 'k', 'k.appraiser_id = e.appraiser_id AND k.institution_id = i.id', '$2')}),
      holder AS (
        SELECT DISTINCT scope.number, scope.category_code, held.appraiser_id, held.name, held.sort_key
        FROM scope JOIN held ON held.number = scope.number AND starts_with(held.category_code, scope.category_code))
      SELECT scope.category_code AS "categoryCode", scope.number AS "institutionNumber",
        count(holder.appraiser_id)::int AS appraisers, string_agg(holder.name, '、' ORDER BY holder.sort_key, holder.appraiser_id) AS names
      FROM scope LEFT JOIN holder USING (number, category_code)
      GROUP BY scope.category_code, scope.number
      ORDER BY scope.category_code, scope.number`, [institutionIds, selection.asOf, selection.statuses]);
  }

  /** Rows of the sheet of institutions that the import reads; a document without a number cannot be said in it. */
  institutionTable(tx: Tx, institutionIds: readonly string[], selection: RosterSelection): AsyncGenerator<InstitutionTableRow> {
    return cursorRows(tx, `
      SELECT d.name, l.licence_no AS "licenceNo", d.credit_code AS "creditCode", d.head_name AS head, d.legal_rep_name AS "legalRep", d.address,
        d.division_code AS "divisionCode", d.postal_code AS "postalCode", d.phone, coalesce(k.codes, ${NO_CODES}) AS scope, h.first_on AS "firstOn",
        coalesce(l.issued_on, lower(l.valid)) AS "issuedOn", upper(l.valid) - 1 AS "validTo", l.authority,
        coalesce(a.kinds, '{}'::text[]) AS accreditations
      FROM unnest($1::uuid[]) WITH ORDINALITY AS i (id, number)
      JOIN ${stated('institution_detail', 'd', 'd.institution_id = i.id', '$2')}
      JOIN ${stated('licence', 'l', 'l.institution_id = i.id', '$2')} AND l.licence_no IS NOT NULL
      JOIN ${firstDayBy('licence', 'institution_id')} h ON h.institution_id = i.id
      LEFT JOIN ${SCOPE_CODES} k ON k.institution_id = i.id
      LEFT JOIN (SELECT institution_id, array_agg(kind ORDER BY kind) AS kinds FROM accreditation
        WHERE upper_inf(recorded) AND valid @> $2::date GROUP BY institution_id) a ON a.institution_id = i.id
      ORDER BY i.number`, [institutionIds, selection.asOf]);
  }

  /** Rows of the sheet of appraisers that the import reads. */
  appraiserTable(tx: Tx, institutionIds: readonly string[], selection: RosterSelection): AsyncGenerator<AppraiserTableRow> {
    return cursorRows(tx, `
      SELECT d.name, d.sex, d.birth_year AS "birthYear", d.birth_month AS "birthMonth", d.title, coalesce(k.codes, ${NO_CODES}) AS categories,
        c.certificate_no AS "certificateNo", at.name AS "institutionName", l.licence_no AS "institutionLicenceNo",
        h.first_on AS "firstOn", coalesce(c.issued_on, lower(c.valid)) AS "issuedOn", upper(c.valid) - 1 AS "validTo", e.employment_type AS "employmentType",
        e.employer_name AS employer, e.consent_document_no AS "consentNo"
      FROM ${LISTED_APPRAISERS}
      JOIN ${stated('institution_detail', 'at', 'at.institution_id = i.id', '$2')}
      JOIN ${stated('licence', 'l', 'l.institution_id = i.id', '$2')} AND l.licence_no IS NOT NULL
      JOIN ${firstDayBy('certificate', 'appraiser_id')} h ON h.appraiser_id = e.appraiser_id
      LEFT JOIN ${APPRAISER_CODES} k ON k.appraiser_id = e.appraiser_id AND k.institution_id = e.institution_id
      WHERE c.certificate_no IS NOT NULL
      ORDER BY i.number, ${APPRAISER_ORDER}`, [institutionIds, selection.asOf, selection.statuses]);
  }

  private async appraiserCounts(sql: Sql, institutionIds: readonly string[], selection: RosterSelection): Promise<Map<number, number>> {
    const rows = await sql.rows<{ number: number; count: number }>(
      `SELECT i.number, count(*) AS count FROM ${LISTED_APPRAISERS} GROUP BY i.number`, [institutionIds, selection.asOf, selection.statuses]);
    return new Map(rows.map(({ number, count }) => [number, count]));
  }
}
