import { defineProblems } from '../platform/problem.js';

export const registryProblems = defineProblems({
  'licence-not-found': { status: 404, title: '名册中没有这个许可证号' },
  'certificate-not-found': { status: 404, title: '名册中没有这个执业证号' },
  'statement-not-found': { status: 404, title: '没有出具过该编号的声明' },
  'batch-too-large': { status: 413, title: '一次核验的数量超过上限' },
});
