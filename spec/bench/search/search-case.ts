import { pinyinOf } from '../population/name-pool.js';

/** The parameters of the address. */
export interface SearchQuery { readonly q?: string; readonly category?: string; readonly division?: string; readonly limit?: string }

/** One search of the mix: what is asked, and under which heading its times are counted. */
export interface SearchCase {
  readonly kind: string;
  readonly query: SearchQuery;
}

/** A person of the register whom the searches look for. */
export interface Bearer { readonly name: string; readonly certificateNo: string }

const COMMON_CHARACTERS = ['王', '李', '张', '陈', '建', '丽', '国', '伟', '欧', '翟'];
const COMMON_PAIRS = ['王伟', '建国', '志强', '晓明', '李娜', '张军', '丽华', '欧阳'];
const CATEGORIES = ['FY-01', 'FY-0101', 'FY-02', 'WZ-01', 'SX-0102', 'HJ-05'];
/** Asked together with a category or a division: frequent and rare ones of each kind. */
const FILTERED_TERMS = ['王', '文', '建国', 'zhang', 'wj', '李'];
const DIVISIONS = ['440000', '320000', '440100', '510100', '110101', '330106'];

/** The mixed terms of the benchmark, in equal parts by kind. */
export function searchCases(bearers: readonly Bearer[]): SearchCase[] {
  const cases = (kind: string, queries: readonly SearchQuery[]) => queries.map((query): SearchCase => ({ kind, query }));
  const some = (from: number, count: number) => bearers.slice(from, from + count);
  return [
    ...cases('单字', [...COMMON_CHARACTERS, ...some(0, 2).map(({ name }) => name.slice(-1))].map((q) => ({ q }))),
    ...cases('两字', [...COMMON_PAIRS, ...some(2, 4).map(({ name }) => name.slice(0, 2))].map((q) => ({ q }))),
    ...cases('全名', some(6, 12).map(({ name }) => ({ q: name }))),
    ...cases('全拼', some(18, 12).map(({ name }) => ({ q: pinyinOf(name).pinyin }))),
    ...cases('首字母', some(30, 12).map(({ name }) => ({ q: pinyinOf(name).initials }))),
    ...cases('证号前缀', some(42, 12).map(({ certificateNo }, index) => ({ q: certificateNo.slice(0, [2, 4, 6, 9, 11, 12][index % 6]) }))),
    ...cases('加类别', CATEGORIES.flatMap((category, index) => [{ category }, { category, q: FILTERED_TERMS[index]! }])),
    ...cases('加区划', DIVISIONS.flatMap((division, index) => [{ division }, { division, q: FILTERED_TERMS[index]! }])),
    ...cases('无条件', Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? {} : { limit: '50' }))),
  ];
}

/** The address of a search below the service's root. */
export function searchPath({ query }: SearchCase): string {
  const parameters = new URLSearchParams({ ...query }).toString();
  return `/api/v1/public/appraisers${parameters === '' ? '' : `?${parameters}`}`;
}
