import { defineProblems } from '../problem.js';

/** Problems of the ledger. */
export const ledgerProblems = defineProblems({
  'ledger-entry-not-found': { status: 404, title: '未找到该审计记录' },
  'ledger-entry-not-sealed': { status: 409, title: '该审计记录尚未封存，暂不能出具证明' },
});
