import { expect } from 'chai';
import { domainCodeByLabel, domainCodes, domainLabel, isDomainCode, valueDomains } from '../../src/reference/index.js';

describe('value domains', () => {
  it('have no code and no label twice', () => {
    for (const [name, domain] of Object.entries(valueDomains)) {
      for (const key of ['code', 'label', 'labelEn'] as const) {
        const values = domain.items.map((item) => item[key]);
        expect(new Set(values).size, `${name} ${key}`).to.equal(values.length);
      }
    }
  });

  it('translate between codes and what people write', () => {
    expect(domainLabel('institution-status', 'practising')).to.equal('正常执业');
    expect(domainCodeByLabel('sex', ' 女 ')).to.equal('2');
    expect(domainCodeByLabel('institution-kind', '侦查机关（涉密）')).to.equal('investigative-classified');
    expect(domainCodeByLabel('employment-type', '兼职')).to.equal('part-time');
    expect(domainCodeByLabel('sex', '未知性别')).to.equal(null);
    expect(isDomainCode('sex', '9')).to.equal(true);
    expect(isDomainCode('sex', '3')).to.equal(false);
    expect(domainCodes('employment-type')).to.deep.equal(['full-time', 'part-time']);
  });
});
