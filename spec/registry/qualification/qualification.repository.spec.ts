import { expect } from 'chai';
import { civilDate } from '../../../src/platform/calendar/index.js';
import type { DataScope } from '../../../src/platform/context.js';
import type { Sql } from '../../../src/platform/database/sql.js';
import { QualificationRepository } from '../../../src/registry/qualification/qualification.repository.js';
import { qualificationOn } from '../../../src/registry/qualification/qualification.rules.js';
import { testDatabase } from '../../support/database.js';
import { aCertificateNo, aCommand, aLicenceNo, anAppraiser, anInstitution, days, registryWriters } from '../../support/registry-builders.js';
import type { BuiltAppraiser, BuiltInstitution } from '../../support/registry-builders.js';

const PUBLIC: DataScope = { kind: 'public' };

describe('the facts behind a qualification', () => {
  const db = testDatabase();
  const registry = registryWriters();
  const repository = new QualificationRepository();
  const [certificateNo, licenceNo] = [aCertificateNo(), aLicenceNo()];
  let institution: BuiltInstitution;
  let appraiser: BuiltAppraiser;

  before(() => db.tx(async (tx) => {
    institution = await anInstitution('同德司法鉴定所').licensed(null, '2018-04-04', '2021-09-07').licensed(licenceNo, '2021-09-08', '2026-09-07').withScope('FY-02').save(tx);
    appraiser = await anAppraiser('雷兰静').at(institution).certified(null, '2015-01-01', '2021-12-31').certified(certificateNo, '2022-01-01', '2026-12-31').holding('FY-0201').save(tx);
  }));

  const answer = async (day: string, knownAt: string | null = null, scope = PUBLIC) => {
    const facts = (await repository.load(db.sql, scope, [certificateNo], knownAt)).get(certificateNo);
    return facts ? qualificationOn(facts, { category: 'FY-0201', asOf: civilDate(day) }) : null;
  };
  const instant = async () => (await db.sql.row<{ at: string }>('SELECT clock_timestamp()::text AS at'))?.at ?? '';

  it('answer with the person, the place and the documents of the day', async () => {
    const found = await answer('2026-09-07');
    expect(found).to.deep.include({ qualified: true, appraiserName: '雷兰静', institution: { id: institution.id, name: '同德司法鉴定所', licenceNo } });
    expect((await answer('2026-09-08'))?.reasons.map((reason) => reason.code)).to.deep.equal(['licence-expired']);
  });
  it('count the days of an earlier document whose number is unknown', async () => {
    expect((await answer('2019-01-01'))?.qualified).to.equal(true);
    expect((await answer('2018-04-03'))?.reasons.map((reason) => reason.code)).to.deep.equal(['licence-not-yet-issued']);
  });
  it('are those that were known at the instant asked for', async () => {
    const before = await instant();
    await db.tx((tx) => registry.institutions.changeStatus(tx, aCommand({ documentNo: '粤司罚〔2024〕3号' }), { id: institution.id, expectedVersion: null }, days('2024-03-01', '2024-05-31'), 'suspended'));
    const after = await instant();
    expect((await answer('2024-04-01', before))?.qualified).to.equal(true);
    const reason = { code: 'institution-suspended', document: '粤司罚〔2024〕3号', period: days('2024-03-01', '2024-05-31') };
    expect((await answer('2024-04-01', after))?.reasons[0]).to.deep.include(reason);
    expect((await answer('2024-04-01'))?.reasons[0]).to.deep.include(reason);
    expect(await answer('2024-04-01', '2001-01-01T00:00:00Z')).to.equal(null);
  });
  it('of a person of a classified institution are not for the public', async () => {
    const number = '密鉴002';
    await db.tx(async (tx) => {
      const classified = await anInstitution('某部中心').ofKind('investigative-classified').withScope('FY-02').save(tx);
      await anAppraiser('某甲').at(classified).certified(number, '2022-01-01', '2026-12-31').save(tx);
    });
    expect((await repository.load(db.sql, PUBLIC, [number], null)).size).to.equal(0);
    expect((await repository.load(db.sql, { kind: 'nation' }, [number], null)).size).to.equal(1);
  });
  it('of days before a move to a classified institution stay public, and tell nothing of that one', async () => {
    const number = aCertificateNo();
    await db.tx(async (tx) => {
      const classified = await anInstitution('某部另一中心').ofKind('investigative-classified').withScope('FY-02').save(tx);
      await anAppraiser('某乙').certified(number, '2022-01-01', '2026-12-31')
        .at(institution, days('2022-01-01', '2024-05-31')).at(classified, days('2024-06-01', null)).save(tx);
    });
    const facts = (await repository.load(db.sql, PUBLIC, [number], null)).get(number)!;
    expect(facts.employments.map((employment) => employment.institutionId)).to.deep.equal([institution.id]);
    expect(facts.institutions.map((one) => one.id)).to.deep.equal([institution.id]);
    expect((await repository.load(db.sql, { kind: 'nation' }, [number], null)).get(number)!.employments).to.have.length(2);
  });
  it('come in one statement, for one number as for many, each under its number', async () => {
    const numbers = await db.tx(async (tx) => {
      const made: string[] = [];
      for (let index = 0; index < 20; index++) {
        const number = aCertificateNo();
        await anAppraiser(`鉴定人${index}`).at(institution).certified(number, '2022-01-01', '2026-12-31').holding('FY-0201').save(tx);
        made.push(number);
      }
      return made;
    });
    let statements = 0;
    const counting: Sql = { ...only(db.sql), row: (text, params) => { statements += 1; return db.sql.row(text, params); } };
    const facts = await repository.load(counting, PUBLIC, [...numbers, certificateNo, '000000000000'], null);
    expect(statements).to.equal(1);
    expect([...facts.keys()]).to.have.members([...numbers, certificateNo]);
    expect(facts.get(numbers[7] ?? '')?.names[0]?.name).to.equal('鉴定人7');
    expect(facts.get(certificateNo)?.appraiserId).to.equal(appraiser.id);
  });
});

/** A connection on which only single rows may be asked for. */
function only(sql: Sql): Sql {
  const refuse = () => { throw new Error('more than one way to the database'); };
  return { row: (text, params) => sql.row(text, params), rows: refuse, run: refuse };
}
