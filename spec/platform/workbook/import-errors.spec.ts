import { expect } from 'chai';
import fc from 'fast-check';
import { capIssues, groupIssues, sortIssues } from '../../../src/platform/workbook/index.js';
import type { CellIssue } from '../../../src/platform/workbook/index.js';

const issue = (row: number, column: number | null, code = 'bad', sheet = '甲'): CellIssue =>
  ({ sheet, row, column, header: null, value: `v${row}`, code, message: 'm' });

describe('the issues of an import', () => {
  it('are joined where the same mistake goes on row by row', () => {
    const grouped = groupIssues([issue(5, 2), issue(3, 2), issue(4, 2), issue(4, 3), issue(7, 2), issue(6, 2, 'other'), issue(3, 2, 'bad', '乙')], 100);
    expect(grouped.groups.map((group) => [group.sheet, group.column, group.code, group.fromRow, group.toRow, group.count, group.value])).to.deep.equal([
      ['甲', 2, 'bad', 3, 5, 3, 'v3'], ['甲', 3, 'bad', 4, 4, 1, 'v4'], ['甲', 2, 'other', 6, 6, 1, 'v6'], ['甲', 2, 'bad', 7, 7, 1, 'v7'], ['乙', 2, 'bad', 3, 3, 1, 'v3'],
    ]);
    expect(grouped).to.include({ total: 7, omitted: 0 });
  });

  it('are capped, and the rest counted', () => {
    const grouped = groupIssues([issue(1, 1), issue(2, 1), issue(9, 1), issue(10, 1), issue(20, 1)], 1);
    expect(grouped.groups).to.have.length(1);
    expect(grouped).to.include({ total: 5, omitted: 3 });
    expect(capIssues([issue(1, 1), issue(2, 1)], 1)).to.deep.equal({ issues: [issue(1, 1)], total: 2, omitted: 1 });
  });

  it('come in the order of sheets, rows and columns', () => {
    const issues = [issue(2, 1, 'bad', '乙'), issue(9, 1), issue(2, 3), issue(2, null)];
    expect(sortIssues(issues, ['甲', '乙']).map((one) => [one.sheet, one.row, one.column])).to.deep.equal([['甲', 2, null], ['甲', 2, 3], ['甲', 9, 1], ['乙', 2, 1]]);
  });

  it('are never lost in grouping', () => {
    const issues = fc.array(fc.record({ row: fc.integer({ min: 1, max: 30 }), column: fc.integer({ min: 1, max: 3 }) }), { maxLength: 60 });
    fc.assert(fc.property(issues, fc.integer({ min: 0, max: 10 }), (places, cap) => {
      const list = places.map(({ row, column }) => issue(row, column));
      const { groups, total, omitted } = groupIssues(list, cap);
      expect(total).to.equal(list.length);
      expect(groups.reduce((sum, group) => sum + group.count, 0) + omitted).to.equal(list.length);
      for (const group of groups) {
        for (let at = group.fromRow; at <= group.toRow; at += 1) expect(list.some((one) => one.row === at && one.column === group.column)).to.equal(true);
      }
    }));
  });
});
