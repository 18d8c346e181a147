import { expect } from 'chai';
import type { BuiltAppraiser, BuiltInstitution } from '../../support/registry-builders.js';
import { aCertificateNo, aLicenceNo, anAppraiser, anInstitution } from '../../support/registry-builders.js';
import { aRegistration, expectProblem, faults, recordWorld } from './record-world.js';

describe('who reaches which records', () => {
  const world = recordWorld();
  const { command, get } = world;
  const institutions: Record<string, BuiltInstitution> = {};
  const appraisers: Record<string, BuiltAppraiser> = {};
  const award = { name: '先进', level: 'national', awardedOn: '2024-01-01' };

  before(async () => {
    for (const [key, divisionCode, kind] of [['guangzhou', '440105', 'social'], ['shenzhen', '440305', 'social'], ['beijing', '110105', 'social'],
      ['police', '440104', 'investigative'], ['classified', '440106', 'investigative-classified']] as const) {
      const build = anInstitution(`范围${key}鉴定所`).ofKind(kind).inDivision(divisionCode).withScope('FY-02');
      const placed = await world.institution(kind === 'social' ? build.licensed(aLicenceNo(), '2020-01-01', '2099-12-31') : build.filed(key, '2010-01-01'));
      institutions[key] = placed;
      appraisers[key] = await world.appraiser(anAppraiser(`范围${key}`).at(placed).certified(aCertificateNo(), '2020-01-01', '2099-12-31').holding('FY-02'));
    }
  });

  const readers: readonly (readonly [string, () => Promise<string>, readonly string[]])[] = [
    ['the province its whole territory, classified institutions too', () => world.province(), ['guangzhou', 'shenzhen', 'police', 'classified']],
    ['a prefecture its own territory, nothing classified', () => world.prefecture(), ['guangzhou', 'police']],
    ['another prefecture its own', () => world.prefecture('440300'), ['shenzhen']],
    ['a district its own', () => world.service.token('district', { division: '440105' }), ['guangzhou']],
    ['a clerk the own institution', () => world.clerk(institutions['shenzhen']!), ['shenzhen']],
    ['a classified institution’s clerk the own institution', () => world.clerk(institutions['classified']!), ['classified']],
  ];
  for (const [who, token, visible] of readers) {
    it(`${who}: in lists, records and histories`, async () => {
      const bearer = await token();
      for (const [kind, built] of [['institutions', institutions], ['appraisers', appraisers]] as const) {
        const { body } = await get(`/${kind}?q=${encodeURIComponent('范围')}&limit=200`, bearer);
        const listed = (body['items'] as unknown as { id: string }[]).map(({ id }) => id);
        for (const [key, { id }] of Object.entries(built)) {
          const expected = visible.includes(key) ? 200 : 404;
          expect(listed.includes(id), `${kind} ${key} in the list`).to.equal(visible.includes(key));
          expect((await get(`/${kind}/${id}`, bearer)).status, `${kind} ${key}`).to.equal(expected);
          expect((await get(`/${kind}/${id}/history`, bearer)).status, `history of ${kind} ${key}`).to.equal(expected);
        }
      }
    });
  }

  it('nobody without an account, no court and no administrator', async () => {
    const { id } = institutions['guangzhou']!;
    expect((await world.service.api.get(`/registry/institutions/${id}`)).status).to.equal(401);
    for (const role of ['court', 'sysadmin', 'secadmin', 'auditor']) {
      expect((await get(`/institutions/${id}`, await world.service.token(role))).status, role).to.equal(403);
    }
  });

  it('a clerk and a district read only, and are shown no buttons', async () => {
    for (const token of [await world.clerk(institutions['guangzhou']!), await world.service.token('district', { division: '440105' })]) {
      expect((await get(`/institutions/${institutions['guangzhou']!.id}`, token)).body['actions']).to.deep.equal([]);
      expect((await get(`/appraisers/${appraisers['guangzhou']!.id}`, token)).body['actions']).to.deep.equal([]);
      expectProblem(await command(`/institutions/${institutions['guangzhou']!.id}/awards`, award, { token }), 403, 'forbidden');
      expect((await world.service.api.post('/registry/institutions', { token, json: aRegistration() })).status).to.equal(403);
    }
  });

  it('commands on what is out of reach find nothing', async () => {
    const token = await world.prefecture();
    for (const key of ['shenzhen', 'classified']) {
      expectProblem(await command(`/institutions/${institutions[key]!.id}/awards`, award, { token }), 404, 'institution-not-found');
      expectProblem(await command(`/appraisers/${appraisers[key]!.id}/awards`, award, { token }), 404, 'appraiser-not-found');
      const employment = { institutionId: institutions[key]!.id, employmentType: 'full-time' };
      const moved = await command(`/appraisers/${appraisers['guangzhou']!.id}/employments`, { act: 'move', from: '2025-01-01', employment }, { token });
      expect(faults(moved), key).to.deep.equal(['/employment/institutionId unknown-institution']);
      const headed = await command(`/institutions/${institutions['guangzhou']!.id}/corrections`, { from: '2025-01-01', reason: '负责人', detail: { headAppraiserId: appraisers[key]!.id } }, { token });
      expect(faults(headed), key).to.deep.equal(['/detail/headAppraiserId unknown-appraiser']);
    }
  });

  it('a prefecture enters nothing that it could not see afterwards', async () => {
    const token = await world.prefecture();
    const enter = (json: object) => world.service.api.post('/registry/institutions', { token, json });
    expect(faults(await enter(aRegistration({ detail: { name: '深圳某司法鉴定所', divisionCode: '440305' } })))).to.deep.equal(['/detail/divisionCode out-of-reach']);
    const { licence, ...classified } = aRegistration({ kind: 'investigative-classified', filing: { organSystem: 'police', competentAuthority: '广州市公安局', from: '2024-05-01' } });
    expect(licence).to.not.equal(undefined);
    expect(faults(await enter(classified))).to.deep.equal(['/kind out-of-reach']);
    const moved = await command(`/institutions/${institutions['guangzhou']!.id}/corrections`, { from: '2025-01-01', reason: '迁址', detail: { divisionCode: '440305' } }, { token });
    expect(faults(moved)).to.deep.equal(['/detail/divisionCode out-of-reach']);
  });

  it('the public finds nothing classified, and no new field of the lists reaches it', async () => {
    for (const [kind, expected] of [['institutions', ['范围beijing鉴定所', '范围guangzhou鉴定所', '范围police鉴定所', '范围shenzhen鉴定所']], ['appraisers', ['范围beijing', '范围guangzhou', '范围police', '范围shenzhen']]] as const) {
      const { body } = await world.service.api.get(`/public/${kind}?q=${encodeURIComponent('范围')}&limit=200`);
      const items = body['items'] as unknown as { name: string; id?: string }[];
      expect(items.map(({ name }) => name).sort()).to.deep.equal([...expected]);
      expect(items.some((item) => 'id' in item)).to.equal(false);
      expect((await world.service.api.get(`/public/${kind}?kind=social`)).status).to.equal(400);
    }
    expect((await world.service.api.get(`/public/appraisers/${appraisers['classified']!.certificateNo}`)).status).to.equal(404);
  });

  it('lists are filtered, sorted by pinyin and paged by cursors that fit no other list', async () => {
    const names = async (path: string) => ((await get(path)).body['items'] as unknown as { name: string }[]).map(({ name }) => name);
    expect(await names('/institutions?kind=investigative-classified')).to.deep.equal(['范围classified鉴定所']);
    expect(await names(`/appraisers?institutionId=${institutions['police']!.id}`)).to.deep.equal(['范围police']);
    expect(await names('/institutions?division=440300')).to.deep.equal(['范围shenzhen鉴定所']);
    expect(await names('/appraisers?status=suspended')).to.deep.equal([]);
    expect((await names(`/appraisers?status=practising&q=${encodeURIComponent('范围')}`)).length).to.equal(4);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await get(`/institutions?limit=1${cursor}`);
      seen.push(...(body['items'] as unknown as { name: string }[]).map(({ name }) => name));
      if (body['nextCursor'] === null) break;
      expectProblem(await get(`/appraisers?limit=1&cursor=${body['nextCursor']}`), 400, 'invalid-cursor');
      cursor = `&cursor=${body['nextCursor']}`;
    }
    expect(seen).to.deep.equal(await names('/institutions?limit=200'));
    expect(new Set(seen).size).to.equal(seen.length).and.equal(4);
  });
});
