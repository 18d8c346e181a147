import { expect } from 'chai';
import fc from 'fast-check';
import { domainCodes } from '../../../src/reference/index.js';
import type { RegistryChange } from '../../../src/registry/facts/index.js';
import { seesClassified } from '../../../src/registry/facts/index.js';
import { mayEnterKind, reachesDivision } from '../../../src/registry/record/classified.rules.js';
import { ledgerChange } from '../../../src/registry/record/ledger-change.rules.js';
import { certificateWarnings, licenceWarnings } from '../../../src/registry/record/number-warnings.rules.js';
import { missingConsent, needsDecision } from '../../../src/registry/record/required-papers.rules.js';

const division = (prefix: string) => ({ kind: 'division', prefix }) as const;

describe('rules of registry records', () => {
  it('taking practice away needs a decision on paper, giving it back does not', () => {
    const codes = [...new Set([...domainCodes('institution-status'), ...domainCodes('appraiser-status')])];
    expect(codes.filter(needsDecision)).to.deep.equal(['suspended', 'cancelled', 'revoked']);
  });

  it('part-time work needs the employer and its consent, full-time work neither', () => {
    expect(missingConsent({ employmentType: 'full-time' })).to.deep.equal([]);
    expect(missingConsent({ employmentType: 'part-time' })).to.deep.equal(['employerName', 'consentDocumentNo']);
    expect(missingConsent({ employmentType: 'part-time', employerName: '中山大学', consentDocumentNo: '' })).to.deep.equal(['consentDocumentNo']);
    expect(missingConsent({ employmentType: 'part-time', employerName: '中山大学', consentDocumentNo: '中大函1号' })).to.deep.equal([]);
  });

  it('classified institutions are known to the nation, the province and themselves', () => {
    expect([{ kind: 'nation' } as const, division('44'), { kind: 'institution', institutionId: '1' } as const].map(seesClassified)).to.deep.equal([true, true, true]);
    expect([division('4401'), division('440105')].map(seesClassified)).to.deep.equal([false, false]);
    expect(mayEnterKind(division('4401'), 'investigative-classified')).to.equal(false);
    expect(mayEnterKind(division('4401'), 'investigative')).to.equal(true);
  });

  it('a scope reaches exactly the divisions that begin like it', () => {
    const code = fc.stringMatching(/^[1-8][1-9]\d{4}$/);
    fc.assert(fc.property(code, fc.constantFrom(2, 4, 6), (of, length) => reachesDivision(division(of.slice(0, length)), of)));
    fc.assert(fc.property(code, code, fc.constantFrom(2, 4, 6), (of, other, length) =>
      reachesDivision(division(of.slice(0, length)), other) === (of.slice(0, length) === other.slice(0, length))));
    expect(reachesDivision({ kind: 'institution', institutionId: '1' }, '440105')).to.equal(false);
  });

  it('numbers that name another place or institution are warned of', () => {
    expect(licenceWarnings('440118001', '440105')).to.deep.equal([]);
    expect(licenceWarnings('440318001', '440105').map(({ code }) => code)).to.deep.equal(['prefecture-mismatch']);
    expect(certificateWarnings('440118001007', '440118001')).to.deep.equal([]);
    expect(certificateWarnings('440118002007', '440118001').map(({ code }) => code)).to.deep.equal(['institution-mismatch']);
    expect([...licenceWarnings(null, '440105'), ...licenceWarnings('440318001', null), ...certificateWarnings('粤公鉴字1', '440118001')]).to.deep.equal([]);
  });

  it('the ledger learns that personal items were there, not what they were', () => {
    const change = {
      action: 'registry.appraiser.detail-corrected', subject: { kind: 'appraiser', id: '1' }, version: 2,
      before: { appraiser_detail: [{ name: '曾衡', school: '中山大学', birthYear: null }] }, after: { certificate: [{ certificateNo: '440118001007' }] },
    } as unknown as RegistryChange;
    expect(ledgerChange(change, { source: 'correction', reason: '更正' })).to.deep.equal({
      version: 2, provenance: { source: 'correction', reason: '更正' },
      before: { appraiser_detail: [{ name: '曾衡', school: '***', birthYear: null }] }, after: { certificate: [{ certificateNo: '440118001007' }] },
    });
  });
});
