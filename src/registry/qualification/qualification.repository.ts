import type { DataScope } from '../../platform/context.js';
import type { Sql } from '../../platform/database/sql.js';
import { knownCondition, scopeCondition } from '../facts/index.js';
import type { AsOf } from '../facts/index.js';
import type { InstitutionFacts, QualificationFacts } from './qualification.model.js';

type Person = Omit<QualificationFacts, 'institutions'> & { readonly number: string };

/** Reads what qualification depends on. */
export class QualificationRepository {
  /**
   * The facts around the holders of some certificate numbers, all days, as the registry knew them at an instant; one statement,
   * whether one number is asked or five hundred. A number finds its holder also on days of another certificate.
   * @param knownAt null: as it knows now
   * @returns by certificate number; a number that nobody this reader may see had is missing
   */
  async load(sql: Sql, scope: DataScope, certificateNos: readonly string[], knownAt: AsOf['knownAt']): Promise<Map<string, QualificationFacts>> {
    const params: unknown[] = [certificateNos];
    const answer = await sql.row<{ persons: Person[]; institutions: InstitutionFacts[] }>(statement(scope, knownAt, params), params);
    const institutions = new Map((answer?.institutions ?? []).map((institution) => [institution.id, institution]));
    return new Map((answer?.persons ?? []).map(({ number, ...person }) => [number, { ...person, institutions: institutionsOf(person, institutions) }]));
  }
}

function institutionsOf(person: Omit<Person, 'number'>, institutions: ReadonlyMap<string, InstitutionFacts>): InstitutionFacts[] {
  const ids = new Set([...person.employments, ...person.categories, ...person.certificates].map((fact) => fact.institutionId));
  return [...ids].flatMap((id) => (id === null ? undefined : institutions.get(id)) ?? []);
}

function statement(scope: DataScope, knownAt: AsOf['knownAt'], params: unknown[]): string {
  // Days at a public institution stay public after a move to a classified one; of that one, and of whoever was only ever there,
  // the public learns nothing (司发通〔2008〕165号).
  const isPublic = scope.kind === 'public';
  const visible = isPublic ? `(${employedAt('<>')} OR NOT ${employedAt('=')})` : scopeCondition(scope, 'appraiser', 'a', params);
  const open = isPublic ? ` AND NOT EXISTS (SELECT FROM institution c WHERE c.id = t.institution_id AND c.kind = 'investigative-classified')` : '';
  const known = knownCondition('t', knownAt, params);
  const facts = (table: string, where: string, fields: string) => `(SELECT coalesce(jsonb_agg(
      jsonb_build_object('from', lower(t.valid), 'to', upper(t.valid) - 1, ${fields}) ORDER BY lower(t.valid)), '[]') FROM ${table} t WHERE ${where} AND ${known})`;
  // The paper behind a status or an approval: its number, or its title.
  const paper = `'document', coalesce(t.document_no, t.document_title)`;
  return `
    WITH holder AS MATERIALIZED (
      SELECT DISTINCT t.certificate_no AS number, t.appraiser_id FROM certificate t JOIN appraiser a ON a.id = t.appraiser_id
      WHERE t.certificate_no = ANY($1::text[]) AND ${known} AND ${visible}${open}),
    -- OFFSET 0: looked up person by person through the index, also while the planner knows nothing yet of freshly imported rows.
    institution_around AS MATERIALIZED (
      SELECT DISTINCT named.institution_id FROM holder h CROSS JOIN LATERAL (
        SELECT t.institution_id FROM employment t WHERE t.appraiser_id = h.appraiser_id AND ${known}${open}
        UNION ALL SELECT t.institution_id FROM appraiser_category t WHERE t.appraiser_id = h.appraiser_id AND ${known}${open}
        UNION ALL SELECT t.institution_id FROM certificate t WHERE t.appraiser_id = h.appraiser_id AND t.institution_id IS NOT NULL AND ${known}${open}
        OFFSET 0) named)
    SELECT
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'number', h.number, 'appraiserId', h.appraiser_id,
        'names', ${facts('appraiser_detail', 't.appraiser_id = h.appraiser_id', `'name', t.name`)},
        'certificates', ${facts('certificate', `t.appraiser_id = h.appraiser_id${open}`, `'number', t.certificate_no, 'issuedOn', t.issued_on, 'institutionId', t.institution_id`)},
        'categories', ${facts('appraiser_category', `t.appraiser_id = h.appraiser_id${open}`, `'category', t.category_code, 'institutionId', t.institution_id, ${paper}`)},
        'employments', ${facts('employment', `t.appraiser_id = h.appraiser_id${open}`, `'institutionId', t.institution_id, ${paper}`)},
        'statuses', ${facts('appraiser_status', 't.appraiser_id = h.appraiser_id', `'status', t.status, ${paper}`)})), '[]')
      FROM holder h) AS persons,
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', i.institution_id, 'kind', (SELECT kind FROM institution WHERE id = i.institution_id),
        'names', ${facts('institution_detail', 't.institution_id = i.institution_id', `'name', t.name`)},
        'licences', ${facts('licence', 't.institution_id = i.institution_id', `'number', t.licence_no, 'issuedOn', t.issued_on`)},
        'filings', ${facts('institution_filing', 't.institution_id = i.institution_id', `'number', t.filing_no, 'issuedOn', t.filed_on`)},
        'scopes', ${facts('institution_scope', 't.institution_id = i.institution_id', `'category', t.category_code, ${paper}`)},
        'statuses', ${facts('institution_status', 't.institution_id = i.institution_id', `'status', t.status, ${paper}`)})), '[]')
      FROM institution_around i) AS institutions`;
}

/** Whether the appraiser `a` was ever employed at an institution that is (`=`) or is not (`<>`) classified. */
function employedAt(comparison: '=' | '<>'): string {
  return `EXISTS (SELECT FROM employment e JOIN institution ei ON ei.id = e.institution_id
        WHERE e.appraiser_id = a.id AND ei.kind ${comparison} 'investigative-classified')`;
}
