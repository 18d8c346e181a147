import { violatedConstraint } from '../../platform/database/database.js';
import { defineProblems } from '../../platform/problem.js';
import type { Problem } from '../../platform/problem.js';

export const factProblems = defineProblems({
  'institution-not-found': { status: 404, title: '未找到该司法鉴定机构' },
  'appraiser-not-found': { status: 404, title: '未找到该司法鉴定人' },
  'invalid-period': { status: 400, title: '起止日期颠倒' },
  'nothing-recorded': { status: 409, title: '所述期间没有可变更的记录' },
  'licence-overlap': { status: 409, title: '该机构在此期间已有许可证' },
  'licence-number-taken': { status: 409, title: '许可证号已属于其他机构' },
  'certificate-overlap': { status: 409, title: '该鉴定人在此期间已有执业证' },
  'certificate-number-taken': { status: 409, title: '执业证号已属于其他鉴定人' },
  'employed-elsewhere': { status: 409, title: '该鉴定人在此期间已在机构执业' },
  'category-outside-scope': { status: 409, title: '执业类别超出机构业务范围' },
  'category-without-employment': { status: 409, title: '执业类别期间不在该机构执业' },
  'fact-overlap': { status: 409, title: '同一期间已有同类记录' },
  'id-number-taken': { status: 409, title: '该证件号码已登记在其他鉴定人名下' },
  'invalid-fact': { status: 400, title: '登记内容不符合规定格式' },
});

type FactProblem = keyof typeof factProblems;

const BY_CONSTRAINT: Readonly<Record<string, FactProblem>> = {
  licence_one_a_day: 'licence-overlap',
  licence_no_of_one_institution: 'licence-number-taken',
  certificate_one_a_day: 'certificate-overlap',
  certificate_no_of_one_appraiser: 'certificate-number-taken',
  employment_one_a_day: 'employed-elsewhere',
  appraiser_category_needs_scope: 'category-outside-scope',
  appraiser_category_needs_employment: 'category-without-employment',
  appraiser_id_number_key: 'id-number-taken',
};

/**
 * The problem that a refusal of the database means to the person who asked, or the error itself when it is none of the registry's.
 * @example catch (error) { throw asFactProblem(error); }
 */
export function asFactProblem(error: unknown): unknown {
  const constraint = violatedConstraint(error);
  if (constraint === null) return error;
  const state = (error as { code?: unknown }).code;
  const known = BY_CONSTRAINT[constraint];
  if (known !== undefined) return make(known, error);
  if (state === '23P01') return make('fact-overlap', error);
  if (state === '23514' || state === '23503') return make('invalid-fact', error);
  return error;
}

function make(code: FactProblem, cause: unknown): Problem {
  return factProblems[code]({ cause });
}
