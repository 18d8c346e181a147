import { testDatabase } from '../../support/database.js';
import { insertRaw, refusedBy, waitsForLock, withTwoConnections } from '../../support/raw-facts.js';
import { aCertificateNo, aLicenceNo, anAppraiser, anInstitution } from '../../support/registry-builders.js';
import type { BuiltAppraiser, BuiltInstitution } from '../../support/registry-builders.js';

/** What two connections write at once, of which only the first may stay. */
interface Race { readonly name: string; readonly constraint: string; facts(world: World): readonly [Fact, Fact] }
interface Fact { readonly table: string; readonly values: Readonly<Record<string, unknown>> }
interface World { readonly institutions: readonly [BuiltInstitution, BuiltInstitution]; readonly appraisers: readonly [BuiltAppraiser, BuiltAppraiser] }

const YEAR = '[2022-01-01,2023-01-01)';
const RACES: readonly Race[] = [
  {
    name: 'two overlapping licences of one institution', constraint: 'licence_one_a_day',
    facts: ({ institutions: [one] }) => [aLicenceNo(), aLicenceNo()].map((licence_no) =>
      ({ table: 'licence', values: { institution_id: one.id, licence_no, number_format: 'nine-digit', valid: YEAR } })) as unknown as [Fact, Fact],
  },
  {
    name: 'one licence number for two institutions', constraint: 'licence_no_of_one_institution',
    facts: ({ institutions }) => {
      const licence_no = aLicenceNo();
      return institutions.map(({ id }) => ({ table: 'licence', values: { institution_id: id, licence_no, number_format: 'nine-digit', valid: YEAR } })) as unknown as [Fact, Fact];
    },
  },
  {
    name: 'one certificate number for two appraisers', constraint: 'certificate_no_of_one_appraiser',
    facts: ({ appraisers }) => {
      const certificate_no = aCertificateNo();
      return appraisers.map(({ id }) => ({ table: 'certificate', values: { appraiser_id: id, certificate_no, number_format: 'twelve-digit', valid: YEAR } })) as unknown as [Fact, Fact];
    },
  },
  {
    name: 'one appraiser at two institutions', constraint: 'employment_one_a_day',
    facts: ({ institutions, appraisers: [person] }) => institutions.map(({ id }) =>
      ({ table: 'employment', values: { appraiser_id: person.id, institution_id: id, employment_type: 'full-time', valid: YEAR } })) as unknown as [Fact, Fact],
  },
];

describe('two connections that write at once', () => {
  const db = testDatabase();
  for (const race of RACES) {
    it(`do not leave ${race.name}`, async () => {
      const world = await db.tx(async (tx): Promise<World> => ({
        institutions: [await anInstitution('甲所').save(tx), await anInstitution('乙所').save(tx)],
        appraisers: [await anAppraiser('丙').save(tx), await anAppraiser('丁').save(tx)],
      }));
      const [mine, theirs] = race.facts(world);
      await withTwoConnections(db.database, async (first, second) => {
        await insertRaw(first, mine.table, mine.values);
        const refusal = refusedBy(insertRaw(second, theirs.table, theirs.values), race.constraint);
        await waitsForLock(db.database, second);
        await first.commit();
        await refusal;
      });
    });
  }
});
