import { defineProblems } from '../../platform/problem.js';

export const importProblems = defineProblems({
  'import-not-found': { status: 404, title: '未找到该次导入' },
  'import-no-roster-sheet': { status: 422, title: '工作簿中没有可识别的名册' },
  'import-not-finished': { status: 409, title: '导入尚未完成' },
  'import-conflict': { status: 409, title: '名册与登记库中的记录冲突，无法导入' },
});
