import { expect } from 'chai';
import { ReferenceService } from '../../src/reference/index.js';
import type { DivisionIndex } from '../../src/reference/index.js';
import { expectedErrors, fixtureRows } from '../registry/identifiers/roster-fixture.js';
import { testDatabase } from '../support/database.js';

describe('administrative divisions', () => {
  const db = testDatabase();
  let divisions: DivisionIndex;
  before(async () => { divisions = await new ReferenceService(db.sql).divisions(); });
  const codeOf = (city: string, district: string | null = null): string => {
    const answer = divisions.byName(city, district);
    return answer.found ? answer.division.code : `no ${answer.unknown}`;
  };

  it('cover the whole country', () => {
    expect(divisions.childrenOf(null)).to.have.length(34);
    const current = divisions.divisions.filter((division) => division.current);
    expect(current.filter(({ level }) => level === 'prefecture')).to.have.length(333);
    expect(current.filter(({ level }) => level === 'county').length).to.be.within(2800, 2900);
  });

  it('know Guangdong with its 21 prefectures and the districts of Guangzhou', () => {
    expect(divisions.childrenOf('440000')).to.have.length(21);
    expect(divisions.childrenOf('440100').map(({ code }) => code)).to.deep.equal(
      ['440103', '440104', '440105', '440106', '440111', '440112', '440113', '440114', '440115', '440117', '440118']);
    expect(divisions.byCode('440104')).to.deep.include({ name: '越秀区', fullName: '广东省广州市越秀区', level: 'county', parentCode: '440100', pinyin: 'yue xiu qu' });
  });

  it('are found by the names that people write', () => {
    expect(codeOf('广州市', '越秀区')).to.equal('440104');
    expect(codeOf('广州', '越秀')).to.equal('440104');
    expect(codeOf('广东省广州市', '越秀区')).to.equal('440104');
    expect(codeOf(' 广东 广州 ', '')).to.equal('440100');
    expect(codeOf('北京', '朝阳区')).to.equal('110105');
    expect(codeOf('朝阳市', '双塔区')).to.equal('211302');
    expect(codeOf('吉林市')).to.equal('220200');
    expect(codeOf('延边', '延吉')).to.equal('222401');
    expect(codeOf('海南', '共和县')).to.equal('632521');
  });

  it('cities without districts answer for themselves', () => {
    expect(codeOf('东莞市', '东莞市')).to.equal('441900');
    expect(codeOf('中山', '中山市')).to.equal('442000');
    expect(codeOf('儋州市')).to.equal('460400');
    expect(codeOf('东莞市', '越秀区')).to.equal('no district');
  });

  it('counties and cities directly under a province count as cities', () => {
    expect(codeOf('仙桃市')).to.equal('429004');
    expect(codeOf('济源')).to.equal('419001');
    expect(codeOf('石河子市', '石河子市')).to.equal('659001');
    expect(codeOf('神农架林区')).to.equal('429021');
    expect(codeOf('白杨市')).to.equal('659012');
  });

  it('say which part of a name is not known', () => {
    expect(codeOf('亚特兰蒂斯市', '金平区')).to.equal('no city');
    expect(codeOf('广州市', '福田区')).to.equal('no district');
    expect(codeOf('')).to.equal('no city');
  });

  it('are found in every row of both rosters, except where the second one says so', async () => {
    const unknown: string[] = [];
    for (const file of ['roster-guangdong-2026', 'roster-with-errors'] as const) {
      for (const { row, cells } of await fixtureRows(file, '机构名册', 3)) {
        const code = codeOf(cells[8]!, cells[9]!);
        if (!code.startsWith('44')) unknown.push(`${file} ${row} ${code}`);
      }
    }
    expect(unknown).to.deep.equal((await expectedErrors('机构名册', 8)).map((row) => `roster-with-errors ${row} no city`));
  });

  it('that were abolished are known, but the current one is preferred', () => {
    expect(divisions.byCode('330103')).to.deep.include({ name: '下城区', current: false });
    expect(codeOf('三明', '三元区')).to.equal('350404');
    expect(divisions.childrenOf('330100').map(({ name }) => name)).to.include('临平区').and.not.include('下城区');
  });

  it('have a path from the province down', () => {
    expect(divisions.pathOf('440104').map(({ name }) => name)).to.deep.equal(['广东省', '广州市', '越秀区']);
    expect(divisions.pathOf('110105').map(({ name }) => name)).to.deep.equal(['北京市', '朝阳区']);
    expect(divisions.pathOf('999999')).to.deep.equal([]);
  });
});
