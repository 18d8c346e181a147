import { expect } from 'chai';
import { civilDate } from '../../../src/platform/calendar/index.js';
import type { AppraiserSnapshot } from '../../../src/registry/appraiser/appraiser.repository.js';
import { testDatabase } from '../../support/database.js';
import { problemOf } from '../../support/raw-facts.js';
import { aCertificateNo, aCommand, anAppraiser, anInstitution, days, registryWriters } from '../../support/registry-builders.js';
import type { BuiltInstitution } from '../../support/registry-builders.js';

describe('commands on an appraiser', () => {
  const db = testDatabase();
  const registry = registryWriters();
  let from: BuiltInstitution;
  let to: BuiltInstitution;
  before(() => db.tx(async (tx) => {
    from = await anInstitution('甲司法鉴定所').withScope('FY-02').save(tx);
    to = await anInstitution('乙司法鉴定所').inDivision('440305').withScope('FY-0201').save(tx);
  }));

  const target = (id: string, expectedVersion: number | null = null) => ({ id, expectedVersion });
  const built = () => db.tx((tx) => anAppraiser().at(from).certified(aCertificateNo(), '2022-01-01', '2026-12-31').holding('FY-0201', 'FY-0202').save(tx));
  const on = async (id: string, day: string): Promise<AppraiserSnapshot> => {
    const found = await registry.appraiserReads.asOf(db.sql, { kind: 'nation' }, { id }, { asOf: day, knownAt: null });
    if (!found) throw new Error('not found');
    return found;
  };
  const held = (snapshot: AppraiserSnapshot) => snapshot.categories.map((category) => category.categoryCode);

  it('registers one with post, categories and certificate, and tells the ledger nothing secret', async () => {
    const certificateNo = aCertificateNo();
    const change = await db.tx((tx) => registry.appraisers.register(tx, aCommand(), {
      identity: { idType: 'resident-id', idNumberCipher: Buffer.from('cipher'), idNumberDigest: Buffer.alloc(32, 1) }, since: civilDate('2022-01-01'),
      detail: { name: '曾霞伟', sex: '1', birthYear: 1980, birthMonth: 5, titleLevel: 'senior', phoneCipher: Buffer.from('phone') },
      certificate: { valid: days('2022-01-01', '2026-12-31'), values: { certificateNo, numberFormat: 'twelve-digit', institutionId: from.id } },
      employment: { institutionId: from.id, employmentType: 'part-time', employerName: '中山大学', consentDocumentNo: '中大函〔2021〕9号' },
      categories: [{ categoryCode: 'FY-0201', firstApprovedOn: '2022-01-01' }],
    }));
    const now = await registry.appraiserReads.asOf(db.sql, { kind: 'nation' }, { certificateNo }, { asOf: '2024-01-01', knownAt: null });
    expect(now?.detail).to.deep.include({ name: '曾霞伟', birthYear: 1980 });
    expect(now?.employment).to.deep.include({ institutionId: from.id, employerName: '中山大学' });
    expect(now && held(now)).to.deep.equal(['FY-0201']);
    expect(JSON.stringify(change)).to.not.match(/cipher|digest|\\\\x/i);
    const personal = await registry.appraiserReads.personalData(db.sql, { kind: 'nation' }, change.subject.id);
    expect(personal).to.deep.equal({ idType: 'resident-id', idNumberCipher: Buffer.from('cipher'), phoneCipher: Buffer.from('phone') });
  });

  it('keeps the phone through a correction of another period', async () => {
    const { id } = await db.tx((tx) => anAppraiser('余芳').with({ phoneCipher: Buffer.from('phone') }).save(tx));
    await db.tx((tx) => registry.appraisers.correctDetail(tx, aCommand(), target(id), days('2015-01-01', '2015-12-31'), { name: '余方' }));
    const rows = await db.sql.rows<{ from: string; phone: string | null }>(
      `SELECT lower(valid) AS from, convert_from(phone_cipher, 'UTF8') AS phone FROM appraiser_detail WHERE appraiser_id = $1 AND upper_inf(recorded) ORDER BY valid`, [id]);
    expect(rows).to.deep.equal([{ from: '2012-01-01', phone: 'phone' }, { from: '2015-01-01', phone: null }, { from: '2016-01-01', phone: 'phone' }]);
  });

  it('moves to another institution: the former post and its categories end the day before', async () => {
    const { id } = await built();
    const change = await db.tx((tx) => registry.appraisers.move(tx, aCommand({ documentNo: '粤司变〔2024〕5号' }), target(id), civilDate('2024-07-01'),
      { employment: { institutionId: to.id, employmentType: 'full-time' }, categories: [{ categoryCode: 'FY-0201' }] }));
    const [before, after] = [await on(id, '2024-06-30'), await on(id, '2024-07-01')];
    expect([before.employment?.institutionId, held(before)]).to.deep.equal([from.id, ['FY-0201', 'FY-0202']]);
    expect([after.employment?.institutionId, held(after)]).to.deep.equal([to.id, ['FY-0201']]);
    expect(change).to.deep.include({ action: 'registry.appraiser.moved', version: 2 });
    expect(change.after.employment?.map((post) => [post.institutionId, post.from, post.to])).to.deep.equal([[from.id, '2012-01-01', '2024-06-30'], [to.id, '2024-07-01', null]]);
  });

  it('is not given a category that the new institution lacks, and nothing of the move remains', async () => {
    const { id } = await built();
    await problemOf(db.tx((tx) => registry.appraisers.move(tx, aCommand(), target(id), civilDate('2024-07-01'),
      { employment: { institutionId: to.id, employmentType: 'full-time' }, categories: [{ categoryCode: 'FY-0202' }] })), 'category-outside-scope');
    expect((await on(id, '2024-07-01')).employment?.institutionId).to.equal(from.id);
  });

  it('leaves after a last day, and then has nothing to leave', async () => {
    const { id } = await built();
    await db.tx((tx) => registry.appraisers.leave(tx, aCommand(), target(id), civilDate('2024-06-30')));
    expect(held(await on(id, '2024-06-30'))).to.deep.equal(['FY-0201', 'FY-0202']);
    expect([(await on(id, '2024-07-01')).employment, held(await on(id, '2024-07-01'))]).to.deep.equal([null, []]);
    await problemOf(db.tx((tx) => registry.appraisers.leave(tx, aCommand(), target(id), civilDate('2024-06-30'))), 'nothing-recorded');
  });

  it('is employed by one institution at a time, and within the days of a category', async () => {
    const { id } = await built();
    await problemOf(db.tx((tx) => registry.appraisers.employ(tx, aCommand(), target(id), days('2024-01-01'),
      { employment: { institutionId: to.id, employmentType: 'part-time' }, categories: [] })), 'employed-elsewhere');
    await problemOf(db.tx((tx) => registry.appraisers.addCategory(tx, aCommand(), target(id), days('2011-12-31'), { institutionId: from.id, categoryCode: 'FY-0203' })), 'category-without-employment');
  });

  it('renews a certificate under its number, but does not issue a second one for the same days', async () => {
    const { id, certificateNo } = await built();
    const values = { certificateNo, numberFormat: 'twelve-digit' as const, institutionId: from.id };
    await problemOf(db.tx((tx) => registry.appraisers.issueCertificate(tx, aCommand(), target(id), days('2026-12-31', '2031-12-30'), values)), 'certificate-overlap');
    await db.tx((tx) => registry.appraisers.renewCertificate(tx, aCommand(), target(id), days('2026-12-01', '2031-11-30'), values));
    expect((await on(id, '2026-11-30')).certificate).to.deep.include({ certificateNo, to: '2026-11-30' });
    expect((await on(id, '2031-11-30')).certificate).to.deep.include({ certificateNo, from: '2026-12-01' });
  });

  it('is suspended, revoked and trained', async () => {
    const { id } = await built();
    await db.tx((tx) => registry.appraisers.changeStatus(tx, aCommand({ reason: '拒绝出庭作证' }), target(id), days('2024-01-01', '2024-06-30'), 'suspended'));
    await db.tx((tx) => registry.appraisers.changeStatus(tx, aCommand(), target(id), days('2025-01-01'), 'revoked'));
    await db.tx((tx) => registry.appraisers.recordTraining(tx, aCommand(), target(id), days('2024-03-01', '2024-03-05'), { kind: 'in-service', title: '法医临床新标准', hours: 20.5 }));
    const statuses = await Promise.all(['2024-06-30', '2024-07-01', '2025-01-01'].map(async (day) => (await on(id, day)).status?.status));
    expect(statuses).to.deep.equal(['suspended', 'practising', 'revoked']);
  });

  it('does not take another person’s document of identity', async () => {
    const identity = { idType: 'passport' as const, idNumberCipher: Buffer.from('p'), idNumberDigest: Buffer.alloc(32, 5) };
    await db.tx((tx) => anAppraiser('甲').identifiedBy(identity).save(tx));
    const { id } = await built();
    await problemOf(db.tx((tx) => registry.appraisers.correctIdentity(tx, aCommand(), target(id), identity)), 'id-number-taken');
    const change = await db.tx((tx) => registry.appraisers.correctIdentity(tx, aCommand(), target(id), { ...identity, idNumberDigest: Buffer.alloc(32, 6) }));
    expect(change).to.deep.include({ action: 'registry.appraiser.identity-corrected', before: {}, after: {} });
  });

  it('enters many at once, and none when a category of one is not covered', async () => {
    const entries = [anAppraiser('甲').at(from).holding('FY-0201').entry(), anAppraiser('乙').at(to).holding('FY-0202').entry()];
    await problemOf(db.tx((tx) => registry.appraiserBulk.enter(tx, aCommand({ source: 'import' }), entries)), 'category-outside-scope');
    expect(await db.sql.rows('SELECT id FROM appraiser WHERE id = ANY($1::uuid[])', [entries.map((entry) => entry.id)])).to.deep.equal([]);
  });
});
