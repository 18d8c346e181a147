import type { RequestContext } from '../../platform/context.js';
import type { Tx } from '../../platform/database/sql.js';
import type { LedgerService } from '../../platform/ledger/index.js';
import { problems } from '../../platform/problem.js';
import type { ReferenceService } from '../../reference/index.js';
import type { AppraiserRepository } from '../appraiser/appraiser.repository.js';
import { factProblems } from '../facts/index.js';
import type { CommandContext, FactSource, OfficialScope, RegistryChange, SubjectKind } from '../facts/index.js';
import { BodyCheck } from './body-check.js';
import { ledgerChange } from './ledger-change.rules.js';
import type { PersonalDataVault } from './personal-data.js';
import { applies } from './record-actions.js';
import type { CommandRun, Paper, RecordCommand, Reference, Registration } from './record-command.js';
import { officialScope } from './record-read.service.js';
import { recordProblems } from './record.problems.js';
import type { RecordRepository } from './record.repository.js';

/** Runs a unit of work in one transaction. */
export interface TransactionRunner { transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> }

export interface RecordCommandPorts {
  readonly database: TransactionRunner;
  readonly ledger: Pick<LedgerService, 'append'>;
  readonly records: RecordRepository;
  readonly reference: ReferenceService;
  readonly appraiserReads: AppraiserRepository;
  readonly vault: PersonalDataVault;
}

/** What a command is answered with, read in its own transaction. */
type Present<V> = (tx: Tx, id: string) => Promise<V>;

/** The frame of every command: check, transaction, scope, the command itself, ledger, answer. */
export class RecordCommandService {
  constructor(private readonly ports: RecordCommandPorts) {}

  /**
   * @throws Problem 400 with every wrong field, 404 out of scope, 409 what the registry cannot hold, 412 changed meanwhile
   */
  async execute<P, V>(
    context: RequestContext, commands: P, subject: SubjectKind, command: RecordCommand<P>,
    request: { readonly id: string; readonly version: number; readonly body: Paper }, present: Present<V>,
  ): Promise<V> {
    const { id, version, body } = request;
    const scope = officialScope(context);
    await this.check(scope, command, body);
    return this.ports.database.transaction(async (tx) => {
      const head = await this.ports.records.head(tx, scope, subject, id);
      if (!head) throw factProblems[`${subject}-not-found`]();
      if (!applies(command, head.institutionKind)) throw recordProblems['not-for-this-kind']();
      await this.checkReferences(tx, scope, command.references?.(body) ?? []);
      const run = commandRun(tx, context, scope, command.source, body);
      const change = await command.run(commands, run, { id, expectedVersion: version }, body);
      return this.finish(run, change, present);
    });
  }

  /** @throws Problem as `execute` */
  async register<P, V>(context: RequestContext, commands: P, command: Registration<P>, body: Paper, present: Present<V>): Promise<V> {
    const scope = officialScope(context);
    await this.check(scope, command, body);
    return this.ports.database.transaction(async (tx) => {
      await this.checkReferences(tx, scope, command.references?.(body) ?? []);
      const run = commandRun(tx, context, scope, command.source, body);
      return this.finish(run, await command.run(commands, run, body), present);
    });
  }

  /**
   * Shows one personal number in clear. The purpose is in the ledger before the value is out; the value never is.
   * @throws Problem 404 out of scope or when there is no such number
   */
  async unmask(context: RequestContext, id: string, request: { readonly field: 'idNumber' | 'phone'; readonly purpose: string }): Promise<string> {
    const { database, records, appraiserReads, ledger, vault } = this.ports;
    const scope = officialScope(context);
    return database.transaction(async (tx) => {
      const head = await records.head(tx, scope, 'appraiser', id);
      const personal = head && await appraiserReads.personalData(tx, scope, id);
      if (!head || !personal) throw factProblems['appraiser-not-found']();
      const value = vault.open(personal, request.field);
      if (value === null) throw recordProblems['personal-data-absent']();
      await ledger.append(tx, context, {
        action: 'registry.appraiser.unmasked', subject: { kind: 'appraiser', id }, divisionCode: head.divisionCode,
        change: { field: request.field, purpose: request.purpose },
      });
      return value;
    });
  }

  private async check<B extends Paper>(scope: OfficialScope, command: { readonly check: (body: B, check: BodyCheck) => void }, body: B): Promise<void> {
    const check = new BodyCheck(await this.ports.reference.data(), scope);
    command.check(body, check);
    check.finish();
  }

  /** Records that a body names exist for the one who names them. */
  private async checkReferences(tx: Tx, scope: OfficialScope, references: readonly Reference[]): Promise<void> {
    const { records } = this.ports;
    for (const { pointer, subject, id, public: isPublic } of references) {
      const found = isPublic ? await records.isPublicInstitution(tx, id) : (await records.head(tx, scope, subject, id)) !== null;
      if (!found) {
        throw problems['invalid-request']({ errors: [{ pointer, code: `unknown-${subject}`, message: subject === 'institution' ? '没有这个鉴定机构' : '没有这个鉴定人' }] });
      }
    }
  }

  private async finish<V>({ tx, command, scope }: CommandRun, change: RegistryChange, present: Present<V>): Promise<V> {
    const { subject } = change;
    const head = await this.ports.records.head(tx, scope, subject.kind, subject.id);
    // Somebody who corrects the place of a record could lose sight of it; that is for those who reach both places to do.
    if (!head) throw factProblems[`${subject.kind}-not-found`]();
    await this.ports.ledger.append(tx, command.context, {
      action: change.action, subject, divisionCode: head.divisionCode, change: ledgerChange(change, command.provenance),
    });
    return present(tx, subject.id);
  }
}

function commandRun(tx: Tx, context: RequestContext, scope: OfficialScope, source: FactSource, { documentNo, documentTitle, reason }: Paper): CommandRun {
  const command: CommandContext = {
    context, provenance: { source, documentNo: documentNo ?? null, documentTitle: documentTitle ?? null, reason: reason ?? null },
  };
  return { tx, command, scope };
}
