import { expect } from 'chai';
import { testService } from '../../support/service.js';

interface Item { readonly name: string; readonly certificateNo: string; readonly licenceNo: string; readonly division: string; readonly status: string;
  readonly institution: { readonly name: string; readonly licenceNo: string }; readonly categories: readonly { readonly code: string }[]; readonly validFrom: string; readonly validTo: string }

describe('the public register', () => {
  const service = testService({ roster: true });
  const search = async (kind: string, query: Record<string, string | number>) => {
    const { status, body } = await service.api.get(`/public/${kind}?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)] as [string, string])).toString()}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body as unknown as { items: Item[]; nextCursor: string | null };
  };
  const all = async (kind: string, query: Record<string, string | number>) => {
    const items: Item[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: Item[]; nextCursor: string | null } = await search(kind, { ...query, limit: 200, ...(cursor ? { cursor } : {}) });
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  };

  it('has every appraiser and institution of the roster, each once', async () => {
    const [appraisers, institutions] = [await all('appraisers', {}), await all('institutions', {})];
    expect(new Set(appraisers.map((item) => item.certificateNo)).size).to.equal(appraisers.length).and.equal(2300);
    const { count } = (await service.db.sql.row<{ count: number }>('SELECT count(*)::int AS count FROM institution'))!;
    expect(new Set(institutions.map((item) => item.licenceNo)).size).to.equal(count);
  });

  for (const q of ['雷兰静', '雷', '兰静', '兰', 'leilanjing', 'llj', 'LEI', 'ｌｅｉｌａｎｊｉｎｇ', '雷 兰静', '440110001001', '44011000100', '４４０１１０００１００１']) {
    it(`finds 雷兰静 by ${q}`, async () => {
      expect((await all('appraisers', { q })).map((item) => item.name)).to.include('雷兰静');
    });
  }

  it('finds exactly the names that contain the term, in any length', async () => {
    const everybody = await all('appraisers', {});
    for (const q of ['李', '芳', '伟明', '司徒', '欧阳']) {
      const expected = everybody.filter((item) => item.name.includes(q)).map((item) => item.certificateNo).sort();
      expect((await all('appraisers', { q })).map((item) => item.certificateNo).sort(), q).to.deep.equal(expected);
    }
    const institutions = await all('institutions', {});
    for (const q of ['同德', '大学附属司法鉴定', '广东同德联合司法鉴定所', '鉴']) {
      const expected = institutions.filter((item) => item.name.includes(q)).map((item) => item.licenceNo).sort();
      expect((await all('institutions', { q })).map((item) => item.licenceNo).sort(), q).to.deep.equal(expected);
    }
  });

  it('sorts by pinyin, the surname 曾 as zeng', async () => {
    const names = (await all('appraisers', {})).map((item) => item.name);
    const last = (surname: string) => names.findLastIndex((name) => name.startsWith(surname));
    expect(names.findIndex((name) => name.startsWith('曾'))).to.be.greaterThan(last('叶'));
    expect(names.findIndex((name) => name.startsWith('白'))).to.be.lessThan(names.findIndex((name) => name.startsWith('陈')));
  });

  it('filters by category with its parents and children, by division and by institution', async () => {
    const everybody = await all('appraisers', {});
    const toxicology = await all('appraisers', { category: 'FY-05' });
    expect(toxicology.map((item) => item.certificateNo).sort())
      .to.deep.equal(everybody.filter((item) => item.categories.some(({ code }) => code.startsWith('FY-05'))).map((item) => item.certificateNo).sort());
    const drugs = await all('appraisers', { category: 'FY-0505', division: '440100' });
    expect(drugs).to.not.be.empty;
    for (const item of drugs) {
      expect(item.categories.some(({ code }) => code === 'FY-0505' || code === 'FY-05')).to.equal(true);
      expect(item.division.slice(0, 4)).to.equal('4401');
    }
    const colleagues = await all('appraisers', { licenceNo: '440118001' });
    expect(colleagues.map((item) => item.institution.licenceNo)).to.satisfy((list: string[]) => list.length > 2 && list.every((no) => no === '440118001'));
  });

  it('shows the state of the day that is asked for', async () => {
    const on = async (asOf: string) => (await search('institutions', { q: '440118001', asOf })).items;
    expect((await on('2026-09-07'))[0]).to.include({ status: 'practising', validFrom: '2021-09-08', validTo: '2026-09-07' });
    expect((await on('2026-09-08'))[0]).to.include({ status: 'expired' });
    expect(await on('2018-04-03'), 'before the first licence').to.be.empty;
    const expired = await all('institutions', { status: 'expired', asOf: '2026-11-22' });
    expect(expired.map((item) => item.licenceNo)).to.include('440118001');
    expect((await all('institutions', { status: 'practising', asOf: '2026-11-22' })).map((item) => item.licenceNo)).to.not.include('440118001');
  });

  it('gives the record of one number and 404 for an unknown one', async () => {
    const institution = await service.api.get('/public/institutions/440118001');
    expect(institution.body['name']).to.equal('广东同德联合司法鉴定所');
    expect(institution.body['licences']).to.have.length(2);
    expect((await service.api.get('/public/appraisers/440110001001')).body['name']).to.equal('雷兰静');
    expect((await service.api.get('/public/institutions/440000000')).status).to.equal(404);
    expect((await service.api.get('/public/appraisers/440000000000')).status).to.equal(404);
  });

  it('pages without gaps or repetitions in pages of any size', async () => {
    const whole = (await all('appraisers', { q: '陈' })).map((item) => item.certificateNo);
    const inSevens: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: Item[]; nextCursor: string | null } = await search('appraisers', { q: '陈', limit: 7, ...(cursor ? { cursor } : {}) });
      inSevens.push(...page.items.map((item) => item.certificateNo));
      cursor = page.nextCursor;
    }
    expect(inSevens).to.deep.equal(whole);
  });

  it('a cursor works only for the search that it came from', async () => {
    const { nextCursor } = await search('appraisers', { q: '陈', limit: 5 });
    const other = await service.api.get(`/public/appraisers?q=${encodeURIComponent('李')}&cursor=${nextCursor}`);
    expect(other.status).to.equal(400);
    expect((await service.api.get(`/public/appraisers?q=${encodeURIComponent('陈')}&category=FY-05&cursor=${nextCursor}`)).status).to.equal(400);
  });

  it('never shows a person’s phone or ID number', async () => {
    const text = JSON.stringify([await all('appraisers', {}), (await service.api.get('/public/appraisers/440110001001')).body]);
    expect(text).to.not.match(/"(phone|idNumber|birth\w*)"/);
  });
});
