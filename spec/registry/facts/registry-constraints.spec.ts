import { expect } from 'chai';
import { testDatabase } from '../../support/database.js';
import { insertRaw, refusedBy } from '../../support/raw-facts.js';
import { aCertificateNo, aLicenceNo, anAppraiser, anInstitution, days } from '../../support/registry-builders.js';
import type { BuiltAppraiser, BuiltInstitution } from '../../support/registry-builders.js';

describe('what the database itself refuses of the registry', () => {
  const db = testDatabase();
  let institution: BuiltInstitution;
  let other: BuiltInstitution;
  let appraiser: BuiltAppraiser;
  const certificateNo = aCertificateNo();
  const licenceNo = aLicenceNo();

  before(async () => {
    await db.tx(async (tx) => {
      institution = await anInstitution().licensed(licenceNo, '2021-09-08', '2026-09-07').withScope('FY-02').save(tx);
      other = await anInstitution('深圳天鉴司法鉴定中心').licensed(aLicenceNo(), '2021-09-08', '2026-09-07').withScope('FY-02').save(tx);
      appraiser = await anAppraiser().at(institution, days('2012-01-01', '2024-12-31')).certified(certificateNo, '2022-01-01', '2026-12-31')
        .holdingDuring(days('2012-01-01', '2024-12-31'), 'FY-0201').save(tx);
    });
  });

  const licence = (values: Record<string, unknown>) =>
    insertRaw(db.sql, 'licence', { institution_id: institution.id, licence_no: licenceNo, number_format: 'nine-digit', valid: '[2026-09-08,2031-09-08)', ...values });

  describe('licences', () => {
    it('are not two on one day', () => refusedBy(licence({ valid: '[2026-09-07,2031-09-08)' }), 'licence_one_a_day'));
    it('have a number of one institution only, on whatever days', () =>
      refusedBy(insertRaw(db.sql, 'licence', { institution_id: other.id, licence_no: licenceNo, number_format: 'nine-digit', valid: '[2031-01-01,2032-01-01)' }), 'licence_no_of_one_institution'));
    it('keep their number when they are renewed the day after', async () => {
      expect(await licence({})).to.be.a('string');
    });
    for (const [format, number] of [['nine-digit', '44011800'], ['nine-digit', '4401180011'], ['nine-digit', null], ['seven-digit-legacy', '440118001'], ['unknown', '440118001']] as const) {
      it(`refuse ${number ?? 'no number'} as ${format}`, () =>
        refusedBy(licence({ licence_no: number, number_format: format, valid: '[2040-01-01,2041-01-01)' }), 'licence_no_has_format'));
    }
    it('take an old seven-digit number', async () => {
      expect(await insertRaw(db.sql, 'licence', { institution_id: other.id, licence_no: '4402701', number_format: 'seven-digit-legacy', valid: '[2005-01-01,2010-01-01)' })).to.be.a('string');
    });
    it('have an end', () => refusedBy(licence({ valid: '[2040-01-01,)' }), 'licence_has_end'));
  });

  describe('certificates', () => {
    const certificate = (values: Record<string, unknown>) =>
      insertRaw(db.sql, 'certificate', { appraiser_id: appraiser.id, certificate_no: certificateNo, number_format: 'twelve-digit', ...values });
    it('are not two on one day', () => refusedBy(certificate({ valid: '[2026-12-31,2031-12-31)' }), 'certificate_one_a_day'));
    it('have a number of one person only', async () => {
      const someone = await db.tx((tx) => anAppraiser('杨海志').save(tx));
      await refusedBy(insertRaw(db.sql, 'certificate', { appraiser_id: someone.id, certificate_no: certificateNo, number_format: 'twelve-digit', valid: '[2030-01-01,2031-01-01)' }), 'certificate_no_of_one_appraiser');
    });
    it('have twelve digits', () => refusedBy(certificate({ certificate_no: '44011000100', valid: '[2040-01-01,2041-01-01)' }), 'certificate_no_has_format'));
  });

  it('an appraiser at two institutions on one day', () =>
    refusedBy(insertRaw(db.sql, 'employment', { appraiser_id: appraiser.id, institution_id: other.id, employment_type: 'part-time', valid: '[2024-12-31,)' }), 'employment_one_a_day'));
  it('two statuses on one day', () =>
    refusedBy(insertRaw(db.sql, 'institution_status', { institution_id: institution.id, status: 'revoked', valid: '[2026-01-01,)' }), 'institution_status_one_a_day'));
  it('two statuses of an appraiser on one day', () =>
    refusedBy(insertRaw(db.sql, 'appraiser_status', { appraiser_id: appraiser.id, status: 'revoked', valid: '[2026-01-01,)' }), 'appraiser_status_one_a_day'));
  it('two names on one day', () =>
    refusedBy(insertRaw(db.sql, 'institution_detail', { institution_id: institution.id, name: '别名', sort_key: 'bie ming', division_code: '440105', valid: '[2020-01-01,)' }), 'institution_detail_one_a_day'));
  it('the same scope twice on one day', () =>
    refusedBy(insertRaw(db.sql, 'institution_scope', { institution_id: institution.id, category_code: 'FY-02', valid: '[2020-01-01,)' }), 'institution_scope_once_a_day'));
  it('one identity number for two people', async () => {
    const identity = { idType: 'resident-id' as const, idNumberCipher: Buffer.from('x'), idNumberDigest: Buffer.alloc(32, 7) };
    await db.tx((tx) => anAppraiser('付甲').identifiedBy(identity).save(tx));
    await refusedBy(db.tx((tx) => anAppraiser('付乙').identifiedBy(identity).save(tx)), 'appraiser_id_number_key');
  });

  describe('days', () => {
    const status = (valid: string) => insertRaw(db.sql, 'appraiser_status', { appraiser_id: appraiser.id, status: 'practising', valid });
    for (const valid of ['empty', '(,2000-01-01)', '[2000-01-01,infinity)', '[-infinity,2000-01-01)']) {
      it(`are not ${valid}`, () => refusedBy(status(valid), 'valid_is_civil_period'));
    }
  });

  it('unknown codes', async () => {
    await refusedBy(insertRaw(db.sql, 'appraiser_status', { appraiser_id: appraiser.id, status: 'asleep', valid: '[1990-01-01,1990-01-02)' }), 'appraiser_status_status_check');
    await refusedBy(insertRaw(db.sql, 'institution_scope', { institution_id: institution.id, category_code: 'FY-99', valid: '[1990-01-01,1990-01-02)' }), 'institution_scope_category_code_fkey');
    await refusedBy(insertRaw(db.sql, 'institution_detail', { institution_id: institution.id, name: '早名', sort_key: 'z', division_code: '999999', valid: '[1990-01-01,1990-01-02)' }), 'institution_detail_division_code_fkey');
    await refusedBy(insertRaw(db.sql, 'appraiser_detail', { appraiser_id: appraiser.id, name: '名', sort_key: 'm', sex: 'x', valid: '[1990-01-01,1990-01-02)' }), 'appraiser_detail_sex_check');
  });
});
