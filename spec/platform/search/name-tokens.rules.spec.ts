import { expect } from 'chai';
import fc from 'fast-check';
import { classifyQuery, nameReadings, nameTokens, normalizeName, sortKey } from '../../../src/platform/search/index.js';
import type { NameKind } from '../../../src/platform/search/index.js';

const PERSON = { person: true };
const INSTITUTION = { person: false };
const SURNAMES = '曾单解仇查区吕任覃欧阳王李张覃乐朴';
const LETTERS = '广州东莞重庆长行恒鉴信衡法正大学附属司法鉴定所中心物证䶮堃淼国强明华';
const personName = fc.stringMatching(new RegExp(`^[${SURNAMES}][${LETTERS}]{1,3}$`, 'u'));
const institutionName = fc.stringMatching(new RegExp(`^[${LETTERS}]{4,20}$`, 'u'));

describe('names of persons', () => {
  it('are read with the surname readings that the default gets wrong', () => {
    const expected = { 曾强: 'zengqiang', 单雄: 'shanxiong', 解缙: 'xiejin', 仇英: 'qiuying', 查良: 'zhaliang', 区楚: 'ouchu', 尉迟恭: 'yuchigong', 任国雨: 'renguoyu', 万俟卨: 'moqixie' };
    for (const [name, pinyin] of Object.entries(expected)) expect(nameReadings(name, PERSON).pinyin, name).to.equal(pinyin);
  });

  it('with rare characters have readings', () => {
    expect(nameReadings('谭䶮娜', PERSON)).to.deep.equal({ name: '谭䶮娜', pinyin: 'tanyanna', initials: 'tyn' });
  });

  it('with ü are found by v, and by ü', () => {
    expect(nameTokens('吕振静', PERSON)).to.include.members(['lvzhenjing', 'lv', 'lzj']);
    expect(classifyQuery('LÜ')).to.deep.include({ kind: 'latin', text: 'lv' });
  });

  it('whose surname has two readings are found by both', () => {
    expect(nameTokens('覃晓明', PERSON)).to.include.members(['qinxiaoming', 'tanxiaoming', 'qxm', 'txm', 'xiaoming']);
    expect(nameReadings('覃晓明', PERSON).pinyin).to.equal('qinxiaoming tanxiaoming');
    expect(nameTokens('覃晓明', PERSON).filter((token) => token === 'xiaoming')).to.have.length(1);
  });

  it('of minorities are found across the dot', () => {
    expect(nameTokens('阿依古丽·买买提', PERSON)).to.include.members(['丽买', 'ayiguli', 'ayglmm']);
    expect(found('阿依古丽·买买提', PERSON, '古丽买买提')).to.equal(true);
    expect(found('阿依古丽·买买提', PERSON, '古丽・买')).to.equal(true);
  });

  it('of three characters need few rows', () => {
    expect(nameTokens('雷兰静', PERSON).length).to.be.at.most(18);
  });
});

describe('names of institutions', () => {
  const name = '广州衡信大学附属司法鉴定所';

  it('are read as words, not as surnames', () => {
    expect(nameReadings('单县解放路司法鉴定所', INSTITUTION).pinyin).to.match(/xianjiefanglu/);
    expect(nameReadings('重庆长江司法鉴定所', INSTITUTION).initials).to.equal('cqcjsfjds');
  });

  it('are found by any part of the name, its pinyin or its initials', () => {
    for (const term of ['广', '所', '衡信', '大学附属', '州衡信大学附属司法', name, 'guangzhou', 'hengxin', 'hengxindaxue', 'guangzhouhengxindaxuefushu',
      'sifajiandingsuo', 'gz', 'gzhx', 'gzhxdx', 'gzhxdxfssfjds', 'sfjds', 'S', 'ＧＺＨＸ', '衡 信', '广zhou', '衡信dx', 'gz衡信', "guang'zhou", 'Guang Zhou']) {
      expect(found(name, INSTITUTION, term), term).to.equal(true);
    }
  });

  it('are not found by what they do not contain', () => {
    for (const term of ['州广', '衡鉴', 'hengjian', 'zg', 'guangzhouhengjiandaxue', '衡信gz大学xx', 'uangzhou', 'gzhxdxfssfjdz', '广州衡信大学附属司法鉴定中心']) {
      expect(found(name, INSTITUTION, term), term).to.equal(false);
    }
  });

  it('with Latin letters in them are found by these', () => {
    for (const term of ['dna', 'DNA司法', 'ＤＮＡ']) expect(found('广东DNA司法鉴定所', INSTITUTION, term), term).to.equal(true);
  });

  it('of fifteen characters need about two hundred rows', () => {
    expect(nameTokens('广东明正大学附属物证司法鉴定所', INSTITUTION).length).to.be.within(150, 230);
  });
});

describe('search terms', () => {
  it('are told apart', () => {
    expect(classifyQuery('')).to.deep.equal({ kind: 'empty' });
    expect(classifyQuery(' \u0000·（）')).to.deep.equal({ kind: 'empty' });
    expect(classifyQuery('４４０１')).to.deep.equal({ kind: 'number', prefix: '4401' });
    expect(classifyQuery('广州')).to.deep.include({ kind: 'han', text: '广州', grams: ['广州'] });
    expect(classifyQuery('GDNT')).to.deep.equal({ kind: 'latin', text: 'gdnt', groups: [[{ token: 'gdnt', verify: null }]] });
    expect(classifyQuery('李xm').kind).to.equal('mixed');
  });

  it('longer than four characters are found by a piece and verified', () => {
    expect(classifyQuery('司法鉴定所')).to.deep.include({ grams: ['司法鉴定', '法鉴定所'] });
  });

  it('of any length and content are answered', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (term) => {
      const query = classifyQuery(term);
      if (query.kind !== 'empty' && query.kind !== 'number') for (const group of query.groups) expect(group).not.to.have.length(0);
    }));
    expect(classifyQuery('鉴'.repeat(10_000))).to.have.property('text').with.length(100);
  });
});

describe('a name', () => {
  it('is found by every substring of it, of its pinyin syllables and of its initials', () => {
    const cases = fc.oneof(personName.map((name) => [name, PERSON] as const), institutionName.map((name) => [name, INSTITUTION] as const));
    fc.assert(fc.property(cases, fc.nat(), fc.nat(), ([name, kind], a, b) => {
      const syllables = sortKey(name, kind).split('\u0001')[0]!.split(' ');
      const start = a % syllables.length;
      const end = start + 1 + b % (syllables.length - start);
      const part = syllables.slice(start, end);
      expect(found(name, kind, [...name].slice(start, end).join(''))).to.equal(true);
      expect(found(name, kind, part.join('')), part.join('')).to.equal(true);
      expect(found(name, kind, part.map((syllable) => syllable[0]).join(''))).to.equal(true);
    }));
  });

  it('has no token twice, and every token is normalised', () => {
    fc.assert(fc.property(institutionName, (name) => {
      const tokens = nameTokens(name, INSTITUTION);
      expect(new Set(tokens).size).to.equal(tokens.length);
      for (const token of tokens) expect(normalizeName(token)).to.equal(token);
    }));
  });

  it('sorts by pinyin under bytewise comparison, surname first', () => {
    const names = ['连山', '李振', '赵一', '曾强', '安宁', '李安', '欧阳修'];
    const sorted = [...names].sort((a, b) => Buffer.compare(Buffer.from(sortKey(a, PERSON)), Buffer.from(sortKey(b, PERSON))));
    expect(sorted).to.deep.equal(['安宁', '李安', '李振', '连山', '欧阳修', '曾强', '赵一']);
  });

  it('that is empty or only punctuation has no tokens', () => {
    expect(nameTokens('', PERSON)).to.deep.equal([]);
    expect(nameTokens('··', INSTITUTION)).to.deep.equal([]);
  });
});

/** What a search does with the posting lists: every group must have a probe whose list holds the name and whose text it contains. */
function found(name: string, kind: NameKind, term: string): boolean {
  const query = classifyQuery(term);
  if (query.kind === 'empty' || query.kind === 'number') return false;
  const tokens = new Set(nameTokens(name, kind));
  const readings = nameReadings(name, kind);
  return query.groups.every((group) => group.some(({ token, verify }) => tokens.has(token)
    && (verify === null || readings[verify.column].includes(verify.contains))));
}
