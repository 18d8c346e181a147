import { expect } from 'chai';
import { domainCodes } from '../../../src/reference/index.js';
import type { DomainName } from '../../../src/reference/index.js';
import { FACT_NAMES, FACT_TABLES } from '../../../src/registry/facts/index.js';
import { columnName, fieldName } from '../../../src/registry/facts/fact-tables.js';
import { testDatabase } from '../../support/database.js';

const COMMON = ['id', 'valid', 'recorded', 'recorded_by', 'source', 'document_no', 'document_title', 'reason', 'supersedes'];
const PG_NAMES: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'character'], uuid: ['uuid'], date: ['date'], int: ['integer', 'smallint'], bigint: ['bigint'], numeric: ['numeric'],
  boolean: ['boolean'], flag: ['boolean'], jsonb: ['jsonb'], bytea: ['bytea'],
};

/** Columns whose CHECK repeats a value domain. */
const DOMAINS: readonly (readonly [string, string, DomainName])[] = [
  ['institution', 'kind', 'institution-kind'], ['institution_status', 'status', 'institution-status'], ['appraiser_status', 'status', 'appraiser-status'],
  ['institution_detail', 'legal_nature', 'legal-nature'], ['institution_detail', 'organisational_form', 'organisational-form'],
  ['institution_detail', 'founder_nature', 'founder-nature'], ['institution_detail', 'fund_source', 'fund-source'],
  ['institution_detail', 'party_organisation', 'party-organisation'], ['institution_detail', 'premises_kind', 'premises-kind'],
  ['institution_detail', 'premises_tenure', 'premises-tenure'], ['institution_scope', 'change_form', 'scope-change'],
  ['accreditation', 'kind', 'accreditation-kind'], ['accreditation', 'level', 'accreditation-level'], ['accreditation', 'holder', 'accreditation-holder'],
  ['institution_filing', 'organ_system', 'organ-system'], ['appraiser', 'id_type', 'identity-document'], ['appraiser_detail', 'sex', 'sex'],
  ['appraiser_detail', 'education', 'education'], ['appraiser_detail', 'degree', 'degree'], ['appraiser_detail', 'title_level', 'title-level'],
  ['employment', 'employment_type', 'employment-type'], ['employment', 'duty', 'duty'], ['training_record', 'kind', 'training-kind'],
  ['award', 'level', 'award-level'], ['change_record', 'matter', 'change-matter'],
];

describe('the tables of facts', () => {
  const db = testDatabase();

  for (const name of FACT_NAMES) {
    it(`declare the columns of ${name} as the database has them`, async () => {
      const rows = await db.sql.rows<{ column: string; type: string }>(
        'SELECT column_name AS column, data_type AS type FROM information_schema.columns WHERE table_name = $1', [name]);
      const declared = Object.entries<string>(FACT_TABLES[name].columns);
      expect(declared.map(([field]) => columnName(field))).to.have.members(rows.map((row) => row.column).filter((column) => !COMMON.includes(column) && column !== 'sort_key'));
      for (const [field, type] of declared) {
        expect(fieldName(columnName(field))).to.equal(field);
        expect(PG_NAMES[type], field).to.include(rows.find((row) => row.column === columnName(field))?.type);
      }
    });
  }

  for (const [table, column, domain] of DOMAINS) {
    it(`allow in ${table}.${column} the codes of ${domain}`, async () => {
      const row = await db.sql.row<{ definition: string }>(
        `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = $1`, [`${table}_${column}_check`]);
      const codes = [...(row?.definition ?? '').matchAll(/'([^']+)'::text/g)].map((match) => match[1]);
      expect(codes).to.have.members([...domainCodes(domain)]);
    });
  }
});
