import { expect } from 'chai';
import fc from 'fast-check';
import { parseResidentId, residentIdCheck } from '../../../src/registry/identifiers/index.js';

describe('a resident ID number (GB 11643)', () => {
  it('tells division, birth date and sex', () => {
    expect(parseResidentId('11010519491231002X')).to.deep.equal({
      ok: true, id: { number: '11010519491231002X', divisionCode: '110105', birthDate: '1949-12-31', sex: '2' } });
    expect(parseResidentId('440524188001010014')).to.deep.include({ ok: true }).with.nested.property('id.sex', '1');
  });

  it('is read with a small x, full width and spaces', () => {
    for (const text of ['11010519491231002x', '１１０１０５１９４９１２３１００２Ｘ', ' 110105 19491231 002X ']) expect(parseResidentId(text).ok, text).to.equal(true);
  });

  it('says what is wrong with it', () => {
    const faults = { '': 'format', '110105491231002': 'format', '110105194912310021': 'check-digit', '99010519491231002X': 'province',
      '11010519491331002X': 'birth-date', '110105194902300020': 'birth-date', '0101051949123100211': 'format', '11010519491231002XX': 'format' };
    for (const [text, fault] of Object.entries(faults)) expect(parseResidentId(text), text).to.deep.equal({ ok: false, fault });
  });

  it('with one wrong digit is never accepted', () => {
    const serial = fc.integer({ min: 0, max: 999 }).map((n) => String(n).padStart(3, '0'));
    fc.assert(fc.property(serial, fc.nat({ max: 16 }), fc.integer({ min: 1, max: 9 }), (digits, place, shift) => {
      const body = `44010519900101${digits}`;
      const good = body + residentIdCheck(body);
      expect(parseResidentId(good).ok).to.equal(true);
      const wrong = good.slice(0, place) + String((Number(good[place]) + shift) % 10) + good.slice(place + 1);
      expect(parseResidentId(wrong).ok).to.equal(false);
    }));
  });
});
