import { expect } from 'chai';
import { FACT_NAMES } from '../../../src/registry/facts/index.js';
import { testDatabase } from '../../support/database.js';
import { insertRaw, refusedBy } from '../../support/raw-facts.js';
import { aLicenceNo, anAppraiser, anInstitution } from '../../support/registry-builders.js';
import type { BuiltInstitution } from '../../support/registry-builders.js';

const RESTRICTED = '23001';

describe('the history of the registry', () => {
  const db = testDatabase();
  let institution: BuiltInstitution;

  beforeEach(async () => {
    institution = await db.tx((tx) => anInstitution().licensed(aLicenceNo(), '2021-09-08', '2026-09-07').save(tx));
  });

  const update = (set: string) => db.sql.run(`UPDATE licence SET ${set} WHERE institution_id = $1`, [institution.id]);
  const close = () => update('recorded = tstzrange(lower(recorded), clock_timestamp())');

  for (const name of FACT_NAMES) {
    it(`of ${name} cannot be truncated`, () => refusedBy(db.sql.run(`TRUNCATE ${name} CASCADE`), RESTRICTED));
  }
  it('cannot be deleted', () => refusedBy(db.sql.run('DELETE FROM licence WHERE institution_id = $1', [institution.id]), RESTRICTED));
  it('cannot lose its subject', async () => {
    await refusedBy(db.sql.run('DELETE FROM institution WHERE id = $1', [institution.id]), RESTRICTED);
    await refusedBy(db.sql.run('TRUNCATE appraiser CASCADE'), RESTRICTED);
    await refusedBy(db.sql.run(`UPDATE institution SET kind = 'investigative' WHERE id = $1`, [institution.id]), RESTRICTED);
    await refusedBy(db.sql.run('UPDATE institution SET version = 0 WHERE id = $1', [institution.id]), RESTRICTED);
  });
  it('cannot be changed in what it says', async () => {
    await refusedBy(update(`authority = '广东省司法厅'`), RESTRICTED);
    await refusedBy(update(`valid = '[2021-09-08,2030-01-01)'`), RESTRICTED);
    await refusedBy(update(`recorded_by = 'nobody'`), RESTRICTED);
    await refusedBy(update(`authority = 'x', recorded = tstzrange(lower(recorded), clock_timestamp())`), RESTRICTED);
  });
  it('can be closed, once', async () => {
    expect(await close()).to.equal(1);
    await refusedBy(close(), RESTRICTED);
    await refusedBy(update('recorded = tstzrange(lower(recorded), NULL)'), RESTRICTED);
  });
  it('cannot be closed in the past or in the future', async () => {
    await refusedBy(update(`recorded = tstzrange(lower(recorded), lower(recorded) + interval '1 microsecond')`), RESTRICTED);
    await refusedBy(update(`recorded = tstzrange(lower(recorded), clock_timestamp() + interval '1 hour')`), RESTRICTED);
    await refusedBy(update(`recorded = 'empty'`), RESTRICTED);
  });
  it('cannot be opened earlier or later than now', async () => {
    const add = (recorded: string) => insertRaw(db.sql, 'licence', {
      institution_id: institution.id, licence_no: aLicenceNo(), number_format: 'nine-digit', valid: '[2030-01-01,2031-01-01)', recorded });
    await refusedBy(add(`tstzrange(now() - interval '1 hour', NULL)`), RESTRICTED);
    await refusedBy(add(`tstzrange(clock_timestamp() + interval '1 hour', NULL)`), RESTRICTED);
    await refusedBy(add(`tstzrange(clock_timestamp(), clock_timestamp() + interval '1 hour')`), RESTRICTED);
  });
  it('holds for an appraiser’s identity row, but lets the document of identity be corrected', async () => {
    const { id } = await db.tx((tx) => anAppraiser().save(tx));
    await refusedBy(db.sql.run('DELETE FROM appraiser WHERE id = $1', [id]), RESTRICTED);
    expect(await db.sql.run(`UPDATE appraiser SET id_type = 'passport', id_number_cipher = '\\x01', id_number_digest = $2 WHERE id = $1`, [id, Buffer.alloc(32, 9)])).to.equal(1);
  });
});
