import { expect } from 'chai';
import { aCertificateNo, aLicenceNo, anAppraiser, anInstitution } from '../../support/registry-builders.js';
import { aRegistration, recordWorld } from './record-world.js';

type Json = Readonly<Record<string, unknown>>;

/** What programs and people send by mistake in the place of any value. */
const MISTAKES: readonly unknown[] = [null, [], {}, [[]], '', -1, 1e300, '2024-02-30'];

/** The body with one value, at any depth, replaced by each of the mistakes. */
function* mistaken(body: Json): Generator<Json> {
  for (const [key, value] of Object.entries(body)) {
    for (const mistake of MISTAKES) yield { ...body, [key]: mistake };
    if (Array.isArray(value)) {
      for (const mistake of MISTAKES) yield { ...body, [key]: [mistake] };
      const [first] = value as unknown[];
      if (typeof first === 'object' && first !== null) for (const inner of mistaken(first as Json)) yield { ...body, [key]: [inner] };
    } else if (typeof value === 'object' && value !== null) {
      for (const inner of mistaken(value as Json)) yield { ...body, [key]: inner };
    }
  }
}

describe('malformed bodies of registry commands', () => {
  const world = recordWorld();
  const commands: readonly (readonly ['institutions' | 'appraisers', string, () => Json])[] = [
    ['institutions', 'corrections', () => ({ from: '2024-01-01', to: '2024-12-31', reason: '更正', documentNo: '文号', detail: { name: '更名司法鉴定所', divisionCode: '440105', creditCode: '', founderProofFrom: '2024-01-01', founderProofTo: '2024-12-31', registeredFundsFen: 1, premisesAreaM2: 10.5, equipment: [{ name: '仪', quantity: 1, owned: true }], headAppraiserId: null, keySupervision: true, postalCode: '510000', staffCount: 3 } })],
    ['institutions', 'licences', () => ({ act: 'renew', licenceNo: aLicenceNo(), from: '2026-01-01', to: '2030-12-31', issuedOn: '2025-12-01', authority: '广东省司法厅' })],
    ['institutions', 'scopes', () => ({ act: 'add', categoryCode: 'WZ-01', from: '2024-01-01', to: '2024-01-31', firstApprovedOn: '2024-01-01', isAddition: true, changeForm: 'added' })],
    ['institutions', 'statuses', () => ({ status: 'suspended', from: '2024-03-01', to: '2024-05-31', reason: '理由', documentNo: '文号' })],
    ['institutions', 'accreditations', () => ({ kind: 'cma', level: 'national', holder: 'founder', from: '2024-01-01', certificateNo: 'C', nextReviewOn: '2029-12-31', accreditedScope: '范围' })],
    ['institutions', 'awards', () => ({ name: '先进', level: 'national', awardedOn: '2024-10-01', awardedBy: '司法部' })],
    ['institutions', 'assistants', () => ({ name: '助理', from: '2024-01-01', to: '2026-12-31', idNumber: '11010519491231002X', guidedBy: null, assistanceCategory: 'FY-02', sex: '1' })],
    ['institutions', 'change-records', () => ({ matter: 'address', submittedOn: '2024-02-01', concludedOn: '2024-02-20', approvalNo: '文号', overdue: false })],
    ['appraisers', 'corrections', () => ({ from: '2024-01-01', reason: '更正', detail: { name: '更名', phone: '13812345678', birthYear: 1980, birthMonth: 2, birthDay: 28, workYears: 10 } })],
    ['appraisers', 'identity', () => ({ idType: 'resident-id', idNumber: '11010519491231002X', reason: '补登' })],
    ['appraisers', 'certificates', () => ({ act: 'renew', certificateNo: aCertificateNo(), from: '2025-01-01', to: '2029-12-31' })],
    ['appraisers', 'categories', () => ({ act: 'add', categoryCode: 'FY-0201', from: '2024-01-01', to: '2024-01-31' })],
    ['appraisers', 'employments', () => ({ act: 'move', from: '2024-01-01', employment: { institutionId: '00000000-0000-7000-8000-000000000000', employmentType: 'part-time', employerName: '某大学', consentDocumentNo: '文号', duty: 'head' }, categories: [{ categoryCode: 'FY-02', firstApprovedOn: '2024-01-01' }] })],
    ['appraisers', 'statuses', () => ({ status: 'cancelled', from: '2099-03-01', reason: '理由', documentNo: '文号' })],
    ['appraisers', 'trainings', () => ({ kind: 'in-service', title: '培训', hours: 40, score: 92.5, passed: true, from: '2024-03-01', to: '2024-03-05' })],
    ['appraisers', 'unmasking', () => ({ field: 'phone', purpose: '核对' })],
  ];
  let ids: { institutions: string; appraisers: string };
  before(async () => {
    const place = await world.institution(anInstitution().licensed(aLicenceNo(), '2020-01-01', '2025-12-31').withScope('FY-02'));
    ids = { institutions: place.id, appraisers: (await world.appraiser(anAppraiser().at(place).certified(aCertificateNo(), '2020-01-01', '2024-12-31'))).id };
  });

  for (const [kind, path, body] of commands) {
    it(`of ${kind}/${path} are refused by the caller’s fault, or carried out, never answered 500`, async () => {
      let refused = 0;
      let { body: { version } } = await world.get(`/${kind}/${ids[kind]}`);
      for (const json of mistaken(body())) {
        const { status, body: record } = await world.command(`/${kind}/${ids[kind]}/${path}`, json, { version: version as unknown as number });
        version = record['version'] ?? version;
        expect(status, JSON.stringify(json).slice(0, 300)).to.be.oneOf([200, 400, 404, 409]);
        if (status !== 200) refused += 1;
      }
      expect(refused).to.be.greaterThan(10);
    });
  }

  it('of registrations likewise', async () => {
    const { institutions: institutionId } = ids;
    const appraiser = {
      since: '2024-01-01', idType: 'resident-id', idNumber: '11010519491231002X', detail: { name: '新人', phone: '13812345678' },
      employment: { institutionId, employmentType: 'full-time' }, categories: [{ categoryCode: 'FY-02' }], certificate: { certificateNo: aCertificateNo(), from: '2024-01-01', to: '2028-12-31' },
    };
    const filed = { kind: 'investigative', since: '2024-01-01', detail: { name: '某公安局鉴定所', divisionCode: '440105' }, scopes: [{ categoryCode: 'FY-02' }], filing: { organSystem: 'police', competentAuthority: '公安厅', from: '2024-01-01', to: '2024-12-31', filingNo: '1' } };
    for (const [kind, body] of [['institutions', aRegistration()], ['institutions', filed], ['appraisers', appraiser]] as const) {
      for (const json of mistaken(body)) {
        const { status } = await world.service.api.post(`/registry/${kind}`, { token: await world.province(), json });
        expect(status, JSON.stringify(json).slice(0, 300)).to.be.oneOf([201, 400, 404, 409]);
      }
    }
  });
});
