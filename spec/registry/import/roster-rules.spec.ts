import { expect } from 'chai';
import { statedDataDate } from '../../../src/registry/import/roster/data-date.rules.js';
import { titleLevel } from '../../../src/registry/import/roster/title-level.rules.js';

const titleRow = (value: string) => [{ sheet: '机构名册', rowNumber: 2, cells: [{ column: 1, kind: 'text' as const, value, raw: value }] }];

describe('what a roster says about itself', () => {
  it('the data date is read from the title rows in the ways in which people write it', () => {
    for (const text of ['编制单位：广东省司法厅    数据截止：2025年12月31日', '数据截至２０２５年１２月３１日', '数据截止日期: 2025-12-31', '数据截止：2025.12.31']) {
      expect(statedDataDate(titleRow(text)), text).to.equal('2025-12-31');
    }
  });

  it('a day that does not exist, and a title that says nothing, give none', () => {
    expect(statedDataDate(titleRow('数据截止：2025年13月31日'))).to.equal(null);
    expect(statedDataDate(titleRow('国家司法鉴定人和司法鉴定机构名册（广东省 2026年度）'))).to.equal(null);
  });
});

describe('the level of a professional title', () => {
  it('is known for the series that appraisers come from', () => {
    const levels = {
      senior: ['主任法医师', '主任医师', '教授', '研究员', '正高级工程师', '教授级高级工程师', '正高级会计师'],
      'deputy-senior': ['副主任法医师', '副主任医师', '副教授', '副研究员', '高级工程师', '高级会计师'],
      intermediate: ['主检法医师', '主治医师', '主管技师', '讲师', '工程师', '助理研究员'],
      junior: ['法医师', '助理工程师', '技术员', '助教'],
    };
    for (const [level, titles] of Object.entries(levels)) for (const title of titles) expect(titleLevel(title), title).to.equal(level);
  });

  it('is not guessed for others', () => {
    for (const title of ['律师', '无', '鉴定人']) expect(titleLevel(title), title).to.equal(null);
  });
});
