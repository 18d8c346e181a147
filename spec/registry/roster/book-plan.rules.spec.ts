import { expect } from 'chai';
import fc from 'fast-check';
import { planBook } from '../../../src/registry/roster/book/book-plan.rules.js';
import type { ListedInstitution, RosterPart } from '../../../src/registry/roster/roster.model.js';

const FIRST_ROW = 3;
const placeOf = (code: string) => ({ code: `${code.slice(0, 4)}00`, city: `市${code.slice(0, 4)}`, district: null });

function institution(name: string, divisionCode: string, appraisers: number, part: RosterPart = 'registered'): ListedInstitution {
  return {
    id: name, part, name, divisionCode, appraisers, address: null, postalCode: null, phone: null, head: null, documentNo: null,
    validFrom: '2021-01-01', validTo: '2025-12-31', scope: [],
  };
}

describe('the plan of the roster book', () => {
  it('lists the registered first, then police and procuratorate, city by city in the order of division codes', () => {
    const plan = planBook([
      institution('检', '440100', 1, 'procuratorate'), institution('深', '440305', 2), institution('广甲', '440105', 3),
      institution('公', '440100', 4, 'police'), institution('广乙', '440106', 5),
    ], placeOf, () => 2, FIRST_ROW);
    expect(plan.institutions.map(({ number, name }) => `${number}${name}`)).to.deep.equal(['1广甲', '2广乙', '3深', '4公', '5检']);
    expect(plan.parts.map((part) => part.cities.map((city) => city.name))).to.deep.equal([['市4401', '市4403'], ['市4401'], ['市4401']]);
    expect(plan.parts[0]).to.include({ institutions: 3, appraisers: 10, row: 3 });
  });

  it('counts the rows of headings, institutions and appraisers', () => {
    const plan = planBook([institution('甲', '440105', 3), institution('乙', '440105', 0), institution('丙', '440305', 1)], placeOf, () => 2, FIRST_ROW);
    expect(plan.parts[0]!.cities.map(({ row }) => row)).to.deep.equal([4, 12]);
    expect(plan.institutions.map(({ row, firstAppraiserRow }) => [row, firstAppraiserRow])).to.deep.equal([[5, 7], [10, 12], [13, 15]]);
  });

  it('gives every row to exactly one heading, institution or appraiser, and loses nobody', () => {
    const parts: RosterPart[] = ['registered', 'police', 'procuratorate', 'other-organs'];
    const arbitrary = fc.array(fc.record({ city: fc.integer({ min: 10, max: 14 }), people: fc.nat(4), part: fc.constantFrom(...parts) }), { maxLength: 30 });
    fc.assert(fc.property(arbitrary, (list) => {
      const all = list.map(({ city, people, part }, index) => institution(`机构${index}`, `44${city}05`, people, part));
      const plan = planBook(all, placeOf, (_, number) => 1 + number % 3, FIRST_ROW);
      const rows = plan.parts.flatMap((part) => [part.row, ...part.cities.flatMap((city) => [city.row, ...city.members.flatMap((member) =>
        Array.from({ length: member.firstAppraiserRow - member.row + member.appraisers }, (_, offset) => member.row + offset))])]);
      expect(rows).to.deep.equal(rows.map((_, index) => FIRST_ROW + index));
      expect(plan.institutions.map(({ number }) => number)).to.deep.equal(all.map((_, index) => index + 1));
      expect(plan.institutions.map(({ id }) => id)).to.have.members(all.map(({ id }) => id));
      expect(plan.appraisers).to.equal(all.reduce((sum, { appraisers }) => sum + appraisers, 0));
    }));
  });
});
