import { expect } from 'chai';
import { cellUnder, displayText, findHeader, headerIssues, isBlankRow, issueAt } from '../../../src/platform/workbook/index.js';
import type { Cell, ColumnSpec, WorkbookRow } from '../../../src/platform/workbook/index.js';

const SPECS: readonly ColumnSpec<'name' | 'number' | 'until' | 'remark'>[] = [
  { key: 'name', title: '姓名', aliases: ['鉴定人姓名'], required: true },
  { key: 'number', title: '证号', aliases: ['执业证号', '编号（新）'], required: true },
  { key: 'until', title: '有效期至', required: true },
  { key: 'remark', title: '备注', required: false },
];

function row(rowNumber: number, ...texts: (string | null)[]): WorkbookRow {
  const cells = texts.flatMap((value, index): Cell[] => (value === null ? [] : [{ column: index + 1, kind: 'text', value, raw: value }]));
  return { sheet: '名册', rowNumber, cells };
}

describe('the header of a sheet', () => {
  it('is found below title rows', () => {
    const header = findHeader([row(1, '某某名册'), row(2, '编制单位：某厅', '姓名'), row(4, '序号', '姓名', '证号', '有效期至'), row(5, '1', '张三', '1', '2')], SPECS);
    expect(header?.headerRow).to.equal(4);
    expect([...(header?.columns ?? [])]).to.deep.equal([['name', 2], ['number', 3], ['until', 4]]);
    expect(header?.unknown).to.deep.equal([{ column: 1, title: '序号' }]);
    expect(header?.missing).to.deep.equal([]);
  });

  it('may have its columns in another order, under other names, with spaces, widths, stars and brackets', () => {
    const header = findHeader([row(1, '有效期至（年/月/日）', ' 鉴定人\n姓 名* ', '编号(新)')], SPECS);
    expect([...(header?.columns ?? [])]).to.deep.equal([['until', 1], ['name', 2], ['number', 3]]);
  });

  it('lacks required columns and repeats others: both are issues of its row', () => {
    const header = findHeader([row(3, '姓名', '备注', '姓名')], SPECS);
    if (!header) throw new Error('no header');
    expect(headerIssues(header).map((issue) => [issue.row, issue.column, issue.header, issue.code])).to.deep.equal([
      [3, null, '证号', 'missing-column'], [3, null, '有效期至', 'missing-column'], [3, 3, '姓名', 'repeated-column'],
    ]);
    expect(header.columns.get('name')).to.equal(1);
  });

  it('is not a row with one known word, nor one further down than the first twenty', () => {
    expect(findHeader([row(1, '姓名', '年龄')], SPECS)).to.equal(null);
    expect(findHeader([row(21, '姓名', '证号')], SPECS)).to.equal(null);
    expect(findHeader([], SPECS)).to.equal(null);
  });

  it('leaves out the column of reasons that an annotated copy brings back', () => {
    const header = findHeader([row(1, '姓名', '证号', '有效期至', '错误说明\n缺少必需的列“备注”')], SPECS);
    expect(header?.unknown).to.deep.equal([]);
    expect(header && isBlankRow(header, row(2, '\u3000', null, null, '上次的原因'))).to.equal(true);
    expect(header && isBlankRow(header, row(2, null, 'x'))).to.equal(false);
  });

  it('leads to the cell of a row and to an issue about it', () => {
    const header = findHeader([row(1, '证 号', '姓名')], SPECS);
    if (!header) throw new Error('no header');
    const wrong = row(7, '12', '张三');
    expect(displayText(cellUnder(header, wrong, 'number'))).to.equal('12');
    expect(cellUnder(header, wrong, 'until').kind).to.equal('empty');
    expect(issueAt(header, wrong, 'number', { code: 'bad-number', message: '证号格式错误' })).to.deep.equal({
      sheet: '名册', row: 7, column: 1, header: '证 号', value: '12', code: 'bad-number', message: '证号格式错误',
    });
  });
});
