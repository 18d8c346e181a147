import { expect } from 'chai';
import { certificateOwnerWarnings, numberPlaceWarnings, parseCertificateNumber, parseLicenceNumber } from '../../../src/registry/identifiers/index.js';
import type { CertificateNumber, LicenceNumber } from '../../../src/registry/identifiers/index.js';
import { expectedErrors, fixtureRows } from './roster-fixture.js';

describe('a licence number', () => {
  it('of nine digits tells province, prefecture, year and serial', () => {
    expect(licence('130119304')).to.deep.equal({ number: '130119304', kind: 'current', province: '13', prefecture: '01', year: '19', serial: '304' });
    expect(licence('４４０１１８００１').number).to.equal('440118001');
  });

  it('of seven digits is a licence of before 2010', () => {
    expect(licence('4402701')).to.deep.include({ kind: 'legacy', year: null, serial: '701' });
  });

  it('of any other form is refused', () => {
    for (const text of ['', '123', '44AB10001', '44011800', '4401180011', '440118001001', '-40118001', '44011800.']) expect(parseLicenceNumber(text).ok, text).to.equal(false);
  });

  it('is wrong in the second roster only where it says so', async () => {
    const wrong = (await fixtureRows('roster-with-errors', '机构名册', 3)).filter(({ cells }) => !parseLicenceNumber(cells[3]!).ok).map(({ row }) => row);
    expect(wrong).to.deep.equal((await expectedErrors('机构名册', 3, '许可证号格式错误')));
    for (const { row, cells } of await fixtureRows('roster-guangdong-2026', '机构名册', 3)) expect(parseLicenceNumber(cells[3]!).ok, String(row)).to.equal(true);
  });
});

describe('a certificate number', () => {
  it('tells the institution\'s serial and the person\'s', () => {
    expect(certificate('360113012032')).to.deep.equal({ number: '360113012032', province: '36', prefecture: '01', year: '13', institutionSerial: '012', serial: '032' });
  });

  it('is wrong in the second roster only where it says so', async () => {
    const wrong = (await fixtureRows('roster-with-errors', '鉴定人名册', 1)).filter(({ cells }) => !parseCertificateNumber(cells[7]!).ok).map(({ row }) => row);
    expect(wrong).to.deep.equal((await expectedErrors('鉴定人名册', 7, '执业证号格式错误')));
    for (const { row, cells } of await fixtureRows('roster-guangdong-2026', '鉴定人名册', 1)) expect(parseCertificateNumber(cells[7]!).ok, String(row)).to.equal(true);
  });
});

describe('the place in a number', () => {
  it('only warns when it is another one', () => {
    expect(numberPlaceWarnings(licence('440118001'), '440104')).to.deep.equal([]);
    expect(numberPlaceWarnings(licence('440318001'), '440104')).to.deep.equal(['prefecture-mismatch']);
    expect(numberPlaceWarnings(licence('450118001'), '440104')).to.deep.equal(['province-mismatch']);
    expect(numberPlaceWarnings(certificate('449918001001'), '440104')).to.deep.equal(['prefecture-mismatch']);
  });

  it('fits every prefecture when it is the province', () => {
    expect(numberPlaceWarnings(certificate('360016056014'), '360102')).to.deep.equal([]);
  });

  it('is not compared for legacy numbers and municipalities, whose digits name no prefecture', () => {
    expect(numberPlaceWarnings(licence('4402701'), '440104')).to.deep.equal([]);
    expect(numberPlaceWarnings(licence('110518001'), '110108')).to.deep.equal([]);
  });
});

describe('a certificate and its institution\'s licence', () => {
  it('share the serial unless the person moved', () => {
    expect(certificateOwnerWarnings(certificate('440110001001'), licence('440118001'))).to.deep.equal([]);
    expect(certificateOwnerWarnings(certificate('440110002001'), licence('440118001'))).to.deep.equal(['institution-mismatch']);
    expect(certificateOwnerWarnings(certificate('450110001001'), licence('440118001'))).to.deep.equal(['province-mismatch']);
    expect(certificateOwnerWarnings(certificate('441919001001'), licence('4419001'))).to.deep.equal([]);
  });
});

function licence(text: string): LicenceNumber {
  const answer = parseLicenceNumber(text);
  if (!answer.ok) throw new Error(text);
  return answer.licence;
}

function certificate(text: string): CertificateNumber {
  const answer = parseCertificateNumber(text);
  if (!answer.ok) throw new Error(text);
  return answer.certificate;
}
