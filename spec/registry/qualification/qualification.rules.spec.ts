import { expect } from 'chai';
import fc from 'fast-check';
import { addDays, civilDate } from '../../../src/platform/calendar/index.js';
import type { CivilDate } from '../../../src/platform/calendar/index.js';
import { contains } from '../../../src/registry/facts/index.js';
import type { Period } from '../../../src/registry/facts/index.js';
import { qualificationOn } from '../../../src/registry/qualification/qualification.rules.js';
import type { InstitutionFacts, LinkName, QualificationFacts } from '../../../src/registry/qualification/qualification.model.js';
import { days } from '../../support/registry-builders.js';

const CERTIFICATE = '440110001001';
const LICENCE = '440118001';
const ALWAYS = days('2010-01-01');

/** An institution that is in order in 2022–2026. */
function institution(change: Partial<InstitutionFacts> = {}): InstitutionFacts {
  return {
    id: 'I', kind: 'social', names: [{ ...ALWAYS, name: '同德所' }],
    licences: [{ ...days('2021-09-08', '2026-09-07'), number: LICENCE, issuedOn: civilDate('2021-09-08') }], filings: [],
    scopes: [{ ...ALWAYS, category: 'FY-02', document: null }],
    statuses: [{ ...ALWAYS, status: 'practising', document: null }], ...change,
  };
}

/** An appraiser who is in order in 2022–2026. */
function facts(change: Partial<QualificationFacts> = {}, place: Partial<InstitutionFacts> = {}): QualificationFacts {
  return {
    appraiserId: 'A', names: [{ ...ALWAYS, name: '雷兰静' }],
    certificates: [{ ...days('2022-01-01', '2026-12-31'), number: CERTIFICATE, issuedOn: civilDate('2022-01-01'), institutionId: 'I' }],
    categories: [{ ...ALWAYS, category: 'FY-0201', institutionId: 'I', document: null }],
    employments: [{ ...ALWAYS, institutionId: 'I', document: null }],
    statuses: [{ ...ALWAYS, status: 'practising', document: null }],
    institutions: [institution(place)], ...change,
  };
}

const ask = (given: QualificationFacts, asOf = '2024-06-01', category = 'FY-0201') => qualificationOn(given, { category, asOf: civilDate(asOf) });
const codes = (given: QualificationFacts, asOf?: string, category?: string) => ask(given, asOf, category).reasons.map((reason) => reason.code);
const status = (name: string, from: string, to: string | null, document: string | null = null) => ({ ...days(from, to), status: name, document });

describe('whether an appraiser was qualified on a day', () => {
  it('qualified when every link holds, and each link shows its document and period', () => {
    const answer = ask(facts());
    expect(answer).to.deep.include({ qualified: true, reasons: [], appraiserName: '雷兰静', institution: { id: 'I', name: '同德所', licenceNo: LICENCE } });
    expect(answer.links.map(({ link, ok }) => [link, ok])).to.deep.equal(
      ['certificate', 'appraiser-status', 'category', 'employment', 'licence', 'institution-scope', 'institution-status'].map((link) => [link, true]));
    expect(answer.links[0]).to.deep.include({ document: '执业证 440110001001', period: days('2022-01-01', '2026-12-31') });
    expect(answer.links[4]).to.deep.include({ document: '许可证 440118001', period: days('2021-09-08', '2026-09-07') });
  });

  describe('the certificate', () => {
    it('still counts on its last day', () => expect(ask(facts({}, { licences: [{ ...ALWAYS, number: LICENCE, issuedOn: null }] }), '2026-12-31').qualified).to.equal(true));
    it('has expired the day after', () => {
      const answer = ask(facts({}, { licences: [{ ...ALWAYS, number: LICENCE, issuedOn: null }] }), '2027-01-01');
      expect(answer.reasons).to.deep.equal([{ code: 'certificate-expired', message: '执业证 440110001001 有效期至 2026-12-31', document: '执业证 440110001001', period: days('2022-01-01', '2026-12-31') }]);
    });
    it('was not yet issued before its first day', () => expect(codes(facts(), '2021-12-31')).to.deep.equal(['certificate-not-yet-issued']));
    it('does not count between two', () => {
      const [one] = facts().certificates;
      const answer = ask(facts({ certificates: [{ ...one!, ...days('2022-01-01', '2023-12-31') }, { ...one!, ...days('2024-07-01', '2029-06-30') }] }));
      expect(answer.reasons[0]).to.deep.include({ code: 'certificate-gap', period: days('2022-01-01', '2023-12-31') });
    });
    it('is missing', () => expect(codes(facts({ certificates: [] }))).to.deep.equal(['certificate-missing']));
    it('counts under an earlier document whose number is unknown', () => {
      const [one] = facts().certificates;
      const earlier = { ...days('2015-01-01', '2021-12-31'), number: null, issuedOn: null, institutionId: null };
      const answer = ask(facts({ certificates: [earlier, one!] }, { licences: [{ ...days('2010-01-01', '2021-09-07'), number: null, issuedOn: null }, institution().licences[0]!] }), '2018-01-01');
      expect(answer.qualified).to.equal(true);
      expect(answer.links.filter((link) => link.document === '早期证件（号码不详）').map((link) => link.link)).to.deep.equal(['certificate', 'licence']);
      expect(answer.institution?.licenceNo).to.equal(LICENCE);
    });
  });

  describe('the category', () => {
    it('covers its items', () => expect(ask(facts({ categories: [{ ...ALWAYS, category: 'FY-02', institutionId: 'I', document: null }] }), '2024-06-01', 'FY-020401').qualified).to.equal(true));
    it('is not held', () => expect(codes(facts({}, { scopes: [{ ...ALWAYS, category: 'FY-04', document: null }, institution().scopes[0]!] }), '2024-06-01', 'FY-04')).to.deep.equal(['category-not-held']));
    it('is held in part when only items of it are held', () => {
      const answer = qualificationOn(facts(), { category: 'FY-02', asOf: civilDate('2024-06-01'), categoryName: (code) => ({ 'FY-02': '法医临床鉴定', 'FY-0201': '人体损伤程度鉴定' })[code] });
      expect(answer.reasons).to.deep.equal([{
        code: 'category-partly-held', document: '人体损伤程度鉴定（FY-0201）', period: ALWAYS,
        message: '雷兰静 未登记执业类别 法医临床鉴定（FY-02） 全部项目，当日仅有 人体损伤程度鉴定（FY-0201）',
      }]);
    });
    it('no longer held shows when it was', () => {
      const answer = ask(facts({ categories: [{ ...days('2012-01-01', '2020-12-31'), category: 'FY-0201', institutionId: 'I', document: '粤司变1号' }] }));
      expect(answer.reasons[0]).to.deep.include({ code: 'category-not-held', document: '粤司变1号', period: days('2012-01-01', '2020-12-31') });
    });
    it('held at another institution does not count here', () =>
      expect(codes(facts({ categories: [{ ...ALWAYS, category: 'FY-0201', institutionId: 'J', document: null }] }))).to.deep.equal(['category-not-held']));
    it('is outside the scope of the institution', () => expect(codes(facts({}, { scopes: [] }))).to.deep.equal(['institution-out-of-scope']));
    it('is in the scope of the institution in part', () =>
      expect(codes(facts({ categories: [{ ...ALWAYS, category: 'FY-02', institutionId: 'I', document: null }] }, { scopes: [{ ...ALWAYS, category: 'FY-0201', document: null }] }), '2024-06-01', 'FY-02'))
        .to.deep.equal(['institution-scope-partial']));
  });

  describe('the licence', () => {
    it('has expired, which also shows when nothing else fails', () => {
      const answer = ask(facts({}, { licences: [{ ...days('2016-01-01', '2020-12-31'), number: LICENCE, issuedOn: null }] }));
      expect(answer.reasons).to.deep.equal([{ code: 'licence-expired', message: '许可证 440118001 有效期至 2020-12-31', document: '许可证 440118001', period: days('2016-01-01', '2020-12-31') }]);
    });
    it('is missing', () => expect(codes(facts({}, { licences: [] }))).to.deep.equal(['licence-missing']));
    it('is a filing for an institution of an investigating organ', () => {
      const filings = [{ ...days('2020-01-01'), number: '粤司备7号', issuedOn: null }];
      const answer = ask(facts({}, { kind: 'investigative', licences: [], filings }));
      expect(answer.qualified).to.equal(true);
      expect(answer.links[4]?.document).to.equal('备案 粤司备7号');
    });
  });

  describe('the status', () => {
    for (const [name, code] of [['suspended', 'suspended'], ['self-suspended', 'suspended'], ['not-assessed', 'not-assessed'], ['expired', 'expired'],
      ['cancelled', 'cancelled'], ['revoked', 'revoked'], ['other', 'not-practising']] as const) {
      it(`of the institution is ${name}`, () => {
        const answer = ask(facts({}, { statuses: [status(name, '2024-01-01', '2024-12-31', '粤司罚3号')] }));
        expect(answer.reasons.map(({ code: given, document, period }) => ({ given, document, period }))).to.deep.equal(
          [{ given: `institution-${code}`, document: '粤司罚3号', period: days('2024-01-01', '2024-12-31') }]);
        expect(answer.reasons[0]?.message).to.include('粤司罚3号');
      });
    }
    for (const [name, code] of [['suspended', 'suspended'], ['awaiting-transfer', 'not-practising'], ['revoked', 'revoked'], ['deceased', 'not-practising'], ['cancelled', 'cancelled']] as const) {
      it(`of the appraiser is ${name}`, () => expect(codes(facts({ statuses: [status(name, '2024-01-01', null)] }))).to.deep.equal([`appraiser-${code}`]));
    }
    it('is not stated, which is not the same as practising', () => {
      expect(codes(facts({ statuses: [] }))).to.deep.equal(['appraiser-status-unknown']);
      expect(codes(facts({}, { statuses: [] }))).to.deep.equal(['institution-status-unknown']);
    });
    it('after a suspension is practising again', () =>
      expect(ask(facts({ statuses: [status('suspended', '2024-03-01', '2024-05-31'), status('practising', '2024-06-01', null)] }), '2024-06-01').qualified).to.equal(true));
  });

  describe('without a post', () => {
    it('the institution that the category names is still tested', () => {
      const answer = ask(facts({ employments: [{ ...days('2012-01-01', '2023-12-31'), institutionId: 'I', document: null }] }, { licences: [] }));
      expect(answer.reasons.map((reason) => reason.code)).to.deep.equal(['not-employed', 'licence-missing']);
      expect(answer.reasons[0]).to.deep.include({ document: '同德所', period: days('2012-01-01', '2023-12-31') });
    });
    it('and with no institution named anywhere, its links cannot hold', () => {
      const answer = ask(facts({ employments: [], categories: [], certificates: [], institutions: [] }));
      expect(answer.institution).to.equal(null);
      expect(answer.reasons.map((reason) => reason.code)).to.deep.equal(['certificate-missing', 'category-not-held', 'not-employed', 'institution-undetermined']);
      expect(answer.links.filter((link) => link.ok).map((link) => link.link)).to.deep.equal(['appraiser-status']);
    });
  });

  it('one failed link does not hide another', () => {
    const answer = ask(facts({ certificates: [], categories: [], employments: [], statuses: [status('revoked', '2024-01-01', null)], institutions: [institution({ licences: [], scopes: [], statuses: [] })] }));
    expect(answer.links.every((link) => !link.ok)).to.equal(true);
  });

  describe('for any periods', () => {
    const ORIGIN = civilDate('2024-01-01');
    const aDay = fc.integer({ min: 0, max: 40 }).map((offset) => addDays(ORIGIN, offset));
    const aPeriod: fc.Arbitrary<Period> = fc.tuple(aDay, fc.option(fc.integer({ min: 0, max: 30 }))).map(([from, length]) =>
      ({ from, to: length === null ? null : addDays(from, length) }));
    const LINKS: readonly LinkName[] = ['certificate', 'appraiser-status', 'category', 'employment', 'licence', 'institution-scope', 'institution-status'];
    const aChain = fc.tuple(...LINKS.map(() => aPeriod));

    const chainFacts = (periods: readonly Period[]): QualificationFacts => {
      const [certificate, appraiserStatus, category, employment, licence, scope, institutionStatus] = periods as [Period, Period, Period, Period, Period, Period, Period];
      return facts({
        certificates: [{ ...certificate, number: CERTIFICATE, issuedOn: null, institutionId: 'I' }], statuses: [{ ...appraiserStatus, status: 'practising', document: null }],
        categories: [{ ...category, category: 'FY-02', institutionId: 'I', document: null }], employments: [{ ...employment, institutionId: 'I', document: null }],
      }, {
        licences: [{ ...licence, number: LICENCE, issuedOn: null }], scopes: [{ ...scope, category: 'FY', document: null }],
        statuses: [{ ...institutionStatus, status: 'practising', document: null }],
      });
    };

    it('qualified exactly when every link contains the day, and a reason for every link that does not', () => {
      fc.assert(fc.property(aChain, aDay, (periods, day: CivilDate) => {
        const answer = ask(chainFacts(periods), day);
        const inside = periods.map((period) => contains(period, day));
        const determined = inside[0] || inside[2] || inside[3];
        expect(answer.links.map((link) => link.ok)).to.deep.equal(inside.map((ok, index) => ok && (index < 4 || determined)));
        expect(answer.qualified).to.equal(inside.every(Boolean));
        expect(answer.qualified).to.equal(answer.reasons.length === 0);
        expect(answer.links.filter((link) => !link.ok).every((link) => link.period === null || !contains(link.period, day))).to.equal(true);
      }), { numRuns: 500 });
    });
  });
});
