import { defineProblems } from '../../platform/problem.js';

export const recordProblems = defineProblems({
  'not-for-this-kind': { status: 409, title: '该操作不适用于这类鉴定机构' },
  'personal-data-absent': { status: 404, title: '没有登记这项个人信息' },
});
