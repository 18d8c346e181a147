import { expect } from 'chai';
import { aCertificateNo, aLicenceNo, anAppraiser, anInstitution } from '../../support/registry-builders.js';
import { expectProblem, faults, recordWorld, size } from './record-world.js';

/** GB 11643 examples of the standard itself. */
const ID_NUMBER = '11010519491231002X';
const OTHER_ID_NUMBER = '440524188001010014';

describe('the record of an appraiser', () => {
  const world = recordWorld();
  const { appraiser, command, get, institution } = world;
  const employer = (name = '广东聘用司法鉴定所') => institution(anInstitution(name).licensed(aLicenceNo(), '2020-01-01', '2099-12-31').withScope('FY-02', 'FY-05'));
  const registration = (institutionId: string, more: object = {}) => ({
    since: '2024-01-01', idType: 'resident-id', idNumber: ID_NUMBER.toLowerCase(), documentNo: '粤司许人〔2024〕5号',
    detail: { name: '曾衡', sex: '1', birthYear: 1980, title: '副主任法医师', titleLevel: 'deputy-senior', phone: '13812345678' },
    employment: { institutionId, employmentType: 'full-time', duty: 'appraiser' }, categories: [{ categoryCode: 'FY-0201' }, { categoryCode: 'FY-0505', firstApprovedOn: '2023-06-01' }],
    certificate: { certificateNo: aCertificateNo(), from: '2024-01-01', to: '2028-12-31' }, ...more,
  });
  const register = async (json: object) => world.service.api.post('/registry/appraisers', { token: await world.province(), json });

  it('is entered with post, categories and certificate; personal numbers are masked everywhere and encrypted at rest', async () => {
    const { id: institutionId, name, licenceNo } = await employer();
    const answer = await register(registration(institutionId));
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    const { body } = answer;
    const id = body['id']! as string;
    expect(body['identity']).to.deep.equal({ idType: 'resident-id', idNumber: '1101**********002X', phone: '138****5678' });
    expect(body['institution']).to.deep.equal({ id: institutionId, name, licenceNo });
    expect(body['detail']!['values']).to.include({ name: '曾衡', birthYear: 1980, title: '副主任法医师', school: null });
    expect(body['certificate']).to.deep.include({ from: '2024-01-01', to: '2028-12-31' });
    expect((body['categories'] as unknown as { values: object }[]).map((category) => category.values)).to.deep.equal([
      { institutionId, categoryCode: 'FY-0201', firstApprovedOn: '2024-01-01' }, { institutionId, categoryCode: 'FY-0505', firstApprovedOn: '2023-06-01' }]);
    const ledger = await world.ledger(id);
    expect(ledger.map((entry) => entry.action)).to.deep.equal(['registry.appraiser.registered']);
    expect(ledger[0]!.change['after']!['appraiser_detail']![0]).to.include({ name: '曾衡', birthYear: '***' });
    const history = await get(`/appraisers/${id}/history`);
    expect(JSON.stringify([body, ledger, history.body])).to.not.match(/11010519491231002|13812345678|Cipher|Digest/i);
    const stored = await world.service.db.sql.row<{ cipher: Buffer; phone: Buffer }>(
      'SELECT a.id_number_cipher AS cipher, d.phone_cipher AS phone FROM appraiser a JOIN appraiser_detail d ON d.appraiser_id = a.id WHERE a.id = $1', [id]);
    expect(stored!.cipher.toString('utf8')).to.match(/^v1\.sm4-cbc-hmac-sm3\./);
    expect(stored!.phone.toString('utf8')).to.match(/^v1\.sm4-cbc-hmac-sm3\./);
    expectProblem(await register(registration(institutionId, { idNumber: ID_NUMBER })), 409, 'id-number-taken');
  });

  it('shows a number in clear for a purpose that the ledger keeps, and to nobody without the permission', async () => {
    const { id: institutionId } = await employer('广东遮盖司法鉴定所');
    const { body } = await register(registration(institutionId, { idNumber: OTHER_ID_NUMBER, detail: { name: '无电话' } }));
    const id = body['id']! as string;
    const unmask = async (json: object, token?: string) => world.service.api.post(`/registry/appraisers/${id}/unmasking`, { token: token ?? await world.prefecture(), json });
    expect(body['actions']).to.include('unmasking');
    expect((await unmask({ field: 'idNumber', purpose: '核对处罚对象身份' })).body).to.deep.equal({ field: 'idNumber', value: OTHER_ID_NUMBER });
    const entry = (await world.ledger(id)).at(-1)!;
    expect(entry).to.deep.include({ action: 'registry.appraiser.unmasked', actorName: 't-prefecture-440100', divisionCode: '440105', change: { field: 'idNumber', purpose: '核对处罚对象身份' } });
    expectProblem(await unmask({ field: 'phone', purpose: '联系本人' }), 404, 'personal-data-absent');
    expect(faults(await unmask({ field: 'idNumber', purpose: ' ' }))).to.deep.equal(['/purpose min-length', '/purpose matches']);
    expect((await unmask({ field: 'name', purpose: '核对' })).status).to.equal(400);
    expectProblem(await unmask({ field: 'idNumber', purpose: '好奇' }, await world.clerk({ id: institutionId })), 403, 'forbidden');
    expectProblem(await unmask({ field: 'idNumber', purpose: '外地' }, await world.prefecture('440300')), 404, 'appraiser-not-found');
    expect((await world.ledger(id)).length).to.equal(2);
  });

  it('a correction keeps the phone number that nobody typed again, and the past', async () => {
    const { id: institutionId } = await employer('广东电话司法鉴定所');
    const { body } = await register(registration(institutionId, { idNumber: undefined, idType: undefined }));
    const path = `/appraisers/${body['id']}`;
    const corrected = await command(`${path}/corrections`, { from: '2025-01-01', reason: '晋升职称', detail: { title: '主任法医师', titleLevel: 'senior' } });
    expect(corrected.status, JSON.stringify(corrected.body)).to.equal(200);
    expect(corrected.body['identity']).to.deep.equal({ idType: null, idNumber: null, phone: '138****5678' });
    expect((await get(`${path}?asOf=2024-12-31`)).body['detail']!['values']!['title']).to.equal('副主任法医师');
    expect((await get(`${path}?asOf=2025-01-01`)).body['detail']!['values']).to.include({ title: '主任法医师', birthYear: 1980 });
    expect((await command(`${path}/corrections`, { from: '2025-01-01', reason: '号码停用', detail: { phone: null } })).body['identity']!['phone']).to.equal(null);
    const identified = await command(`${path}/identity`, { idType: 'passport', idNumber: 'e１２３４５６７８', reason: '补登证件' });
    expect(identified.body['identity']).to.deep.include({ idType: 'passport', idNumber: '*********' });
    expect((await world.ledger(body['id']! as string)).at(-1)).to.deep.include({ action: 'registry.appraiser.identity-corrected' });
  });

  it('takes every other command', async () => {
    const [first, second] = [await employer('广东前任司法鉴定所'), await employer('广东后任司法鉴定所')];
    const { id } = await appraiser(anAppraiser('历练').since('2020-01-01').at(first).certified(aCertificateNo(), '2020-01-01', '2024-12-31').holding('FY-0201'));
    const post = { institutionId: second.id, employmentType: 'full-time' };
    const commands: readonly (readonly [string, object, string])[] = [
      ['certificates', { act: 'renew', certificateNo: aCertificateNo(), from: '2025-01-01', to: '2029-12-31' }, 'certificate-renewed'],
      ['categories', { act: 'add', categoryCode: 'FY-0505', from: '2021-01-01' }, 'category-added'],
      ['categories', { act: 'remove', categoryCode: 'FY-0505', from: '2022-01-01' }, 'category-removed'],
      ['employments', { act: 'move', from: '2023-01-01', employment: post, categories: [{ categoryCode: 'FY-02' }] }, 'moved'],
      ['employments', { act: 'leave', to: '2024-06-30' }, 'left'],
      ['employments', { act: 'employ', from: '2024-09-01', employment: { ...post, employmentType: 'part-time', employerName: '中山大学', consentDocumentNo: '中大函〔2024〕9号' } }, 'employed'],
      ['statuses', { status: 'suspended', from: '2021-03-01', to: '2021-05-31', reason: '违反回避规定', documentNo: '粤司罚〔2021〕1号' }, 'status-changed'],
      ['trainings', { kind: 'in-service', title: '2024年度岗位培训', hours: 40, score: 92.5, passed: true, from: '2024-03-01', to: '2024-03-05' }, 'training-recorded'],
      ['awards', { name: '先进个人', level: 'prefecture', awardedOn: '2024-01-01' }, 'award-recorded'],
      ['change-records', { matter: 'employer', submittedOn: '2022-12-01', overdue: true }, 'change-recorded'],
    ];
    for (const [path, body, action] of commands) {
      const answer = await command(`/appraisers/${id}/${path}`, body);
      expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).to.equal(200);
      expect((await world.ledger(id)).at(-1)!.action).to.equal(`registry.appraiser.${action}`);
    }
    const on = async (day: string) => (await get(`/appraisers/${id}?asOf=${day}`)).body;
    expect(size((await on('2021-06-01'))['categories'])).to.equal(2);
    expect((await on('2021-05-31'))['status']!['values']!['status']).to.equal('suspended');
    expect((await on('2022-12-31'))['employment']!['values']!['institutionId']).to.equal(first.id);
    expect((await on('2023-01-01'))['categories']![0]!['values']).to.include({ institutionId: second.id, categoryCode: 'FY-02' });
    expect((await on('2024-07-01'))['employment']).to.equal(null);
    const now = await on('2025-06-01');
    expect(now['employment']!['values']).to.include({ employmentType: 'part-time', employerName: '中山大学' });
    expect(now['trainings']![0]!['values']).to.deep.include({ hours: 40, score: 92.5, passed: true });
    expect([size(now['awards']), now['changeRecords']![0]!['values']!['overdue'], now['certificate']!['from']]).to.deep.equal([1, true, '2025-01-01']);
  });

  it('an investigating organ’s appraiser holds that organ’s own document', async () => {
    const organ = await institution(anInstitution('佛山市公安局鉴定所').ofKind('investigative').filed('备1', '2010-01-01').withScope('FY-04'));
    const { id } = await appraiser(anAppraiser('警察').at(organ));
    const certificate = { act: 'issue', from: '2024-01-01', to: '2099-12-31', certificateNo: '粤公鉴资字0712' };
    expect((await command(`/appraisers/${id}/certificates`, certificate)).body['certificate']!['values']).to.include({ certificateNo: '粤公鉴资字0712', numberFormat: 'qualification' });
    const social = await appraiser(anAppraiser('平民').at(await employer('广东平民司法鉴定所')));
    expect(faults(await command(`/appraisers/${social.id}/certificates`, certificate))).to.deep.equal(['/certificateNo certificate-number']);
  });

  it('warns of a certificate number that does not fit the institution', async () => {
    const place = await institution(anInstitution('序号司法鉴定所').licensed('440124888', '2024-01-01', '2099-12-31'));
    const { id } = await appraiser(anAppraiser('转入').at(place).certified('440124777001', '2024-01-01', '2099-12-31'));
    expect(((await get(`/appraisers/${id}`)).body['warnings'] as unknown as { code: string }[]).map(({ code }) => code)).to.deep.equal(['institution-mismatch']);
  });

  describe('refuses', () => {
    let place: { readonly id: string };
    let person: { readonly id: string };
    before(async () => {
      place = await employer('广东拒绝司法鉴定所');
      person = await appraiser(anAppraiser('拒绝').since('2020-01-01').at(place).certified(aCertificateNo(), '2020-01-01', '2024-12-31').holding('FY-0201'));
    });
    const nobody = '00000000-0000-7000-8000-000000000000';
    const post = (more: object = {}) => ({ institutionId: place.id, employmentType: 'full-time', ...more });

    const registrations: readonly (readonly [string, () => object, string])[] = [
      ['an ID number with a wrong check digit', () => ({ idNumber: '110105194912310021' }), '/idNumber id-number-check-digit'],
      ['an ID number of a province that does not exist', () => ({ idNumber: '990105194912310029' }), '/idNumber id-number-province'],
      ['a kind of document without its number', () => ({ idNumber: undefined }), '/idNumber required'],
      ['an unknown category', () => ({ categories: [{ categoryCode: 'FY-9999' }] }), '/categories/0/categoryCode unknown-category'],
      ['an institution that nobody knows', () => ({ employment: post({ institutionId: nobody }) }), '/employment/institutionId unknown-institution'],
      ['part-time work without the employer’s consent', () => ({ employment: post({ employmentType: 'part-time', employerName: '中山大学' }) }), '/employment/consentDocumentNo consent-required'],
      ['a birthday that does not exist', () => ({ detail: { name: '生日', birthYear: 1981, birthMonth: 2, birthDay: 29 } }), '/detail/birthDay no-such-day'],
      ['a certificate number of eleven digits', () => ({ certificate: { certificateNo: '44011000100', from: '2024-01-01', to: '2028-12-31' } }), '/certificate/certificateNo certificate-number'],
      ['a certificate with its dates reversed', () => ({ certificate: { certificateNo: aCertificateNo(), from: '2024-01-01', to: '2023-12-31' } }), '/certificate/to dates-reversed'],
      ['a phone number that is none', () => ({ detail: { name: '电话', phone: '打我手机' } }), '/detail/phone matches'],
    ];
    for (const [what, more, expected] of registrations) {
      it(`to enter ${what}`, async () => {
        const answer = await register(registration(place.id, { idNumber: '440524198001010013', ...more() }));
        expectProblem(answer, 400, 'invalid-request');
        expect(faults(answer)).to.deep.equal([expected]);
      });
    }

    const commands: readonly (readonly [string, string, () => object, number, string])[] = [
      ['a second institution on one day', 'employments', () => ({ act: 'employ', from: '2023-01-01', employment: post() }), 409, 'employed-elsewhere'],
      ['a category outside the institution’s scope', 'categories', () => ({ act: 'add', categoryCode: 'WZ-01', from: '2023-01-01' }), 409, 'category-outside-scope'],
      ['a category before there was a post', 'categories', () => ({ act: 'add', categoryCode: 'FY-05', from: '2019-12-31' }), 409, 'nothing-recorded'],
      ['a certificate while there is one', 'certificates', () => ({ act: 'issue', certificateNo: aCertificateNo(), from: '2024-12-31', to: '2028-12-31' }), 409, 'certificate-overlap'],
      ['to leave a post twice over', 'employments', () => ({ act: 'move', from: '2023-01-01', to: '2023-02-01', employment: post() }), 400, 'invalid-request'],
      ['to leave for somewhere', 'employments', () => ({ act: 'leave', to: '2023-01-01', employment: post() }), 400, 'invalid-request'],
      ['to move to nowhere', 'employments', () => ({ act: 'move', from: '2023-01-01' }), 400, 'invalid-request'],
      ['a suspension without its decision', 'statuses', () => ({ status: 'revoked', from: '2023-01-01', reason: '严重失实' }), 400, 'invalid-request'],
      ['training of no hours', 'trainings', () => ({ kind: 'in-service', title: '空', hours: 0, from: '2023-01-01' }), 400, 'invalid-request'],
      ['an identity number that is taken', 'identity', () => ({ idType: 'resident-id', idNumber: ID_NUMBER, reason: '补登' }), 409, 'id-number-taken'],
    ];
    for (const [what, path, body, status, code] of commands) {
      it(what, async () => {
        expectProblem(await command(`/appraisers/${person.id}/${path}`, body()), status, code);
        expect((await get(`/appraisers/${person.id}`)).body['version']).to.equal(1);
      });
    }

    it('a certificate number that belongs to another', async () => {
      const certificateNo = aCertificateNo();
      await appraiser(anAppraiser('持号').since('2020-01-01').at(place).certified(certificateNo, '2020-01-01', '2024-12-31'));
      expectProblem(await command(`/appraisers/${person.id}/certificates`, { act: 'renew', certificateNo, from: '2025-01-01', to: '2029-12-31' }), 409, 'certificate-number-taken');
    });
  });
});
