import type { DataScope } from '../../platform/context.js';
import type { Sql, Tx } from '../../platform/database/sql.js';
import { factsColumn, knownCondition, scopeCondition, views } from '../facts/index.js';
import type { AsOf, FactName, FactView } from '../facts/index.js';
import type { InstitutionKind } from './institution.model.js';

/** An institution on one day. Facts that the registry does not state for that day are null or missing. */
export interface InstitutionSnapshot {
  readonly id: string;
  readonly kind: InstitutionKind;
  readonly version: number;
  readonly detail: FactView<'institution_detail'> | null;
  readonly licence: FactView<'licence'> | null;
  readonly filing: FactView<'institution_filing'> | null;
  readonly status: FactView<'institution_status'> | null;
  readonly scopes: readonly FactView<'institution_scope'>[];
  readonly accreditations: readonly FactView<'accreditation'>[];
  readonly assistants: readonly FactView<'appraiser_assistant'>[];
}

export type InstitutionKey = { readonly id: string } | { readonly licenceNo: string };

/** Identity rows to write. */
export interface NewInstitution { readonly id: string; readonly kind: InstitutionKind }

const FACTS = ['institution_detail', 'licence', 'institution_filing', 'institution_status', 'institution_scope', 'accreditation', 'appraiser_assistant'] as const;

type Row = { id: string; kind: InstitutionKind; version: number } & Record<typeof FACTS[number], Record<string, unknown>[]>;

export class InstitutionRepository {
  async insert(tx: Tx, institutions: readonly NewInstitution[]): Promise<void> {
    await tx.run(`
      INSERT INTO institution (id, kind, created_at)
      SELECT r.id, r.kind, clock_timestamp() FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, kind text)`, [JSON.stringify(institutions)]);
  }

  /**
   * The institution as it was on a day, as the registry knew it at an instant; found by id or by any licence number it then had.
   * @returns null when there is none, or none that this reader may see
   */
  async asOf(sql: Sql, scope: DataScope, key: InstitutionKey, at: AsOf): Promise<InstitutionSnapshot | null> {
    const params: unknown[] = [at.asOf];
    const known = (alias: string) => knownCondition(alias, at.knownAt, params);
    const columns = FACTS.filter((name) => scope.kind !== 'public' || name !== 'appraiser_assistant')
      .map((name: FactName) => factsColumn(name, 't.institution_id = i.id AND t.valid @> $1::date', scope, known('t')));
    const which = 'id' in key
      ? `i.id = $${params.push(key.id)}`
      : `i.id = (SELECT l.institution_id FROM licence l WHERE l.licence_no = $${params.push(key.licenceNo)} AND ${known('l')} LIMIT 1)`;
    const row = await sql.row<Row>(`
      SELECT i.id, i.kind, i.version, ${columns.join(',\n        ')}
      FROM institution i WHERE ${which} AND ${scopeCondition(scope, 'institution', 'i', params)}`, params);
    return row && snapshot(row);
  }
}

function snapshot(row: Row): InstitutionSnapshot {
  return {
    id: row.id, kind: row.kind, version: row.version,
    detail: views<'institution_detail'>(row.institution_detail)[0] ?? null,
    licence: views<'licence'>(row.licence)[0] ?? null,
    filing: views<'institution_filing'>(row.institution_filing)[0] ?? null,
    status: views<'institution_status'>(row.institution_status)[0] ?? null,
    scopes: views<'institution_scope'>(row.institution_scope),
    accreditations: views<'accreditation'>(row.accreditation),
    assistants: views<'appraiser_assistant'>(row.appraiser_assistant ?? []),
  };
}
