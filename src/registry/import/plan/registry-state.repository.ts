import type { Sql } from '../../../platform/database/sql.js';
import type { AppraiserCategoryFact, AppraiserDetailFact, AppraiserState, EmploymentFact } from './appraiser-plan.rules.js';
import type { DocumentFact } from './document-timeline.rules.js';
import type { HoldingFact } from './holding-timeline.rules.js';
import type { AccreditationFact, InstitutionDetailFact, InstitutionState } from './institution-plan.rules.js';

/** A row as the database gives it: a fact of one owner, its days as two columns. */
type Row<F> = Omit<F, 'valid'> & { readonly owner: string; readonly validFrom: string; readonly validTo: string | null };

const FACT = `id, lower(valid) AS "validFrom", upper(valid) AS "validTo"`;
const NOW = 'upper_inf(recorded) ORDER BY lower(valid), id';

/** What the registry says now of the institutions that have these licence numbers, by number. */
export async function institutionsByLicence(sql: Sql, licenceNos: readonly string[]): Promise<Map<string, InstitutionState>> {
  const owners = await sql.rows<{ number: string; id: string; kind: string }>(
    `SELECT DISTINCT l.licence_no AS number, i.id, i.kind FROM licence l JOIN institution i ON i.id = l.institution_id
      WHERE l.licence_no = ANY($1::text[]) AND upper_inf(l.recorded)`, [licenceNos]);
  const ids = [...new Set(owners.map((owner) => owner.id))];
  const details = await factsOf<InstitutionDetailFact>(sql,
    `SELECT institution_id AS owner, ${FACT}, name, former_name AS "formerName", credit_code AS "creditCode", head_name AS head,
            legal_rep_name AS "legalRep", address, division_code AS "divisionCode", postal_code AS "postalCode", phone, registrar
       FROM institution_detail WHERE institution_id = ANY($1::uuid[]) AND ${NOW}`, ids);
  const licences = await factsOf<DocumentFact>(sql,
    `SELECT institution_id AS owner, ${FACT}, licence_no AS number, issued_on AS "issuedOn", authority
       FROM licence WHERE institution_id = ANY($1::uuid[]) AND ${NOW}`, ids);
  const scopes = await factsOf<HoldingFact>(sql,
    `SELECT institution_id AS owner, ${FACT}, category_code AS code FROM institution_scope WHERE institution_id = ANY($1::uuid[]) AND ${NOW}`, ids);
  const accreditations = await factsOf<AccreditationFact>(sql,
    `SELECT institution_id AS owner, ${FACT}, kind AS code, certificate_no AS "certificateNo"
       FROM accreditation WHERE institution_id = ANY($1::uuid[]) AND ${NOW}`, ids);
  return new Map(owners.map(({ number, id, kind }) => [number, {
    id, kind, details: details.get(id) ?? [], licences: licences.get(id) ?? [], scopes: scopes.get(id) ?? [], accreditations: accreditations.get(id) ?? [],
  }]));
}

/** What the registry says now of the appraisers who have these certificate numbers, by number. */
export async function appraisersByCertificate(sql: Sql, certificateNos: readonly string[]): Promise<Map<string, AppraiserState>> {
  const owners = await sql.rows<{ number: string; id: string }>(
    `SELECT DISTINCT certificate_no AS number, appraiser_id AS id FROM certificate WHERE certificate_no = ANY($1::text[]) AND upper_inf(recorded)`,
    [certificateNos]);
  const ids = [...new Set(owners.map((owner) => owner.id))];
  const details = await factsOf<AppraiserDetailFact>(sql,
    `SELECT appraiser_id AS owner, ${FACT}, name, sex, birth_year AS "birthYear", birth_month AS "birthMonth", title, title_level AS "titleLevel"
       FROM appraiser_detail WHERE appraiser_id = ANY($1::uuid[]) AND ${NOW}`, ids);
  const employments = await factsOf<EmploymentFact>(sql,
    `SELECT appraiser_id AS owner, ${FACT}, institution_id AS "institutionId", employment_type AS "employmentType", employer_name AS employer,
            consent_document_no AS "consentNo", duty
       FROM employment WHERE appraiser_id = ANY($1::uuid[]) AND ${NOW}`, ids);
  const certificates = await factsOf<DocumentFact>(sql,
    `SELECT appraiser_id AS owner, ${FACT}, certificate_no AS number, issued_on AS "issuedOn", authority
       FROM certificate WHERE appraiser_id = ANY($1::uuid[]) AND ${NOW}`, ids);
  const categories = await factsOf<AppraiserCategoryFact>(sql,
    `SELECT appraiser_id AS owner, ${FACT}, category_code AS code, institution_id AS "institutionId"
       FROM appraiser_category WHERE appraiser_id = ANY($1::uuid[]) AND ${NOW}`, ids);
  return new Map(owners.map(({ number, id }) => [number, {
    id, details: details.get(id) ?? [], employments: employments.get(id) ?? [], certificates: certificates.get(id) ?? [], categories: categories.get(id) ?? [],
  }]));
}

/** How many appraisers other than those with the given certificates hold each category at each institution on a day. */
export async function otherHolders(sql: Sql, institutionIds: readonly string[], certificateNos: readonly string[], day: string):
  Promise<{ institutionId: string; code: string; holders: number }[]> {
  const listed = await sql.rows<{ id: string }>(
    'SELECT DISTINCT appraiser_id AS id FROM certificate WHERE certificate_no = ANY($1::text[]) AND upper_inf(recorded)', [certificateNos]);
  // A join with the list itself: the planner knows its length, so it hashes, however stale the statistics of the tables are.
  return sql.rows(
    `SELECT c.institution_id AS "institutionId", c.category_code AS code, count(DISTINCT c.appraiser_id)::int AS holders
       FROM unnest($1::uuid[]) AS i (id)
       JOIN appraiser_category c ON c.institution_id = i.id AND upper_inf(c.recorded) AND c.valid @> $3::date
       LEFT JOIN unnest($2::uuid[]) AS listed (id) ON listed.id = c.appraiser_id
      WHERE listed.id IS NULL
      GROUP BY c.institution_id, c.category_code`, [institutionIds, listed.map((row) => row.id), day]);
}

/** The division of the institution at which each of these certificates' holders is employed on a day. */
export function employerDivisions(sql: Sql, certificateNos: readonly string[], day: string): Promise<{ number: string; divisionCode: string }[]> {
  return sql.rows(
    `SELECT DISTINCT c.certificate_no AS number, d.division_code AS "divisionCode"
       FROM certificate c
       JOIN employment e ON e.appraiser_id = c.appraiser_id AND upper_inf(e.recorded) AND e.valid @> $2::date
       JOIN institution_detail d ON d.institution_id = e.institution_id AND upper_inf(d.recorded) AND d.valid @> $2::date
      WHERE c.certificate_no = ANY($1::text[]) AND upper_inf(c.recorded)`, [certificateNos, day]);
}

/** An appraiser's certificate numbers and the licence numbers of the institutions where they hold anything, to find the row that a refusal concerns. */
export async function numbersOfSubjects(sql: Sql, subjectIds: readonly string[]): Promise<{ certificateNos: string[]; licenceNos: string[] }> {
  const certificates = await sql.rows<{ number: string }>(
    `SELECT DISTINCT certificate_no AS number FROM certificate WHERE appraiser_id = ANY($1::uuid[]) AND certificate_no IS NOT NULL AND upper_inf(recorded)`, [subjectIds]);
  const licences = await sql.rows<{ number: string }>(
    `SELECT DISTINCT licence_no AS number FROM licence
      WHERE licence_no IS NOT NULL AND upper_inf(recorded) AND (institution_id = ANY($1::uuid[])
        OR institution_id IN (SELECT institution_id FROM employment WHERE appraiser_id = ANY($1::uuid[]) AND upper_inf(recorded)))`, [subjectIds]);
  return { certificateNos: certificates.map((row) => row.number), licenceNos: licences.map((row) => row.number) };
}

async function factsOf<F extends object>(sql: Sql, text: string, ids: readonly string[]): Promise<Map<string, F[]>> {
  const byOwner = new Map<string, F[]>();
  if (ids.length === 0) return byOwner;
  for (const { owner, validFrom, validTo, ...rest } of await sql.rows<Row<F>>(text, [ids])) {
    const fact = { ...rest, valid: { from: validFrom, to: validTo } } as unknown as F;
    const list = byOwner.get(owner);
    if (list) list.push(fact);
    else byOwner.set(owner, [fact]);
  }
  return byOwner;
}
