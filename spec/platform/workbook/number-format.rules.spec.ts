import { expect } from 'chai';
import { isDateFormat, isDateFormatCode } from '../../../src/platform/workbook/number-format.rules.js';

describe('a number format', () => {
  it('shows a date when it has a year, a day or a month', () => {
    for (const code of ['yyyy-mm-dd', 'yyyy"年"m"月"d"日"', '[$-804]yyyy"年"m"月"', 'm/d', 'd-mmm-yy', 'yyyy/m/d h:mm', '[DBNum1][$-804]yyyy"年"m"月"d"日";@', 'YYYY"年"M"月"', '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'mmm']) {
      expect(isDateFormatCode(code), code).to.equal(true);
    }
  });

  it('does not when it has times of day only, digits or literal letters', () => {
    for (const code of ['h:mm', 'mm:ss', '[h]:mm', 'h:mm AM/PM', '上午/下午h"时"mm"分"', '0.00', '#,##0.00_);[Red](#,##0.00)', '0"day"', 'General', '@', '0.00E+00', '"yyyy"0', '000000', '\\d0']) {
      expect(isDateFormatCode(code), code).to.equal(false);
    }
  });

  it('is known by its number when it is built in, the Chinese ones too', () => {
    for (const id of [14, 22, 31, 57, 58]) expect(isDateFormat(id, undefined), String(id)).to.equal(true);
    for (const id of [0, 1, 9, 18, 21, 45, 46, 49]) expect(isDateFormat(id, undefined), String(id)).to.equal(false);
  });
});
