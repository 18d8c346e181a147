import { expect } from 'chai';
import fc from 'fast-check';
import { maskIdNumber, maskPhone } from '../../../src/registry/identifiers/index.js';

describe('masking', () => {
  it('shows the first and the last four characters of an ID number', () => {
    expect(maskIdNumber('440105199001011234')).to.equal('4401**********1234');
    expect(maskIdNumber('E12345678')).to.equal('*********');
  });

  it('shows the head and the last four digits of a phone number', () => {
    expect(maskPhone('13812345678')).to.equal('138****5678');
    expect(maskPhone('0757-45481199')).to.equal('075*-****1199');
    expect(maskPhone('020-83333333')).to.equal('020-****3333');
    expect(maskPhone('83333333')).to.equal('****3333');
    expect(maskPhone('12345')).to.equal('***45');
  });

  it('hides at least four digits of everything that may be a personal number', () => {
    fc.assert(fc.property(fc.stringMatching(/^\d{10,18}$/), (number) => {
      expect(maskIdNumber(number).split('*').length - 1).to.be.at.least(2);
      expect(maskPhone(number).split('*').length - 1).to.be.at.least(3);
      expect(maskIdNumber(number)).to.have.length(number.length);
    }));
  });
});
