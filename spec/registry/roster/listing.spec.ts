import { expect } from 'chai';
import { RosterRepository } from '../../../src/registry/roster/roster.repository.js';
import type { ListedAppraiser, RosterSelection } from '../../../src/registry/roster/roster.model.js';
import { testDatabase } from '../../support/database.js';
import { aCertificateNo, aLicenceNo, anAppraiser, anInstitution, days } from '../../support/registry-builders.js';
import type { InstitutionBuilder } from '../../support/registry-builders.js';

const SELECTION: RosterSelection = { divisionPrefix: '44', asOf: '2025-12-31', statuses: ['practising'] };

describe('whom the roster lists', () => {
  const db = testDatabase();
  const roster = new RosterRepository();
  const licensed = (name: string): InstitutionBuilder => anInstitution(name).licensed(aLicenceNo(), '2022-01-01', '2026-12-31').withScope('FY-02');
  const names = async (selection: Partial<RosterSelection> = {}): Promise<string[]> =>
    (await roster.institutions(db.sql, { ...SELECTION, ...selection })).map(({ name }) => name);
  const people = async (): Promise<ListedAppraiser[]> => db.tx(async (tx) => {
    const ids = (await roster.institutions(tx, SELECTION)).map(({ id }) => id);
    const found: ListedAppraiser[] = [];
    for await (const person of roster.appraisers(tx, ids, SELECTION)) found.push(person);
    return found;
  });

  before(async () => {
    await db.tx(async (tx) => {
      const practising = await licensed('广东正常司法鉴定所').save(tx);
      await licensed('广东停业司法鉴定所').withStatus('practising', '2010-01-01', '2025-10-31').withStatus('suspended', '2025-11-01', '2026-02-28')
        .withStatus('practising', '2026-03-01').save(tx);
      await licensed('广东注销司法鉴定所').withStatus('practising', '2010-01-01', '2025-05-31').withStatus('cancelled', '2025-06-01').save(tx);
      await licensed('广东早销司法鉴定所').withStatus('practising', '2010-01-01', '2023-05-31').withStatus('revoked', '2023-06-01').save(tx);
      await anInstitution('广东到期司法鉴定所').licensed(aLicenceNo(), '2018-01-01', '2025-12-30').withScope('FY-02').save(tx);
      await anInstitution('广东末日司法鉴定所').licensed(aLicenceNo(), '2021-01-01', '2025-12-31').withScope('FY-02').save(tx);
      await licensed('湖南长沙司法鉴定所').inDivision('430105').save(tx);
      await anInstitution('广州市公安司法鉴定中心').ofKind('investigative').filed('粤公备001', '2020-01-01').withScope('WZ-02').save(tx);
      await anInstitution('涉密鉴定中心').ofKind('investigative-classified').filed('密001', '2020-01-01').withScope('WZ-02').save(tx);
      const person = (name: string) => anAppraiser(name).at(practising).holding('FY-0201');
      await person('雷兰静').certified(aCertificateNo(), '2022-01-01', '2026-12-31').save(tx);
      await person('曾小安').certified(aCertificateNo(), '2022-01-01', '2026-12-31').save(tx);
      await person('到期者').certified(aCertificateNo(), '2018-01-01', '2022-12-31').save(tx);
      await person('停止者').certified(aCertificateNo(), '2022-01-01', '2026-12-31').withStatus('suspended', '2012-01-01').save(tx);
      await anAppraiser('离开者').at(practising, days('2012-01-01', '2025-06-30')).certified(aCertificateNo(), '2022-01-01', '2026-12-31').save(tx);
    });
  });

  it('institutions licensed or filed on the day, in the order of pinyin; the classified never', async () => {
    expect(await names()).to.deep.equal(['广东末日司法鉴定所', '广东正常司法鉴定所', '广州市公安司法鉴定中心']);
    expect((await roster.institutions(db.sql, SELECTION)).map(({ part }) => part)).to.deep.equal(['registered', 'registered', 'police']);
    expect(await names({ divisionPrefix: '430105' })).to.deep.equal(['湖南长沙司法鉴定所']);
  });

  it('leaves out who is suspended that day, and only that day', async () => {
    expect(await names()).to.not.include('广东停业司法鉴定所');
    expect(await names({ asOf: '2025-10-31' })).to.include('广东停业司法鉴定所');
    expect(await names({ asOf: '2026-03-01' })).to.include('广东停业司法鉴定所');
    expect(await names({ statuses: ['practising', 'suspended'] })).to.include('广东停业司法鉴定所');
  });

  it('counts who is left out for a while and who was removed in that year', async () => {
    expect(await roster.leftOut(db.sql, SELECTION)).to.deep.equal({ suspended: 1, removed: 1 });
  });

  it('appraisers employed there, certified and practising that day, in the order of pinyin', async () => {
    expect((await people()).map(({ name }) => name)).to.deep.equal(['雷兰静', '曾小安']);
    expect((await people())[0]).to.include({ validTo: '2026-12-31' }).and.to.have.deep.property('categories', ['FY-0201']);
    const institution = (await roster.institutions(db.sql, SELECTION)).find(({ name }) => name === '广东正常司法鉴定所');
    expect(institution?.appraisers).to.equal(2);
  });

  it('finds an appraiser under the group that the institution is licensed for', async () => {
    const entries = await db.tx(async (tx) => {
      const ids = (await roster.institutions(tx, SELECTION)).map(({ id }) => id);
      const found: string[] = [];
      for await (const entry of roster.categories(tx, ids, SELECTION)) found.push(`${entry.categoryCode} ${entry.institutionNumber} ${entry.appraisers} ${entry.names}`);
      return found;
    });
    expect(entries).to.deep.equal(['FY-02 1 0 null', 'FY-02 2 2 雷兰静、曾小安', 'WZ-02 3 0 null']);
  });
});
