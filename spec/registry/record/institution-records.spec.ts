import { expect } from 'chai';
import { aLicenceNo, anAppraiser, anInstitution } from '../../support/registry-builders.js';
import { aRegistration, expectProblem, faults, recordWorld, size } from './record-world.js';

describe('the record of an institution', () => {
  const world = recordWorld();
  const { command, get, institution } = world;
  const values = async (id: string, query: string) => (await get(`/institutions/${id}${query}`)).body;

  it('is entered with licence and scope, answered with its version, and written to the ledger', async () => {
    const answer = await world.service.api.post('/registry/institutions', { token: await world.prefecture(), json: aRegistration() });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    const { body, headers } = answer;
    expect([headers.get('etag'), body['version'], headers.get('location')]).to.deep.equal(['"v1"', 1, `/api/v1/registry/institutions/${body['id']}`]);
    expect(body['detail']!['values']).to.deep.include({ name: '广东明衡司法鉴定中心', registeredFundsFen: 100_000_000, keySupervision: false, formerName: null });
    expect(body['detail']).to.deep.include({ from: '2024-05-01', to: null, documentNo: '粤司许〔2024〕18号', recordedBy: 't-prefecture-440100' });
    expect(body['licence']).to.deep.include({ from: '2024-05-01', to: '2029-04-30' });
    expect(body['status']!['values']).to.deep.equal({ status: 'practising' });
    expect((body['scopes'] as unknown as { values: object }[]).map((scope) => scope.values)).to.deep.equal(['FY-02', 'FY-05'].map((categoryCode) =>
      ({ categoryCode, firstApprovedOn: '2024-05-01', isAddition: false, changeForm: 'first' })));
    const [entry] = await world.ledger(body['id']! as string);
    expect(entry).to.deep.include({ action: 'registry.institution.registered', actorName: 't-prefecture-440100', divisionCode: '440105' });
    expect(entry!.change['after']!['licence']![0]).to.deep.include({ from: '2024-05-01', to: '2029-04-30' });
    expect(size((await get(`/institutions?q=明衡`)).body['items'])).to.equal(1);
  });

  it('is entered once however often the request is sent', async () => {
    const json = aRegistration({ detail: { name: '广东重发司法鉴定所', divisionCode: '440105' } });
    const send = async () => world.service.api.post('/registry/institutions', { token: await world.province(), json, headers: { 'idempotency-key': 'records-once' } });
    const [first, second] = [await send(), await send()];
    expect([second.status, second.body['id'], second.headers.get('etag')]).to.deep.equal([201, first.body['id'], '"v1"']);
  });

  it('of an investigating organ is entered by filing and can be filed anew, but not licensed', async () => {
    const filing = { organSystem: 'police', competentAuthority: '广东省公安厅', filingNo: '粤公鉴备〔2020〕7号', from: '2020-01-01' };
    const answer = await world.service.api.post('/registry/institutions', { token: await world.province(), json: {
      kind: 'investigative', since: '2020-01-01', detail: { name: '广州市公安局刑事科学技术研究所', divisionCode: '440100' }, scopes: [{ categoryCode: 'FY-04' }], filing,
    } });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    expect(answer.body['actions']).to.include('filings').and.not.include('licences');
    const id = answer.body['id']! as string;
    const refiled = await command(`/institutions/${id}/filings`, { ...filing, from: '2025-01-01', filingNo: '粤公鉴备〔2025〕3号' });
    expect(refiled.body['filing']!['values']!['filingNo']).to.equal('粤公鉴备〔2025〕3号');
    expect((await values(id, '?asOf=2024-12-31'))['filing']!['values']!['filingNo']).to.equal('粤公鉴备〔2020〕7号');
    expectProblem(await command(`/institutions/${id}/licences`, { act: 'grant', licenceNo: aLicenceNo(), from: '2025-01-01', to: '2029-12-31' }), 409, 'not-for-this-kind');
  });

  it('a correction of the past leaves what was said before to be asked for', async () => {
    const { id } = await institution(anInstitution('旧址司法鉴定所').with({ address: '旧址', headName: '甲' }));
    const before = (await world.service.db.sql.row<{ at: Date }>('SELECT clock_timestamp() AS at'))!.at.toISOString();
    const answer = await command(`/institutions/${id}/corrections`, { from: '2015-01-01', to: '2016-12-31', reason: '地址录入错误', documentNo: '更正〔2026〕1号', detail: { address: '新址', legalRepName: '乙' } });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    expect(answer.headers.get('etag')).to.equal('"v2"');
    const corrected = await values(id, '?asOf=2015-06-01');
    expect(corrected['detail']!['values']).to.include({ address: '新址', legalRepName: '乙', headName: '甲', name: '旧址司法鉴定所' });
    expect(corrected['detail']).to.include({ source: 'correction', reason: '地址录入错误', from: '2015-01-01', to: '2016-12-31' });
    const asKnown = await values(id, `?asOf=2015-06-01&knownAt=${before}`);
    expect([asKnown['detail']!['values']!['address'], asKnown['knownAt']]).to.deep.equal(['旧址', before]);
    expect((await values(id, '?asOf=2017-01-01'))['detail']!['values']).to.include({ address: '旧址', legalRepName: null });
    const history = (await get(`/institutions/${id}/history`)).body['items'] as unknown as { fact: string; recordedUntil: string | null; values: { address: string } }[];
    expect(history.filter(({ fact }) => fact === 'institution_detail').map((each) => [each.values.address, each.recordedUntil === null])).to.deep.equal(
      [['旧址', false], ['旧址', true], ['新址', true], ['旧址', true]]);
  });

  it('a correction over several statements keeps what each of them says beside it', async () => {
    const { id } = await institution(anInstitution('两任负责人司法鉴定所').with({ headName: '甲' }));
    await command(`/institutions/${id}/corrections`, { from: '2020-01-01', reason: '负责人变更', detail: { headName: '乙' } });
    await command(`/institutions/${id}/corrections`, { from: '2015-01-01', reason: '地址录入错误', detail: { address: '新址' } });
    for (const [day, headName, address] of [['2014-12-31', '甲', null], ['2015-01-01', '甲', '新址'], ['2020-01-01', '乙', '新址']]) {
      expect((await values(id, `?asOf=${day}`))['detail']!['values'], day!).to.include({ headName, address });
    }
    expectProblem(await command(`/institutions/${id}/corrections`, { from: '2009-12-31', reason: '早于成立', detail: { address: '更早' } }), 409, 'nothing-recorded');
  });

  it('takes every other command', async () => {
    const { id } = await institution(anInstitution('样样俱全司法鉴定所').licensed(aLicenceNo(), '2021-01-01', '2025-12-31').withScope('FY-02'));
    const guide = await world.appraiser(anAppraiser('指导人').at({ id }));
    const commands: readonly (readonly [string, object, string])[] = [
      ['licences', { act: 'renew', licenceNo: aLicenceNo(), from: '2026-01-01', to: '2030-12-31' }, 'licence-renewed'],
      ['scopes', { act: 'add', categoryCode: 'WZ-01', from: '2024-01-01', isAddition: true }, 'scope-added'],
      ['scopes', { act: 'remove', categoryCode: 'WZ-01', from: '2025-01-01', changeForm: 'removed' }, 'scope-removed'],
      ['statuses', { status: 'suspended', from: '2024-03-01', to: '2024-05-31', reason: '超出业务范围', documentNo: '粤司罚〔2024〕3号' }, 'status-changed'],
      ['accreditations', { kind: 'cma', from: '2024-01-01', certificateNo: 'CMA-1', nextReviewOn: '2029-12-31' }, 'accredited'],
      ['awards', { name: '先进集体', level: 'ministerial', awardedOn: '2024-10-01', awardedBy: '司法部' }, 'award-recorded'],
      ['assistants', { name: '助理甲', from: '2024-01-01', to: '2099-12-31', idNumber: '11010519491231002x', guidedBy: guide.id, assistanceCategory: 'FY-02' }, 'assistant-added'],
      ['change-records', { matter: 'address', submittedOn: '2024-02-01', concludedOn: '2024-02-20', approvalNo: '粤司变〔2024〕2号', result: '准予' }, 'change-recorded'],
    ];
    for (const [path, body, action] of commands) {
      const answer = await command(`/institutions/${id}/${path}`, body);
      expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).to.equal(200);
      const entry = (await world.ledger(id)).at(-1)!;
      expect([entry.action, entry.change['version']]).to.deep.equal([`registry.institution.${action}`, answer.body['version']]);
    }
    const now = await values(id, '?asOf=2026-03-01');
    expect([now['licence']!['from'], size(now['scopes']), now['status']!['values']!['status']]).to.deep.equal(['2026-01-01', 1, 'practising']);
    for (const [list, value] of [['accreditations', { holder: 'institution' }], ['awards', { name: '先进集体' }], ['assistants', { name: '助理甲', contractTo: '2099-12-31' }], ['changeRecords', { result: '准予' }]] as const) {
      expect(now[list]![0]!['values'], list).to.deep.include(value);
    }
    expect((await values(id, '?asOf=2024-05-31'))['status']).to.deep.include({ documentNo: '粤司罚〔2024〕3号', reason: '超出业务范围' });
    expect((await values(id, '?asOf=2024-09-30'))['awards']).to.deep.equal([]);
    const everything = JSON.stringify([now, await world.ledger(id), (await get(`/institutions/${id}/history`)).body]);
    expect(everything).to.not.match(/11010519491231002|Cipher|Digest/i);
  });

  it('warns of a licence number from elsewhere and accepts it', async () => {
    const { id } = await institution(anInstitution('外地号码司法鉴定所'));
    const { body } = await command(`/institutions/${id}/licences`, { act: 'grant', licenceNo: ' １３０１１９３０４ ', from: '2024-01-01', to: '2099-12-31' });
    expect(body['licence']!['values']).to.include({ licenceNo: '130119304', numberFormat: 'nine-digit', issuedOn: '2024-01-01' });
    expect((body['warnings'] as unknown as { code: string }[]).map(({ code }) => code)).to.deep.equal(['province-mismatch']);
  });

  const licence = { act: 'grant', licenceNo: '440118999', from: '2030-01-01', to: '2034-12-31' };
  const status = { status: 'practising', from: '2024-01-01', reason: '整改完毕' };
  const wrong: readonly (readonly [string, string, object, readonly string[]])[] = [
    ['a licence number of eight digits', 'licences', { ...licence, licenceNo: '44011899' }, ['/licenceNo licence-number']],
    ['a licence that ends before it begins', 'licences', { ...licence, to: '2029-12-31' }, ['/to dates-reversed']],
    ['a licence without an end', 'licences', { ...licence, to: null }, ['/to is-civil-date']],
    ['an unknown category', 'scopes', { act: 'add', categoryCode: 'FY-99', from: '2024-01-01' }, ['/categoryCode unknown-category']],
    ['an unknown act', 'scopes', { act: 'swap', categoryCode: 'FY-02', from: '2024-01-01' }, ['/act is-in']],
    ['a day that does not exist', 'scopes', { act: 'add', categoryCode: 'FY-02', from: '2023-02-29' }, ['/from is-civil-date']],
    ['an unknown property', 'statuses', { ...status, colour: 'red' }, ['/colour unknown-field']],
    ['a suspension without its decision', 'statuses', { ...status, status: 'suspended' }, ['/documentNo required']],
    ['a status without a reason', 'statuses', { ...status, reason: ' ' }, ['/reason matches']],
    ['an unknown division', 'corrections', { from: '2024-01-01', reason: '更正', detail: { divisionCode: '449999' } }, ['/detail/divisionCode unknown-division']],
    ['a division of another province', 'corrections', { from: '2024-01-01', reason: '更正', detail: { divisionCode: '110105' } }, ['/detail/divisionCode out-of-reach']],
    ['a name taken away', 'corrections', { from: '2024-01-01', reason: '更正', detail: { name: null } }, ['/detail/name is-string']],
    ['a wrong credit code', 'corrections', { from: '2024-01-01', reason: '更正', detail: { creditCode: '914401010000000000' } }, ['/detail/creditCode credit-code']],
    ['no items at all', 'corrections', { from: '2024-01-01', reason: '更正', detail: {} }, ['/detail required']],
    ['a list in the place of the items', 'corrections', { from: '2024-01-01', reason: '更正', detail: [] }, ['/detail is-plain-object']],
    ['a head whom nobody knows', 'corrections', { from: '2024-01-01', reason: '更正', detail: { headAppraiserId: '00000000-0000-7000-8000-000000000000' } }, ['/detail/headAppraiserId unknown-appraiser']],
    ['a head office that nobody knows', 'corrections', { from: '2024-01-01', reason: '更正', detail: { parentInstitutionId: '00000000-0000-7000-8000-000000000000' } }, ['/detail/parentInstitutionId unknown-institution']],
    ['premises of no area', 'corrections', { from: '2024-01-01', reason: '更正', detail: { premisesAreaM2: 0 } }, ['/detail/premisesAreaM2 out-of-range']],
    ['an assistant with a wrong ID number', 'assistants', { name: '助理', from: '2024-01-01', idNumber: '110105194912310021' }, ['/idNumber id-number-check-digit']],
    ['a change concluded before it was asked for', 'change-records', { matter: 'name', submittedOn: '2024-02-01', concludedOn: '2024-01-31' }, ['/concludedOn dates-reversed']],
  ];
  for (const [what, path, body, expected] of wrong) {
    it(`refuses ${what}`, async () => {
      const { id } = await institution(anInstitution('不受影响司法鉴定所'));
      const answer = await command(`/institutions/${id}/${path}`, body);
      expectProblem(answer, 400, 'invalid-request');
      expect(faults(answer)).to.deep.equal(expected);
      expect((await get(`/institutions/${id}`)).body['version']).to.equal(1);
      expect(await world.ledger(id)).to.deep.equal([]);
    });
  }

  it('refuses registrations that are wrong, naming every field', async () => {
    const { licence: first, ...unlicensed } = aRegistration();
    for (const [json, expected] of [
      [unlicensed, ['/licence required']],
      [{ ...aRegistration(), kind: 'investigative' }, ['/filing required', '/licence not-for-this-kind']],
      [aRegistration({ scopes: [{ categoryCode: 'FY-02' }, { categoryCode: 'FY-02' }, { categoryCode: 'XX-01' }] }), ['/scopes/1/categoryCode repeated', '/scopes/2/categoryCode unknown-category']],
      [aRegistration({ scopes: [] }), ['/scopes array-min-size']],
      [aRegistration({ licence: { ...first, to: '2020-01-01' } }), ['/licence/to dates-reversed']],
    ] as const) {
      const answer = await world.service.api.post('/registry/institutions', { token: await world.province(), json });
      expectProblem(answer, 400, 'invalid-request');
      expect(faults(answer)).to.deep.equal(expected);
    }
    const placeless = await world.service.api.post('/registry/institutions', { token: await world.province(), json: aRegistration({ detail: { name: '无区划' } }) });
    expect(new Set(faults(placeless).map((fault) => fault.split(' ')[0]))).to.deep.equal(new Set(['/detail/divisionCode']));
  });

  it('is refused what the registry cannot hold', async () => {
    const taken = await institution(anInstitution('占号司法鉴定所').licensed(aLicenceNo(), '2021-01-01', '2025-12-31'));
    const { id } = await institution(anInstitution('冲突司法鉴定所').licensed(aLicenceNo(), '2021-01-01', '2025-12-31').withScope('FY-02'));
    await world.appraiser(anAppraiser('持类人').at({ id }).holding('FY-0201'));
    for (const [path, body, code] of [
      ['licences', { act: 'grant', licenceNo: aLicenceNo(), from: '2025-12-31', to: '2029-12-31' }, 'licence-overlap'],
      ['licences', { act: 'renew', licenceNo: taken.licenceNo, from: '2026-01-01', to: '2030-12-31' }, 'licence-number-taken'],
      ['scopes', { act: 'add', categoryCode: 'FY-02', from: '2024-01-01' }, 'fact-overlap'],
      ['scopes', { act: 'remove', categoryCode: 'FY-02', from: '2024-01-01' }, 'category-outside-scope'],
      ['scopes', { act: 'remove', categoryCode: 'WZ-01', from: '2024-01-01' }, 'nothing-recorded'],
    ] as const) {
      expectProblem(await command(`/institutions/${id}/${path}`, body), 409, code);
    }
    expect(await world.ledger(id)).to.deep.equal([]);
  });

  it('changes only under the version that was read: of two commands at once one is refused', async () => {
    const { id } = await institution(anInstitution('争用司法鉴定所'));
    const award = (name: string) => command(`/institutions/${id}/awards`, { name, level: 'national', awardedOn: '2024-01-01' }, { version: 1 });
    const answers = await Promise.all([award('甲'), award('乙')]);
    expect(answers.map(({ status: code }) => code).sort()).to.deep.equal([200, 412]);
    const now = await get(`/institutions/${id}`);
    expect([now.body['version'], size(now.body['awards']), (await world.ledger(id)).length]).to.deep.equal([2, 1, 1]);
    const token = await world.province();
    expectProblem(await world.service.api.post(`/registry/institutions/${id}/awards`, { token, json: { name: '丙', level: 'national', awardedOn: '2024-01-01' } }), 428, 'precondition-required');
  });

  it('cannot be asked for with a malformed id, day, instant or parameter', async () => {
    const { id } = await institution(anInstitution('查询司法鉴定所'));
    for (const path of ['/institutions/1', `/institutions/${id}?asOf=2024-13-01`, `/institutions/${id}?knownAt=yesterday`, `/institutions/${id}?x=1`, '/institutions?kind=secret', '/institutions?division=999999', '/institutions?category=ZZ', '/institutions?cursor=abc']) {
      expect((await get(path)).status, path).to.equal(400);
    }
    expectProblem(await get('/institutions/00000000-0000-7000-8000-000000000000'), 404, 'institution-not-found');
  });
});
