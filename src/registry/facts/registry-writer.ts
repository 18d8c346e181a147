import type { RequestContext } from '../../platform/context.js';
import type { Tx } from '../../platform/database/sql.js';
import type { FactRepository, Match } from './fact.repository.js';
import type { FactDifference, FactName, FactView, NewFact, Provenance, RegistryChange, Stamp, SubjectKind } from './fact.model.js';
import type { Period } from './period.rules.js';
import type { SubjectRepository } from './subject.repository.js';

/** Who commands, and on which paper. */
export interface CommandContext { readonly context: RequestContext; readonly provenance: Provenance }

/** What a command is about. */
export interface Target {
  readonly id: string;
  /** From `If-Match`; null for commands of the service itself. */
  readonly expectedVersion: number | null;
}

/** One command's writes: all with one instant, and collected for the ledger. */
export class Changes {
  private readonly beforeFacts: { [F in FactName]?: FactView<F>[] } = {};
  private readonly afterFacts: { [F in FactName]?: FactView<F>[] } = {};

  constructor(private readonly tx: Tx, private readonly facts: FactRepository, private readonly provenance: Provenance, private readonly stamp: Stamp) {}

  async insert<F extends FactName>(name: F, ...facts: readonly NewFact<F>[]): Promise<void> {
    this.note(name, [], await this.facts.insert(this.tx, name, facts, this.provenance, this.stamp));
  }

  async correct<F extends FactName>(name: F, match: Match<F>, fact: NewFact<F>): Promise<void> {
    const { before, after } = await this.facts.correct(this.tx, name, match, fact, this.provenance, this.stamp);
    this.note(name, before, after);
  }

  async remove<F extends FactName>(name: F, match: Match<F>, cut: Period): Promise<void> {
    const { before, after } = await this.facts.remove(this.tx, name, match, cut, this.provenance, this.stamp);
    this.note(name, before, after);
  }

  get before(): FactDifference { return this.beforeFacts as FactDifference; }
  get after(): FactDifference { return this.afterFacts as FactDifference; }

  private note<F extends FactName>(name: F, before: readonly FactView<F>[], after: readonly FactView<F>[]): void {
    const add = (into: { [K in FactName]?: FactView<K>[] }, views: readonly FactView<F>[]) => {
      if (views.length > 0) Object.assign(into, { [name]: [...(into[name] ?? []), ...views] });
    };
    add(this.beforeFacts, before);
    add(this.afterFacts, after);
  }
}

/** The frame of every command: lock, instant, writes, check, version. */
export class RegistryWriter {
  constructor(readonly facts: FactRepository, readonly subjects: SubjectRepository) {}

  /**
   * Changes an existing subject. What a change of one subject means to another (scope and categories) is watched by the database.
   * @throws Problem 404 out of scope, 412 changed meanwhile, or what a refusal of the database means
   */
  async change(
    tx: Tx, command: CommandContext, kind: SubjectKind, target: Target, action: string, work: (changes: Changes) => Promise<void>,
  ): Promise<RegistryChange> {
    await this.subjects.lock(tx, command.context.actor.scope, kind, target.id, target.expectedVersion);
    return this.record(tx, command, kind, target.id, action, work, () => this.subjects.bump(tx, kind, target.id));
  }

  /** States the first facts of a subject that was just created in this transaction. */
  async register(tx: Tx, command: CommandContext, kind: SubjectKind, id: string, work: (changes: Changes) => Promise<void>): Promise<RegistryChange> {
    return this.record(tx, command, kind, id, 'registered', work, () => Promise.resolve(1));
  }

  private async record(
    tx: Tx, command: CommandContext, kind: SubjectKind, id: string, action: string, work: (changes: Changes) => Promise<void>, version: () => Promise<number>,
  ): Promise<RegistryChange> {
    const stamp = await this.subjects.stamp(tx, command.context.actor.name);
    const changes = new Changes(tx, this.facts, command.provenance, stamp);
    await work(changes);
    await this.facts.checkCoverage(tx);
    return { action: `registry.${kind}.${action}`, subject: { kind, id }, version: await version(), before: changes.before, after: changes.after };
  }
}
