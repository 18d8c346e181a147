import type { Sql } from '../../platform/database/sql.js';
import type { CodeOf } from '../../reference/index.js';
import { factsColumn, knownCondition, scopeCondition, views } from '../facts/index.js';
import type { AsOf, FactView, OfficialScope, SubjectKind } from '../facts/index.js';

/** What decides over a record: its kind of institution and where it lies. */
export interface RecordHead { readonly institutionKind: CodeOf<'institution-kind'> | null; readonly divisionCode: string | null }

/** Records that are events: shown from the day on which they happened. */
export interface RecordEvents {
  readonly awards: readonly FactView<'award'>[];
  readonly changeRecords: readonly FactView<'change_record'>[];
  readonly trainings: readonly FactView<'training_record'>[];
}

export interface Employer { readonly id: string; readonly name: string; readonly licenceNo: string | null; readonly divisionCode: string }

type Rows = readonly Readonly<Record<string, unknown>>[];

export class RecordRepository {
  /** @returns null when there is no such record for this reader */
  async head(sql: Sql, scope: OfficialScope, subject: SubjectKind, id: string): Promise<RecordHead | null> {
    const params: unknown[] = [id];
    const visible = scopeCondition(scope, subject, 's', params);
    return sql.row<RecordHead>(`
      SELECT i.kind AS "institutionKind", (SELECT d.division_code FROM institution_detail d
        WHERE d.institution_id = i.id AND upper_inf(d.recorded) ORDER BY lower(d.valid) DESC LIMIT 1) AS "divisionCode"
      FROM ${subject} s LEFT JOIN institution i ON i.id = ${subject === 'institution' ? 's.id' : `(SELECT e.institution_id FROM employment e
        WHERE e.appraiser_id = s.id AND upper_inf(e.recorded) ORDER BY lower(e.valid) DESC LIMIT 1)`}
      WHERE s.id = $1 AND ${visible}`, params);
  }

  /** Whether an unclassified institution of that id exists anywhere, as everybody may know. */
  async isPublicInstitution(sql: Sql, id: string): Promise<boolean> {
    const params: unknown[] = [id];
    return (await sql.row(`SELECT 1 FROM institution i WHERE i.id = $1 AND ${scopeCondition({ kind: 'public' }, 'institution', 'i', params)}`, params)) !== null;
  }

  /** Events up to a day. The caller has seen to it that the reader may see the record. */
  async events(sql: Sql, scope: OfficialScope, subject: SubjectKind, id: string, at: AsOf): Promise<RecordEvents> {
    const params: unknown[] = [id, at.asOf];
    const known = knownCondition('t', at.knownAt, params);
    const where = `t.${subject}_id = $1 AND lower(t.valid) <= $2::date`;
    const training = subject === 'appraiser' ? factsColumn('training_record', where, scope, known) : `'[]'::jsonb AS training_record`;
    const row = await sql.row<{ award: Rows; change_record: Rows; training_record: Rows }>(
      `SELECT ${factsColumn('award', where, scope, known)}, ${factsColumn('change_record', where, scope, known)}, ${training}`, params);
    return { awards: views<'award'>(row?.award ?? []), changeRecords: views<'change_record'>(row?.change_record ?? []), trainings: views<'training_record'>(row?.training_record ?? []) };
  }

  /** Name, licence and place of an institution at both times; null where the registry states no name. */
  async employer(sql: Sql, institutionId: string, at: AsOf): Promise<Employer | null> {
    const params: unknown[] = [institutionId, at.asOf];
    const known = (alias: string) => knownCondition(alias, at.knownAt, params);
    return sql.row<Employer>(`
      SELECT d.institution_id AS id, d.name, d.division_code AS "divisionCode", (SELECT l.licence_no FROM licence l
        WHERE l.institution_id = d.institution_id AND l.valid @> $2::date AND ${known('l')}) AS "licenceNo"
      FROM institution_detail d WHERE d.institution_id = $1 AND d.valid @> $2::date AND ${known('d')}`, params);
  }
}
