import { expect } from 'chai';
import fc from 'fast-check';
import { civilDateOfSerial, parseCivilDate, parseYearMonth, serialOfCivilDate } from '../../../src/platform/workbook/index.js';
import type { Cell } from '../../../src/platform/workbook/index.js';

const text = (value: string): Cell => ({ column: 1, kind: 'text', value, raw: value });
const number = (value: number): Cell => ({ column: 1, kind: 'number', value, raw: String(value) });
const date = (value: string): Cell => ({ column: 1, kind: 'date', value, raw: '' });

const days = fc.date({ min: new Date('1900-03-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

describe('a civil date in a cell', () => {
  it('is read in the spellings that people use', () => {
    for (const spelling of ['2024-03-05', '2024-3-5', '2024/03/05', '2024/3/5', '2024.03.05', '2024.3.5', '2024年3月5日', '2024年03月05日', '2024年3月5号', '20240305']) {
      expect(parseCivilDate(text(spelling)), spelling).to.deep.equal({ ok: true, value: '2024-03-05' });
    }
  });

  it('is read in full width, with stray spaces and with other dashes and dots', () => {
    for (const spelling of ['２０２４－０３－０５', ' 2024 年 3 月 5 日\u3000', '2024．3．5', '2024。3。5', '2024–03–05', '２０２４年３月５日', '\u200B2024-03-05\uFEFF', '2024-03-05 00:00:00']) {
      expect(parseCivilDate(text(spelling)), JSON.stringify(spelling)).to.deep.equal({ ok: true, value: '2024-03-05' });
    }
  });

  it('is read from a date cell and from a bare serial number', () => {
    expect(parseCivilDate(date('2025-04-14'))).to.deep.equal({ ok: true, value: '2025-04-14' });
    expect(parseCivilDate(number(45761))).to.deep.equal({ ok: true, value: '2025-04-14' });
    expect(parseCivilDate(number(45761 - 1462), true)).to.deep.equal({ ok: true, value: '2025-04-14' });
    expect(parseCivilDate(number(20240305))).to.deep.equal({ ok: true, value: '2024-03-05' });
  });

  it('is refused when the calendar has no such day', () => {
    for (const spelling of ['2026-13-45', '2023-02-29', '2024年2月30日', '20240431', '1900/2/29', '2024-00-10', '2024-01-00', '0024-01-01']) {
      expect(parseCivilDate(text(spelling)), spelling).to.include({ ok: false, code: 'nonexistent-date' });
    }
  });

  it('is refused when it is something else', () => {
    for (const spelling of ['长期', '2024', '2024-03', '24-03-05', '2024-03/05', '2024-03-05 14:30', '2024年3月', '45761']) {
      expect(parseCivilDate(text(spelling)), spelling).to.include({ ok: false, code: 'unrecognised-date' });
    }
    for (const value of [19_999, 80_001, 45_761.5, -3, 202403]) expect(parseCivilDate(number(value)), String(value)).to.include({ ok: false });
    expect(parseCivilDate(date('2025-04-14T09:30:00'))).to.include({ ok: false, code: 'unrecognised-date' });
    expect(parseCivilDate({ column: 1, kind: 'formula', value: null, raw: '=TODAY()' })).to.include({ code: 'formula-not-allowed' });
    expect(parseCivilDate(text('\u3000'))).to.include({ code: 'empty' });
  });

  it('counts with the 29 February 1900 that Excel believes in', () => {
    expect(civilDateOfSerial(1)).to.equal('1900-01-01');
    expect(civilDateOfSerial(59)).to.equal('1900-02-28');
    expect(civilDateOfSerial(60)).to.equal(null);
    expect(civilDateOfSerial(61)).to.equal('1900-03-01');
    expect(civilDateOfSerial(0, true)).to.equal('1904-01-01');
    expect(civilDateOfSerial(2_958_465)).to.equal('9999-12-31');
    expect(civilDateOfSerial(2_958_466)).to.equal(null);
    expect(civilDateOfSerial(0)).to.equal(null);
    expect(serialOfCivilDate('1900-02-28')).to.equal(59);
    expect(serialOfCivilDate('1900-03-01')).to.equal(61);
    expect(serialOfCivilDate('2023-02-29')).to.equal(null);
  });

  it('comes back from its serial number, its neighbours one apart', () => {
    fc.assert(fc.property(days, (day) => {
      const serial = serialOfCivilDate(day) ?? 0;
      expect(civilDateOfSerial(serial)).to.equal(day);
      // An independent count of days.
      expect(serial).to.equal(Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569);
    }));
  });

  it('comes back from every spelling', () => {
    const spell = fc.constantFrom(
      (y: string, m: string, d: string) => `${y}-${m}-${d}`, (y: string, m: string, d: string) => `${y}/${Number(m)}/${Number(d)}`,
      (y: string, m: string, d: string) => `${y}年${Number(m)}月${d}日`, (y: string, m: string, d: string) => `${y}.${m}.${d}`, (y: string, m: string, d: string) => `${y}${m}${d}`);
    fc.assert(fc.property(days, spell, (day, spelling) => {
      const [y = '', m = '', d = ''] = day.split('-');
      expect(parseCivilDate(text(spelling(y, m, d)))).to.deep.equal({ ok: true, value: day });
    }));
  });
});

describe('a month in a cell', () => {
  it('is read in the spellings that people use', () => {
    for (const spelling of ['1972.08', '1972-08', '1972/8', '1972年8月', '1972年08月', '197208', '１９７２．０８', '1972-08-15', '1972年8月15日']) {
      expect(parseYearMonth(text(spelling)), spelling).to.deep.equal({ ok: true, value: { year: 1972, month: 8 } });
    }
    expect(parseYearMonth(date('1959-05-01'))).to.deep.equal({ ok: true, value: { year: 1959, month: 5 } });
    expect(parseYearMonth(number(21694))).to.deep.equal({ ok: true, value: { year: 1959, month: 5 } });
    expect(parseYearMonth(number(197208))).to.deep.equal({ ok: true, value: { year: 1972, month: 8 } });
  });

  it('is read from a decimal number unless that may be January as well as October', () => {
    expect(parseYearMonth(number(1972.08))).to.deep.equal({ ok: true, value: { year: 1972, month: 8 } });
    expect(parseYearMonth(number(1972.12))).to.deep.equal({ ok: true, value: { year: 1972, month: 12 } });
    expect(parseYearMonth(number(1972.1))).to.include({ ok: false, code: 'ambiguous-month' });
  });

  it('is refused when there is none', () => {
    for (const spelling of ['1972.13', '1972-00', '1972年13月']) expect(parseYearMonth(text(spelling)), spelling).to.include({ ok: false, code: 'nonexistent-date' });
    for (const spelling of ['1972', '七二年八月', '72.8']) expect(parseYearMonth(text(spelling)), spelling).to.include({ ok: false });
  });
});
