import { expect } from 'chai';
import { civilDate } from '../../../src/platform/calendar/index.js';
import { systemContext } from '../../../src/platform/context.js';
import type { DataScope } from '../../../src/platform/context.js';
import type { InstitutionSnapshot } from '../../../src/registry/institution/institution.repository.js';
import { testDatabase } from '../../support/database.js';
import { problemOf } from '../../support/raw-facts.js';
import { aCommand, aLicenceNo, anAppraiser, anInstitution, days, registryWriters } from '../../support/registry-builders.js';

const NATION: DataScope = { kind: 'nation' };

describe('commands on an institution', () => {
  const db = testDatabase();
  const registry = registryWriters();
  const target = (id: string, expectedVersion: number | null = null) => ({ id, expectedVersion });
  const built = (build = anInstitution()) => db.tx((tx) => build.save(tx));
  const on = async (id: string, day: string, knownAt: string | null = null): Promise<InstitutionSnapshot> => {
    const found = await registry.institutionReads.asOf(db.sql, NATION, { id }, { asOf: day, knownAt });
    if (!found) throw new Error('not found');
    return found;
  };
  const instant = async () => (await db.sql.row<{ at: string }>('SELECT clock_timestamp()::text AS at'))?.at ?? '';

  it('registers one that practises, is licensed and has its scope from the first day', async () => {
    const licenceNo = aLicenceNo();
    const change = await db.tx((tx) => registry.institutions.register(tx, aCommand({ documentNo: '粤司许〔2021〕1号' }), {
      kind: 'social', since: civilDate('2021-09-08'), detail: { name: '广东同德联合司法鉴定所', divisionCode: '440104', registeredFundsFen: 100_000_000, equipment: [{ name: '气相色谱仪', quantity: 2, owned: true }], premisesAreaM2: 320.5 },
      licence: { valid: days('2021-09-08', '2026-09-07'), values: { licenceNo, numberFormat: 'nine-digit', issuedOn: '2021-09-08' } },
      scopes: [{ categoryCode: 'FY-02' }, { categoryCode: 'WZ-01' }],
    }));
    const now = await registry.institutionReads.asOf(db.sql, NATION, { licenceNo }, { asOf: '2026-09-07', knownAt: null });
    expect(change).to.deep.include({ action: 'registry.institution.registered', version: 1, subject: { kind: 'institution', id: now?.id } });
    expect(now?.detail).to.deep.include({ name: '广东同德联合司法鉴定所', registeredFundsFen: 100_000_000, premisesAreaM2: 320.5, keySupervision: false, documentNo: '粤司许〔2021〕1号' });
    expect(now?.licence).to.deep.include({ licenceNo, from: '2021-09-08', to: '2026-09-07' });
    expect(now?.status?.status).to.equal('practising');
    expect(now?.scopes.map((scope) => scope.categoryCode)).to.deep.equal(['FY-02', 'WZ-01']);
    expect((await on(change.subject.id, '2026-09-08')).licence).to.equal(null);
  });

  it('corrects the past without destroying what the registry said before', async () => {
    const { id } = await built(anInstitution('旧名司法鉴定所'));
    const before = await instant();
    const change = await db.tx((tx) => registry.institutions.correctDetail(tx, aCommand({ source: 'correction', reason: '录入错误' }), target(id),
      days('2015-01-01', '2016-12-31'), { name: '新名司法鉴定所', divisionCode: '440105' }));
    expect((await on(id, '2015-06-01')).detail?.name).to.equal('新名司法鉴定所');
    expect((await on(id, '2015-06-01', before)).detail?.name).to.equal('旧名司法鉴定所');
    for (const day of ['2014-12-31', '2017-01-01']) expect((await on(id, day)).detail?.name).to.equal('旧名司法鉴定所');
    expect(change.before.institution_detail?.map(({ name, from, to }) => ({ name, from, to }))).to.deep.equal([{ name: '旧名司法鉴定所', from: '2010-01-01', to: null }]);
    expect(change.after.institution_detail?.map(({ name, from, to }) => ({ name, from, to }))).to.deep.equal([
      { name: '旧名司法鉴定所', from: '2010-01-01', to: '2014-12-31' },
      { name: '新名司法鉴定所', from: '2015-01-01', to: '2016-12-31' },
      { name: '旧名司法鉴定所', from: '2017-01-01', to: null },
    ]);
    expect(change.after.institution_detail?.[1]).to.deep.include({ source: 'correction', reason: '录入错误', supersedes: [change.before.institution_detail?.[0]?.id] });
  });

  it('suspends for a penalty and lets practice go on afterwards', async () => {
    const { id } = await built();
    await db.tx((tx) => registry.institutions.changeStatus(tx, aCommand({ documentNo: '粤司罚〔2024〕3号', reason: '超出登记的业务范围' }), target(id), days('2024-03-01', '2024-05-31'), 'suspended'));
    expect((await on(id, '2024-05-31')).status).to.deep.include({ status: 'suspended', documentNo: '粤司罚〔2024〕3号', from: '2024-03-01', to: '2024-05-31' });
    expect((await on(id, '2024-06-01')).status?.status).to.equal('practising');
    expect((await on(id, '2024-02-29')).status?.status).to.equal('practising');
  });

  it('renews a licence before it ends: the new one counts from its first day', async () => {
    const [old, renewed] = [aLicenceNo(), aLicenceNo()];
    const { id } = await built(anInstitution().licensed(old, '2021-09-08', '2026-09-07'));
    await db.tx((tx) => registry.institutions.renewLicence(tx, aCommand(), target(id), days('2026-08-01', '2031-07-31'), { licenceNo: renewed, numberFormat: 'nine-digit' }));
    expect((await on(id, '2026-07-31')).licence).to.deep.include({ licenceNo: old, to: '2026-07-31' });
    expect((await on(id, '2026-08-01')).licence?.licenceNo).to.equal(renewed);
    await problemOf(db.tx((tx) => registry.institutions.grantLicence(tx, aCommand(), target(id), days('2031-07-31', '2036-07-30'), { licenceNo: old, numberFormat: 'nine-digit' })), 'licence-overlap');
  });

  it('does not take another institution’s number', async () => {
    const licenceNo = aLicenceNo();
    await built(anInstitution().licensed(licenceNo, '2021-09-08', '2026-09-07'));
    const { id } = await built();
    await problemOf(db.tx((tx) => registry.institutions.grantLicence(tx, aCommand(), target(id), days('2030-01-01', '2030-12-31'), { licenceNo, numberFormat: 'nine-digit' })), 'licence-number-taken');
  });

  it('does not take a category out of the scope while an appraiser holds it', async () => {
    const { id } = await built(anInstitution().withScope('FY-02'));
    await db.tx((tx) => anAppraiser().at({ id }).holding('FY-0201').save(tx));
    await problemOf(db.tx((tx) => registry.institutions.removeScope(tx, aCommand(), target(id), days('2030-01-01'), 'FY-02')), 'category-outside-scope');
    await db.tx((tx) => registry.institutions.addScope(tx, aCommand(), target(id), days('2010-01-01'), { categoryCode: 'FY-0201', changeForm: 'first' }));
    await db.tx((tx) => registry.institutions.removeScope(tx, aCommand(), target(id), days('2030-01-01'), 'FY-02'));
    expect((await on(id, '2030-01-01')).scopes.map((scope) => scope.categoryCode)).to.deep.equal(['FY-0201']);
    expect((await on(id, '2029-12-31')).scopes.map((scope) => scope.categoryCode)).to.deep.equal(['FY-02', 'FY-0201']);
  });

  it('refuses what it has never stated, a period that runs backwards and a version that is not the newest', async () => {
    const { id } = await built();
    await problemOf(db.tx((tx) => registry.institutions.removeScope(tx, aCommand(), target(id), days('2020-01-01'), 'FY-02')), 'nothing-recorded');
    await problemOf(db.tx((tx) => registry.institutions.changeStatus(tx, aCommand(), target(id), days('2020-01-02', '2020-01-01'), 'cancelled')), 'invalid-period');
    const change = await db.tx((tx) => registry.institutions.changeStatus(tx, aCommand(), target(id, 1), days('2020-01-01'), 'cancelled'));
    expect(change.version).to.equal(2);
    await problemOf(db.tx((tx) => registry.institutions.changeStatus(tx, aCommand(), target(id, 1), days('2020-01-01'), 'practising')), 'version-conflict');
  });

  it('does not reach an institution of another division', async () => {
    const { id } = await built(anInstitution().inDivision('440305'));
    const context = systemContext('spec');
    const guangzhou = { ...aCommand(), context: { ...context, actor: { ...context.actor, scope: { kind: 'division', prefix: '4401' } as const } } };
    await problemOf(db.tx((tx) => registry.institutions.changeStatus(tx, guangzhou, target(id), days('2020-01-01'), 'cancelled')), 'institution-not-found');
  });

  it('keeps two commands that come at once apart: one after the other, each with its own instant', async () => {
    const { id } = await built();
    await Promise.all(['suspended', 'self-suspended', 'not-assessed', 'other'].map((status) => db.tx((tx) =>
      registry.institutions.changeStatus(tx, aCommand(), target(id), days('2024-01-01'), status as 'suspended'))));
    const history = await registry.subjects.historyOf(db.sql, { kind: 'nation' }, 'institution', id);
    const statuses = (history ?? []).filter((fact) => fact.fact === 'institution_status' && fact.from === '2024-01-01');
    expect(statuses.filter((fact) => fact.recordedUntil === null)).to.have.length(1);
    expect(statuses.slice(0, -1).map((fact) => fact.recordedUntil)).to.deep.equal(statuses.slice(1).map((fact) => fact.recordedAt));
  });

  it('enters accreditation and filing with their own days', async () => {
    const { id } = await built(anInstitution().ofKind('investigative'));
    await db.tx((tx) => registry.institutions.file(tx, aCommand({ source: 'filing' }), target(id), days('2020-01-01'), { organSystem: 'police', competentAuthority: '广州市公安局', filingNo: '粤司备〔2020〕7号' }));
    await db.tx((tx) => registry.institutions.accredit(tx, aCommand(), target(id), days('2020-01-01', '2025-12-31'), { kind: 'cma', holder: 'institution', certificateNo: '2020190001Z', nextReviewOn: '2025-10-01' }));
    const now = await on(id, '2025-12-31');
    expect(now.filing?.filingNo).to.equal('粤司备〔2020〕7号');
    expect(now.accreditations.map((one) => one.nextReviewOn)).to.deep.equal(['2025-10-01']);
  });

  it('keeps assistants, awards and change records', async () => {
    const { id } = await built();
    await db.tx((tx) => registry.institutions.addAssistant(tx, aCommand(), target(id), days('2024-01-01', '2025-12-31'), { name: '助理甲', degree: 'master' }));
    await db.tx((tx) => registry.institutions.recordAward(tx, aCommand(), target(id), { name: '全国先进', level: 'national', awardedOn: '2023-05-01' }));
    await db.tx((tx) => registry.institutions.recordChange(tx, aCommand(), target(id), days('2024-02-01', '2024-03-01'), { matter: 'address', approvalNo: '粤司变2号', submittedOn: '2024-02-01' }));
    expect((await on(id, '2025-12-31')).assistants.map((one) => one.name)).to.deep.equal(['助理甲']);
    const history = await registry.subjects.historyOf(db.sql, { kind: 'nation' }, 'institution', id);
    expect(history?.find((fact) => fact.fact === 'change_record')).to.deep.include({ matter: 'address', overdue: false, appraiserId: null });
    expect(history?.find((fact) => fact.fact === 'award')).to.deep.include({ level: 'national', from: '2023-05-01' });
  });

  it('enters many at once, and none when the database refuses one', async () => {
    const licenceNo = aLicenceNo();
    const entries = [anInstitution('第一所').licensed(licenceNo, '2022-01-01', '2026-12-31').entry(), anInstitution('第二所').licensed(aLicenceNo(), '2022-01-01', '2026-12-31').entry()];
    const ids = await db.tx((tx) => registry.institutionBulk.enter(tx, aCommand({ source: 'import' }), entries));
    expect(ids).to.deep.equal(entries.map((entry) => entry.id));
    const again = [anInstitution('第三所').entry(), anInstitution('第四所').licensed(licenceNo, '2030-01-01', '2034-12-31').entry()];
    await problemOf(db.tx((tx) => registry.institutionBulk.enter(tx, aCommand({ source: 'import' }), again)), 'licence-number-taken');
    expect(await db.sql.rows('SELECT id FROM institution WHERE id = ANY($1::uuid[])', [again.map((entry) => entry.id)])).to.deep.equal([]);
  });
});
