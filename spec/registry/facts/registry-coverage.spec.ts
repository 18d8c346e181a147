import { expect } from 'chai';
import { testDatabase } from '../../support/database.js';
import { insertRaw, refusedBy, waitsForLock, withTwoConnections } from '../../support/raw-facts.js';
import { anAppraiser, anInstitution, days } from '../../support/registry-builders.js';
import type { BuiltAppraiser, BuiltInstitution } from '../../support/registry-builders.js';

const CLOSE = 'SET recorded = tstzrange(lower(recorded), clock_timestamp()) WHERE upper_inf(recorded)';

describe('an appraiser’s category', () => {
  const db = testDatabase();
  let institution: BuiltInstitution;
  let appraiser: BuiltAppraiser;

  beforeEach(async () => {
    await db.tx(async (tx) => {
      institution = await anInstitution().withScope('FY-02').withScopeDuring(days('2015-01-01', '2019-12-31'), 'FY-0401').withScopeDuring(days('2020-01-01'), 'FY-04').save(tx);
      appraiser = await anAppraiser().at(institution, days('2012-01-01', '2024-12-31')).save(tx);
    });
  });

  const category = (code: string, valid: string) => ({ appraiser_id: appraiser.id, institution_id: institution.id, category_code: code, valid });
  const hold = (code: string, valid: string) => insertRaw(db.sql, 'appraiser_category', category(code, valid));

  it('is covered by the same category and by its ancestors', async () => {
    await hold('FY-02', '[2012-01-01,2013-01-01)');
    await hold('FY-0201', '[2012-01-01,2025-01-01)');
    await hold('FY-020401', '[2012-01-01,2025-01-01)');
  });
  it('is covered by several scopes that follow each other', async () => {
    expect(await hold('FY-0401', '[2015-01-01,2025-01-01)')).to.be.a('string');
  });
  it('is not covered on a day before the scope begins', () => refusedBy(hold('FY-0401', '[2014-12-31,2025-01-01)'), 'appraiser_category_needs_scope'));
  it('is not covered by an item below it', () => refusedBy(hold('FY-04', '[2019-12-31,2025-01-01)'), 'appraiser_category_needs_scope'));
  it('is not covered by a neighbour', () => refusedBy(hold('FY-0301', '[2021-01-01,2022-01-01)'), 'appraiser_category_needs_scope'));
  it('is not covered after the post has ended', () => refusedBy(hold('FY-0201', '[2012-01-01,2025-01-02)'), 'appraiser_category_needs_employment'));
  it('is not covered by a post at another institution', async () => {
    const other = await db.tx((tx) => anInstitution('别处司法鉴定所').withScope('FY-02').save(tx));
    await refusedBy(insertRaw(db.sql, 'appraiser_category', { ...category('FY-0201', '[2013-01-01,2014-01-01)'), institution_id: other.id }), 'appraiser_category_needs_employment');
  });
  it('keeps its institution from giving up the scope', async () => {
    await hold('FY-0201', '[2012-01-01,2025-01-01)');
    await refusedBy(db.sql.run(`UPDATE institution_scope ${CLOSE} AND institution_id = $1 AND category_code = 'FY-02'`, [institution.id]), 'appraiser_category_needs_scope');
  });
  it('keeps the post from being taken away', async () => {
    await hold('FY-0201', '[2012-01-01,2025-01-01)');
    await refusedBy(db.sql.run(`UPDATE employment ${CLOSE} AND appraiser_id = $1`, [appraiser.id]), 'appraiser_category_needs_employment');
  });
  it('may come before its scope within one transaction', () => db.tx(async (tx) => {
    await insertRaw(tx, 'appraiser_category', category('FY-0301', '[2013-01-01,2014-01-01)'));
    await insertRaw(tx, 'institution_scope', { institution_id: institution.id, category_code: 'FY-03', valid: '[2013-01-01,)' });
  }));
  it('is examined again when it changes after an examination in the same transaction', () => refusedBy(db.tx(async (tx) => {
    await insertRaw(tx, 'appraiser_category', category('FY-0201', '[2013-01-01,2014-01-01)'));
    await tx.run('SET CONSTRAINTS registry_coverage IMMEDIATE');
    await tx.run('SET CONSTRAINTS registry_coverage DEFERRED');
    await tx.run(`UPDATE institution_scope ${CLOSE} AND institution_id = $1`, [institution.id]);
  }), 'appraiser_category_needs_scope'));
  it('leaves no note behind', async () => {
    await hold('FY-0201', '[2012-01-01,2025-01-01)');
    expect(await db.sql.rows('SELECT institution_id FROM coverage_check')).to.deep.equal([]);
  });
  it('is not written under REPEATABLE READ, which would not see a concurrent change', () =>
    withTwoConnections(db.database, async (first) => {
      await refusedBy(insertRaw(first, 'appraiser_category', category('FY-0201', '[2013-01-01,2014-01-01)')), '25000');
    }, 'REPEATABLE READ'));

  for (const isolation of ['READ COMMITTED', 'SERIALIZABLE']) {
    describe(`while the scope is given up by another connection (${isolation})`, () => {
      const giveUp = (sql: { run(text: string, params: unknown[]): Promise<unknown> }) =>
        sql.run(`UPDATE institution_scope ${CLOSE} AND institution_id = $1 AND category_code = 'FY-02'`, [institution.id]);
      const refusal = isolation === 'SERIALIZABLE' ? '40001' : 'appraiser_category_needs_scope';
      const finished = async (connection: { commit(): Promise<void> }, write: Promise<unknown>) => { await write; await connection.commit(); };

      it('is refused when it comes second', () => withTwoConnections(db.database, async (first, second) => {
        await giveUp(first);
        const refused = refusedBy(finished(second, insertRaw(second, 'appraiser_category', category('FY-0201', '[2013-01-01,2014-01-01)'))), refusal);
        await waitsForLock(db.database, second);
        await first.commit();
        await refused;
      }, isolation));

      it('stops the giving up when it comes first', () => withTwoConnections(db.database, async (first, second) => {
        await insertRaw(first, 'appraiser_category', category('FY-0201', '[2013-01-01,2014-01-01)'));
        const refused = refusedBy(finished(second, giveUp(second)), refusal);
        await waitsForLock(db.database, second);
        await first.commit();
        await refused;
      }, isolation));
    });
  }
});
