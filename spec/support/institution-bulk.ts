import type { Tx } from '../../src/platform/database/sql.js';
import { newId } from '../../src/platform/id.js';
import { dated } from '../../src/registry/facts/index.js';
import type { CommandContext, Dated, FactInput, RegistryWriter } from '../../src/registry/facts/index.js';
import type { Accreditation, InstitutionDetail, InstitutionFiling, InstitutionKind, InstitutionScope, InstitutionStatus, Licence } from '../../src/registry/institution/institution.model.js';
import type { InstitutionRepository } from '../../src/registry/institution/institution.repository.js';

type Facts<V extends { readonly institutionId: string }> = readonly Dated<Omit<FactInput<V>, 'institutionId'>>[];

/** A new institution with all that is known of it, each fact on its own days. */
export interface InstitutionEntry {
  /** Made here when missing. */
  readonly id?: string;
  readonly kind: InstitutionKind;
  readonly details: Facts<InstitutionDetail>;
  readonly statuses: Facts<InstitutionStatus>;
  readonly scopes: Facts<InstitutionScope>;
  readonly licences: Facts<Licence>;
  readonly filings?: Facts<InstitutionFiling>;
  readonly accreditations?: Facts<Accreditation>;
}

/** Enters many institutions in a few statements; for imports and seeds, which check scope and rights themselves. */
export class InstitutionBulkWriter {
  constructor(private readonly writer: RegistryWriter, private readonly institutions: InstitutionRepository) {}

  /**
   * @returns the ids, in the order of the entries
   * @throws Problem what the refusal of the database means; it does not say which entry it was
   */
  async enter(tx: Tx, command: CommandContext, entries: readonly InstitutionEntry[]): Promise<string[]> {
    const rows = entries.map((entry) => ({ ...entry, id: entry.id ?? newId() }));
    await this.institutions.insert(tx, rows);
    const stamp = await this.writer.subjects.stamp(tx, command.context.actor.name);
    const { facts } = this.writer;
    await facts.insertMany(tx, 'institution_detail', dated(rows, 'institutionId', (row) => row.details), command.provenance, stamp);
    await facts.insertMany(tx, 'institution_status', dated(rows, 'institutionId', (row) => row.statuses), command.provenance, stamp);
    await facts.insertMany(tx, 'institution_scope', dated(rows, 'institutionId', (row) => row.scopes), command.provenance, stamp);
    await facts.insertMany(tx, 'licence', dated(rows, 'institutionId', (row) => row.licences), command.provenance, stamp);
    await facts.insertMany(tx, 'institution_filing', dated(rows, 'institutionId', (row) => row.filings ?? []), command.provenance, stamp);
    await facts.insertMany(tx, 'accreditation', dated(rows, 'institutionId', (row) => row.accreditations ?? []), command.provenance, stamp);
    return rows.map((row) => row.id);
  }
}
