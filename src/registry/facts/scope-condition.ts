import type { DataScope } from '../../platform/context.js';
import type { SubjectKind } from './fact.model.js';

/** Day on which “the current one” is asked for: today in China, whatever zone the server keeps. */
const TODAY = `(now() AT TIME ZONE 'Asia/Shanghai')::date`;

/**
 * The condition under which a row of `institution` or `appraiser` may be seen, to be put into a WHERE clause. Every read of the
 * registry passes through it; there is no way to ask without a scope (design §4.3).
 *
 * A bureau sees the institutions that now lie in its division and the appraisers who work there, or did last; an institution
 * sees itself and its own. What is classified is seen by the nation, the province and the institution itself (`seesClassified`).
 * @param alias of the table in the statement
 * @param params parameters of the statement so far; those of the condition are appended
 */
export function scopeCondition(scope: DataScope, subject: SubjectKind, alias: string, params: unknown[]): string {
  const institution = subject === 'institution' ? `${alias}.id` : latestEmployer(alias);
  switch (scope.kind) {
    case 'nation':
      return 'true';
    case 'division': {
      const reach = `(SELECT scope_detail.division_code FROM institution_detail scope_detail
        WHERE scope_detail.institution_id = ${institution} AND upper_inf(scope_detail.recorded)
        ORDER BY lower(scope_detail.valid) > ${TODAY}, lower(scope_detail.valid) DESC LIMIT 1) LIKE $${params.push(`${scope.prefix}%`)}`;
      return seesClassified(scope) ? reach : `${reach} AND ${unclassified(subject, alias)}`;
    }
    case 'institution':
      return `${institution} = $${params.push(scope.institutionId)}`;
    case 'public':
      return unclassified(subject, alias);
  }
}

/**
 * 司发通〔2008〕165号: the province files the organs' institutions; classified ones and their appraisers are known to it, to the
 * nation and to themselves only. A provincial prefix has two digits.
 */
export function seesClassified(scope: DataScope): boolean {
  return scope.kind === 'division' ? scope.prefix.length <= 2 : scope.kind !== 'public';
}

function unclassified(subject: SubjectKind, alias: string): string {
  return subject === 'institution'
    ? `${alias}.kind <> 'investigative-classified'`
    : `NOT EXISTS (SELECT FROM employment scope_employment JOIN institution scope_institution ON scope_institution.id = scope_employment.institution_id
        WHERE scope_employment.appraiser_id = ${alias}.id AND scope_institution.kind = 'investigative-classified')`;
}

/** Where the appraiser works now or did last; a post that begins later counts only when there is no other. */
function latestEmployer(alias: string): string {
  return `(SELECT scope_employment.institution_id FROM employment scope_employment
    WHERE scope_employment.appraiser_id = ${alias}.id AND upper_inf(scope_employment.recorded)
    ORDER BY lower(scope_employment.valid) > ${TODAY}, lower(scope_employment.valid) DESC LIMIT 1)`;
}
