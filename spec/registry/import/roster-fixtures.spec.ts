import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { testDatabase } from '../../support/database.js';
import { BAD_ROSTER, EXPECTED_ERRORS, GOOD_ROSTER, importBench, seedContext } from './import-bench.js';

interface Expected { readonly sheet: string; readonly row: number; readonly column: number; readonly kind: 'error' | 'dependent' }

const place = (item: { readonly sheet: string; readonly row: number; readonly column: number | null }) => `${item.sheet}!R${item.row}C${item.column}`;

describe('the roster fixtures', () => {
  const db = testDatabase();
  const bench = importBench(db);

  it('the roster with errors yields exactly the expected ones', async () => {
    const expected = JSON.parse(await readFile(EXPECTED_ERRORS, 'utf8')) as Expected[];
    const report = await bench.service.importFile(seedContext(), { path: BAD_ROSTER, originalName: 'a.xlsx', mode: 'dry-run', onError: 'abort' });
    expect(report.errors.filter((issue) => issue.code !== 'dependent-institution').map(place)).to.have.members(expected.filter((item) => item.kind === 'error').map(place));
    expect(report.errors.filter((issue) => issue.code === 'dependent-institution').map(place)).to.have.members(expected.filter((item) => item.kind === 'dependent').map(place));
    expect(report.errorsTotal).to.equal(expected.length);
    expect(report.institutions).to.deep.equal({ read: 30, accepted: 21, rejected: 9, unchanged: 0 });
    expect(report.appraisers).to.deep.equal({ read: 200, accepted: 141, rejected: 59, unchanged: 0 });
    expect(report.committed).to.equal(false);
  });

  it('the good roster has no error, in a dry run and when it is committed', async () => {
    for (const mode of ['dry-run', 'commit'] as const) {
      const report = await bench.service.importFile(seedContext(), { path: GOOD_ROSTER, originalName: 'b.xlsx', mode, onError: 'abort' });
      expect(report.errors).to.deep.equal([]);
      expect(report.status).to.equal('done');
      expect(report.dataDate).to.equal('2025-12-31');
      expect(report.committed).to.equal(mode === 'commit');
      expect(report.institutions).to.include({ rejected: 0, unchanged: 0 });
      expect(report.appraisers).to.deep.equal({ read: 2300, accepted: 2300, rejected: 0, unchanged: 0 });
      const stored = await db.sql.row<{ institutions: number; appraisers: number }>(
        'SELECT (SELECT count(*)::int FROM institution) AS institutions, (SELECT count(*)::int FROM appraiser) AS appraisers');
      expect(stored).to.deep.equal(mode === 'commit' ? { institutions: 180, appraisers: 2300 } : { institutions: 0, appraisers: 0 });
    }
  });
});
