import type { CodeOf } from '../../../reference/index.js';

type Level = CodeOf<'title-level'>;

/** Titles that the general endings would place wrongly. 中级: 主检法医师, 主管技师, 讲师, 助理研究员, 工程师, 医师 with 主治. */
const EXACT: Readonly<Record<string, Level>> = {
  教授: 'senior', 研究员: 'senior', 教授级高级工程师: 'senior', 正高级工程师: 'senior', 研究员级高级工程师: 'senior', 编审: 'senior', 译审: 'senior',
  副教授: 'deputy-senior', 副研究员: 'deputy-senior', 高级讲师: 'deputy-senior', 副编审: 'deputy-senior',
  讲师: 'intermediate', 助理研究员: 'intermediate', 工程师: 'intermediate', 经济师: 'intermediate', 会计师: 'intermediate', 实验师: 'intermediate',
  助教: 'junior', 研究实习员: 'junior', 技术员: 'junior', 医师: 'junior', 法医师: 'junior', 技师: 'junior', 医士: 'junior', 技士: 'junior', 法医士: 'junior',
};

/** Beginnings in the order of trial: 副主任 before 主任, 正高级 before 高级. */
const PREFIXES: readonly (readonly [string, Level])[] = [
  ['正高', 'senior'], ['教授级', 'senior'], ['研究员级', 'senior'], ['副主任', 'deputy-senior'], ['主任', 'senior'], ['副高', 'deputy-senior'],
  ['高级', 'deputy-senior'], ['主治', 'intermediate'], ['主检', 'intermediate'], ['主管', 'intermediate'], ['中级', 'intermediate'],
  ['助理', 'junior'], ['初级', 'junior'],
];

/**
 * The level of a professional title (职称系列: 人社部《关于深化职称制度改革的意见》各系列名称): 主任法医师 正高, 副主任法医师 副高,
 * 主检法医师 中级, 法医师 初级. Null for a title that is in no series known here: guessing would state a qualification.
 */
export function titleLevel(title: string): Level | null {
  const plain = title.normalize('NFKC').replace(/[\s()（）]/g, '');
  return EXACT[plain] ?? PREFIXES.find(([beginning]) => plain.startsWith(beginning))?.[1] ?? null;
}
