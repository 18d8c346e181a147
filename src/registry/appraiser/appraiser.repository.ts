import type { DataScope } from '../../platform/context.js';
import type { Sql, Tx } from '../../platform/database/sql.js';
import type { CodeOf } from '../../reference/index.js';
import { asFactProblem, factsColumn, knownCondition, scopeCondition, views } from '../facts/index.js';
import type { AsOf, FactName, FactView, OfficialScope } from '../facts/index.js';

/** An appraiser on one day. Facts that the registry does not state for that day are null or missing. */
export interface AppraiserSnapshot {
  readonly id: string;
  readonly version: number;
  readonly detail: FactView<'appraiser_detail'> | null;
  readonly employment: FactView<'employment'> | null;
  readonly certificate: FactView<'certificate'> | null;
  readonly status: FactView<'appraiser_status'> | null;
  readonly categories: readonly FactView<'appraiser_category'>[];
}

export type AppraiserKey = { readonly id: string } | { readonly certificateNo: string };

/** An identity document; the number only as SM4 text and keyed SM3 digest (design §4.11). */
export interface IdentityDocument {
  readonly idType: CodeOf<'identity-document'>;
  readonly idNumberCipher: Buffer;
  /** 32 bytes. */
  readonly idNumberDigest: Buffer;
}

/** Identity rows to write. */
export interface NewAppraiser { readonly id: string; readonly identity: IdentityDocument | null }

/** What unmasking may show; every use of it is an entry of the ledger. */
export interface PersonalData {
  readonly idType: CodeOf<'identity-document'> | null;
  readonly idNumberCipher: Buffer | null;
  readonly phoneCipher: Buffer | null;
}

const FACTS = ['appraiser_detail', 'employment', 'certificate', 'appraiser_status', 'appraiser_category'] as const;

type Row = { id: string; version: number } & Record<typeof FACTS[number], Record<string, unknown>[]>;

export class AppraiserRepository {
  /** @throws Problem `id-number-taken` */
  async insert(tx: Tx, appraisers: readonly NewAppraiser[]): Promise<void> {
    const rows = appraisers.map(({ id, identity }) => ({
      id, id_type: identity?.idType ?? null, cipher: hex(identity?.idNumberCipher), digest: hex(identity?.idNumberDigest),
    }));
    try {
      await tx.run(`
        INSERT INTO appraiser (id, id_type, id_number_cipher, id_number_digest, created_at)
        SELECT r.id, r.id_type, r.cipher, r.digest, clock_timestamp()
        FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, id_type text, cipher bytea, digest bytea)`, [JSON.stringify(rows)]);
    } catch (error) {
      throw asFactProblem(error);
    }
  }

  /** @throws Problem `id-number-taken` */
  async setIdentity(tx: Tx, id: string, identity: IdentityDocument): Promise<void> {
    try {
      await tx.run('UPDATE appraiser SET id_type = $2, id_number_cipher = $3, id_number_digest = $4 WHERE id = $1',
        [id, identity.idType, identity.idNumberCipher, identity.idNumberDigest]);
    } catch (error) {
      throw asFactProblem(error);
    }
  }

  /**
   * The appraiser as they were on a day, as the registry knew it at an instant; found by id or by any certificate number they then had.
   * @returns null when there is none, or none that this reader may see
   */
  async asOf(sql: Sql, scope: DataScope, key: AppraiserKey, at: AsOf): Promise<AppraiserSnapshot | null> {
    const params: unknown[] = [at.asOf];
    const known = (alias: string) => knownCondition(alias, at.knownAt, params);
    const columns = FACTS.map((name: FactName) => factsColumn(name, 't.appraiser_id = a.id AND t.valid @> $1::date', scope, known('t')));
    const which = 'id' in key
      ? `a.id = $${params.push(key.id)}`
      : `a.id = (SELECT c.appraiser_id FROM certificate c WHERE c.certificate_no = $${params.push(key.certificateNo)} AND ${known('c')} LIMIT 1)`;
    const row = await sql.row<Row>(`
      SELECT a.id, a.version, ${columns.join(',\n        ')}
      FROM appraiser a WHERE ${which} AND ${scopeCondition(scope, 'appraiser', 'a', params)}`, params);
    return row && snapshot(row);
  }

  /** What is kept encrypted of a person, for those who may have it shown. Null when out of scope. */
  async personalData(sql: Sql, scope: OfficialScope, id: string): Promise<PersonalData | null> {
    const params: unknown[] = [id];
    return sql.row<PersonalData>(`
      SELECT a.id_type AS "idType", a.id_number_cipher AS "idNumberCipher",
        (SELECT d.phone_cipher FROM appraiser_detail d WHERE d.appraiser_id = a.id AND upper_inf(d.recorded) ORDER BY lower(d.valid) DESC LIMIT 1) AS "phoneCipher"
      FROM appraiser a WHERE a.id = $1 AND ${scopeCondition(scope, 'appraiser', 'a', params)}`, params);
  }
}

function snapshot(row: Row): AppraiserSnapshot {
  return {
    id: row.id, version: row.version,
    detail: views<'appraiser_detail'>(row.appraiser_detail)[0] ?? null,
    employment: views<'employment'>(row.employment)[0] ?? null,
    certificate: views<'certificate'>(row.certificate)[0] ?? null,
    status: views<'appraiser_status'>(row.appraiser_status)[0] ?? null,
    categories: views<'appraiser_category'>(row.appraiser_category),
  };
}

function hex(bytes: Buffer | undefined): string | null {
  return bytes === undefined ? null : `\\x${bytes.toString('hex')}`;
}
