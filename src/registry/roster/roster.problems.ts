import { defineProblems } from '../../platform/problem.js';

export const rosterProblems = defineProblems({
  'roster-busy': { status: 429, title: '正在编制的名册较多，请稍后再试' },
});
