import { expect } from 'chai';
import type { DataScope } from '../../../src/platform/context.js';
import { civilDate } from '../../../src/platform/calendar/index.js';
import { testDatabase } from '../../support/database.js';
import { aCertificateNo, aCommand, aLicenceNo, anAppraiser, anInstitution, days, registryWriters } from '../../support/registry-builders.js';
import type { BuiltAppraiser, BuiltInstitution } from '../../support/registry-builders.js';

const TODAY = { asOf: '2024-06-01', knownAt: null };

describe('who sees what of the registry', () => {
  const db = testDatabase();
  const registry = registryWriters();
  let institution: BuiltInstitution;
  let classified: BuiltInstitution;
  let appraiser: BuiltAppraiser;
  let agent: BuiltAppraiser;
  const [certificateNo, licenceNo] = [aCertificateNo(), aLicenceNo()];

  before(() => db.tx(async (tx) => {
    institution = await anInstitution().inDivision('440105').licensed(licenceNo, '2021-09-08', '2026-09-07').withScope('FY-02').with({ legalRepSex: '1' }).save(tx);
    classified = await anInstitution('某部物证鉴定中心').ofKind('investigative-classified').inDivision('440105').filed('密备1号', '2020-01-01').withScope('FY-02').save(tx);
    appraiser = await anAppraiser().at(institution).certified(certificateNo, '2022-01-01', '2026-12-31').holding('FY-0201')
      .with({ sex: '2', birthYear: 1978, phoneCipher: Buffer.from('x') }).save(tx);
    agent = await anAppraiser('某甲').at(classified).certified('密鉴001', '2022-01-01', '2026-12-31').save(tx);
  }));

  const sees = async (scope: DataScope) => ({
    institution: (await registry.institutionReads.asOf(db.sql, scope, { licenceNo }, TODAY)) !== null,
    classified: (await registry.institutionReads.asOf(db.sql, scope, { id: classified.id }, TODAY)) !== null,
    appraiser: (await registry.appraiserReads.asOf(db.sql, scope, { certificateNo }, TODAY)) !== null,
    agent: (await registry.appraiserReads.asOf(db.sql, scope, { id: agent.id }, TODAY)) !== null,
  });
  const all = { institution: true, classified: true, appraiser: true, agent: true };
  const none = { institution: false, classified: false, appraiser: false, agent: false };

  it('the nation and its province see everything in them', async () => {
    expect(await sees({ kind: 'nation' })).to.deep.equal(all);
    expect(await sees({ kind: 'division', prefix: '44' })).to.deep.equal(all);
  });
  it('its prefecture and district see everything in them but what is classified', async () => {
    for (const prefix of ['4401', '440105']) expect(await sees({ kind: 'division', prefix })).to.deep.equal({ ...all, classified: false, agent: false });
  });
  it('other divisions see nothing', async () => {
    for (const prefix of ['43', '4403', '440104']) expect(await sees({ kind: 'division', prefix })).to.deep.equal(none);
  });
  it('an institution sees itself and its own', async () => {
    expect(await sees({ kind: 'institution', institutionId: institution.id })).to.deep.equal({ ...none, institution: true, appraiser: true });
    expect(await sees({ kind: 'institution', institutionId: classified.id })).to.deep.equal({ ...none, classified: true, agent: true });
  });
  it('the public sees nothing classified', async () => {
    expect(await sees({ kind: 'public' })).to.deep.equal({ ...all, classified: false, agent: false });
  });
  it('the public sees no personal fields, a bureau does, and secrets nobody', async () => {
    const read = (scope: DataScope) => registry.appraiserReads.asOf(db.sql, scope, { certificateNo }, TODAY);
    const [seen, official] = [await read({ kind: 'public' }), await read({ kind: 'division', prefix: '44' })];
    expect(seen?.detail).to.include({ name: '雷兰静', sex: '2' });
    expect(seen?.detail).to.not.have.any.keys('birthYear', 'phoneCipher', 'photoFileId', 'recordedBy', 'sortKey');
    expect(official?.detail).to.include({ birthYear: 1978 });
    expect(official?.detail).to.not.have.any.keys('phoneCipher', 'sortKey');
    const place = await registry.institutionReads.asOf(db.sql, { kind: 'public' }, { licenceNo }, TODAY);
    expect(place?.detail).to.not.have.any.keys('legalRepSex', 'founderController');
  });
  it('a bureau sees an institution where it lies now, not where it once lay', async () => {
    const { id } = await db.tx((tx) => anInstitution('迁址司法鉴定所').inDivision('440105').save(tx));
    await db.tx((tx) => registry.institutions.correctDetail(tx, aCommand(), { id, expectedVersion: null }, days('2024-01-01'), { name: '迁址司法鉴定所', divisionCode: '440305' }));
    const read = (prefix: string) => registry.institutionReads.asOf(db.sql, { kind: 'division', prefix }, { id }, { asOf: '2020-01-01', knownAt: null });
    expect(await read('4401')).to.equal(null);
    expect((await read('4403'))?.detail?.divisionCode).to.equal('440105');
  });
  it('a bureau still sees an appraiser who left the last institution', async () => {
    const { id } = await db.tx((tx) => anAppraiser('离职人').at(institution).save(tx));
    await db.tx((tx) => registry.appraisers.leave(tx, aCommand(), { id, expectedVersion: null }, civilDate('2023-12-31')));
    expect(await registry.appraiserReads.asOf(db.sql, { kind: 'division', prefix: '4401' }, { id }, TODAY)).to.not.equal(null);
  });
  it('a history shows everything ever said, also what was withdrawn, but no secrets', async () => {
    const history = await registry.subjects.historyOf(db.sql, { kind: 'division', prefix: '4401' }, 'appraiser', appraiser.id);
    expect(history?.map((fact) => fact.fact)).to.have.members(['appraiser_detail', 'appraiser_status', 'employment', 'certificate', 'appraiser_category']);
    expect(JSON.stringify(history)).to.not.match(/cipher|sortKey/i);
    expect(await registry.subjects.historyOf(db.sql, { kind: 'division', prefix: '4403' }, 'appraiser', appraiser.id)).to.equal(null);
  });
});
