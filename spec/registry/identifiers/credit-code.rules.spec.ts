import { expect } from 'chai';
import { isOrganisationCode, parseCreditCode } from '../../../src/registry/identifiers/index.js';
import { expectedErrors, fixtureRows } from './roster-fixture.js';

describe('a unified social credit code (GB 32100)', () => {
  it('is accepted when both check characters are right', () => {
    for (const code of ['1151000000828313XE', '11520000429202190H', '12520000429200654L', '125200004292016650', '125200004292028528',
      '12520000429202991Y', '34520000MD8010008M']) expect(parseCreditCode(code).ok, code).to.equal(true);
    expect(parseCreditCode('34520000MD8010008M')).to.deep.equal({ ok: true, creditCode: {
      code: '34520000MD8010008M', registration: '34', divisionCode: '520000', organisationCode: 'MD8010008' } });
  });

  it('says what is wrong with it', () => {
    expect(parseCreditCode('91360100MADEM0100A')).to.deep.include({ ok: false });
    expect(parseCreditCode('34520000MD8010008N')).to.deep.equal({ ok: false, fault: 'check-digit' });
    for (const text of ['', '34520000MD8010008', '34520000ID8010008M', '3452000OMD8010008M', '34520000MD8010008M1']) {
      expect(parseCreditCode(text), text).to.deep.equal({ ok: false, fault: 'format' });
    }
  });

  it('contains an organisation code (GB 11714)', () => {
    for (const code of ['00828313X', '429202190', 'D21438022', '0082831 3-X', 'd2143802-2']) expect(isOrganisationCode(code), code).to.equal(true);
    for (const code of ['008283130', '42920219', 'D21438023']) expect(isOrganisationCode(code), code).to.equal(false);
  });

  it('is right in every row of the roster, and wrong only where the second roster says so', async () => {
    const faults: string[] = [];
    for (const file of ['roster-guangdong-2026', 'roster-with-errors'] as const) {
      const rows = await fixtureRows(file, '机构名册', 3);
      expect(rows.length).to.be.greaterThan(25);
      for (const { row, cells } of rows) if (!parseCreditCode(cells[4]!).ok) faults.push(`${file}:${row}`);
    }
    expect(faults).to.deep.equal((await expectedErrors('机构名册', 4)).map((row) => `roster-with-errors:${row}`));
  });
});
