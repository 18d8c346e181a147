import type { Tx } from '../../src/platform/database/sql.js';
import { newId } from '../../src/platform/id.js';
import { dated } from '../../src/registry/facts/index.js';
import type { CommandContext, Dated, FactInput, RegistryWriter } from '../../src/registry/facts/index.js';
import type { AppraiserCategory, AppraiserDetail, AppraiserStatus, Certificate, Employment } from '../../src/registry/appraiser/appraiser.model.js';
import type { AppraiserRepository, IdentityDocument } from '../../src/registry/appraiser/appraiser.repository.js';

type Facts<V extends { readonly appraiserId: string }> = readonly Dated<Omit<FactInput<V>, 'appraiserId'>>[];

/** A new appraiser with all that is known of them, each fact on its own days. */
export interface AppraiserEntry {
  /** Made here when missing. */
  readonly id?: string;
  readonly identity: IdentityDocument | null;
  readonly details: Facts<AppraiserDetail>;
  readonly statuses: Facts<AppraiserStatus>;
  readonly employments: Facts<Employment>;
  readonly certificates: Facts<Certificate>;
  readonly categories: Facts<AppraiserCategory>;
}

/** Enters many appraisers in a few statements; for imports and seeds, which check scope and rights themselves. */
export class AppraiserBulkWriter {
  constructor(private readonly writer: RegistryWriter, private readonly appraisers: AppraiserRepository) {}

  /**
   * Whether categories are covered by scopes and posts is examined at the end, with all institutions in place.
   * @returns the ids, in the order of the entries
   * @throws Problem what the refusal of the database means; it does not say which entry it was
   */
  async enter(tx: Tx, command: CommandContext, entries: readonly AppraiserEntry[]): Promise<string[]> {
    const rows = entries.map((entry) => ({ ...entry, id: entry.id ?? newId() }));
    await this.appraisers.insert(tx, rows);
    const stamp = await this.writer.subjects.stamp(tx, command.context.actor.name);
    const { facts } = this.writer;
    await facts.insertMany(tx, 'appraiser_detail', dated(rows, 'appraiserId', (row) => row.details), command.provenance, stamp);
    await facts.insertMany(tx, 'appraiser_status', dated(rows, 'appraiserId', (row) => row.statuses), command.provenance, stamp);
    await facts.insertMany(tx, 'employment', dated(rows, 'appraiserId', (row) => row.employments), command.provenance, stamp);
    await facts.insertMany(tx, 'certificate', dated(rows, 'appraiserId', (row) => row.certificates), command.provenance, stamp);
    await facts.insertMany(tx, 'appraiser_category', dated(rows, 'appraiserId', (row) => row.categories), command.provenance, stamp);
    await facts.checkCoverage(tx);
    return rows.map((row) => row.id);
  }
}
