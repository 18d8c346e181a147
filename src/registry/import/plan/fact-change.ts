import type { Difference, Fact, Period, Segment } from './timeline.rules.js';
import { difference } from './timeline.rules.js';

export type FactTable =
  | 'institution_detail' | 'licence' | 'institution_scope' | 'institution_status' | 'accreditation'
  | 'appraiser_detail' | 'employment' | 'certificate' | 'appraiser_category' | 'appraiser_status';

/** Content of a fact by column of its table. */
export type FactValues = Readonly<Record<string, string | number | boolean | null>>;

export interface AddedFact {
  readonly table: FactTable;
  readonly id: string;
  readonly valid: Period;
  /** The fact whose place it takes; columns that `values` does not name are copied from it. */
  readonly basis: string | null;
  /** Null: all content is that of the basis. */
  readonly values: FactValues | null;
}

export interface ClosedFact { readonly table: FactTable; readonly id: string }

/** What is to be written about one institution or appraiser. */
export interface SubjectChange {
  readonly id: string;
  readonly isNew: boolean;
  readonly closed: readonly ClosedFact[];
  readonly added: readonly AddedFact[];
  /** Names of the details added, for the name index. */
  readonly names: readonly { readonly detailId: string; readonly name: string }[];
}

/** Gathers the changes of one subject. */
export class ChangeList {
  readonly closed: ClosedFact[] = [];
  readonly added: AddedFact[] = [];

  constructor(private readonly makeId: () => string) {}

  /** Notes what brings the facts of a table to the segments. */
  bring(table: FactTable, facts: readonly Fact[], segments: readonly Segment<FactValues>[]): Difference<FactValues> {
    const change = difference(facts, segments);
    this.closed.push(...change.closed.map((id) => ({ table, id })));
    this.added.push(...change.added.map(({ valid, basis, values }) => ({ table, id: this.makeId(), valid, basis, values })));
    return change;
  }
}
