import { civilDate } from '../../platform/calendar/index.js';
import type { Tx } from '../../platform/database/sql.js';
import { newId } from '../../platform/id.js';
import type { AppraiserAssistant } from '../appraiser/appraiser.model.js';
import type { Award, ChangeRecord, CommandContext, FactInput, OfEither, Period, RegistryChange, RegistryWriter, Target } from '../facts/index.js';
import type {
  Accreditation, InstitutionDetail, InstitutionFiling, InstitutionKind, InstitutionScope, InstitutionStatusCode, Licence,
} from './institution.model.js';
import type { InstitutionRepository } from './institution.repository.js';

type Of<V extends { readonly institutionId: string }> = Omit<FactInput<V>, 'institutionId'>;

/** The first facts of an institution. Scope and status begin with `since` and stay open; a licence has its own days. */
export interface InstitutionRegistration {
  readonly kind: InstitutionKind;
  readonly since: Period['from'];
  readonly detail: Of<InstitutionDetail>;
  readonly licence?: { readonly valid: Period; readonly values: Of<Licence> };
  readonly filing?: { readonly valid: Period; readonly values: Of<InstitutionFiling> };
  readonly scopes: readonly Of<InstitutionScope>[];
}

/**
 * What bureaux do to institutions. Every command works in the caller's transaction, bumps the version and answers its change for
 * the ledger. It throws a Problem: 404 out of scope, 412 changed meanwhile, 409 what the registry cannot hold.
 */
export class InstitutionService {
  constructor(private readonly writer: RegistryWriter, private readonly institutions: InstitutionRepository) {}

  /** Enters a new institution, practising since its first day. */
  async register(tx: Tx, command: CommandContext, registration: InstitutionRegistration, id: string = newId()): Promise<RegistryChange> {
    const { since, kind, detail, licence, filing, scopes } = registration;
    const valid: Period = { from: since, to: null };
    await this.institutions.insert(tx, [{ id, kind }]);
    const change = await this.writer.register(tx, command, 'institution', id, async (changes) => {
      await changes.insert('institution_detail', { valid, values: { ...detail, institutionId: id } });
      await changes.insert('institution_status', { valid, values: { institutionId: id, status: 'practising' } });
      await changes.insert('institution_scope', ...scopes.map((scope) => ({ valid, values: { ...scope, institutionId: id } })));
      if (licence) await changes.insert('licence', { valid: licence.valid, values: { ...licence.values, institutionId: id } });
      if (filing) await changes.insert('institution_filing', { valid: filing.valid, values: { ...filing.values, institutionId: id } });
    });
    // A bureau may only enter what it will be able to see.
    await this.writer.subjects.require(tx, command.context.actor.scope, 'institution', id);
    return change;
  }

  /** States the registered items anew for a period: a change from a day on, or a correction of the past. 95号 art. 24: the licence's end does not move. */
  correctDetail(tx: Tx, command: CommandContext, target: Target, valid: Period, detail: Of<InstitutionDetail>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'institution', target, 'detail-corrected', (changes) =>
      changes.correct('institution_detail', { institutionId: target.id }, { valid, values: { ...detail, institutionId: target.id } }));
  }

  /** Grants a licence for days on which there is none. @throws Problem `licence-overlap`, `licence-number-taken` */
  grantLicence(tx: Tx, command: CommandContext, target: Target, valid: Period, licence: Of<Licence>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'institution', target, 'licence-granted', (changes) =>
      changes.insert('licence', { valid, values: { ...licence, institutionId: target.id } }));
  }

  /** Renews or replaces a licence: from the first day of the new one the old one no longer counts. */
  renewLicence(tx: Tx, command: CommandContext, target: Target, valid: Period, licence: Of<Licence>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'institution', target, 'licence-renewed', (changes) =>
      changes.correct('licence', { institutionId: target.id }, { valid, values: { ...licence, institutionId: target.id } }));
  }

  addScope(tx: Tx, command: CommandContext, target: Target, valid: Period, scope: Of<InstitutionScope>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'institution', target, 'scope-added', (changes) =>
      changes.insert('institution_scope', { valid, values: { ...scope, institutionId: target.id } }));
  }

  /** Takes a category out of the scope on the days given. @throws Problem `category-outside-scope` while an appraiser still holds it on one of them */
  removeScope(tx: Tx, command: CommandContext, target: Target, days: Period, categoryCode: string): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'institution', target, 'scope-removed', (changes) =>
      changes.remove('institution_scope', { institutionId: target.id, categoryCode }, days));
  }

  /**
   * Suspends, resumes, cancels or revokes for a period. A suspension with a last day leaves what follows it as it was: practice
   * goes on the day after.
   */
  changeStatus(tx: Tx, command: CommandContext, target: Target, valid: Period, status: InstitutionStatusCode): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'institution', target, 'status-changed', (changes) =>
      changes.correct('institution_status', { institutionId: target.id }, { valid, values: { institutionId: target.id, status } }));
  }

  /** 备案 of an institution of an investigating organ. */
  file(tx: Tx, command: CommandContext, target: Target, valid: Period, filing: Of<InstitutionFiling>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'institution', target, 'filed', (changes) =>
      changes.correct('institution_filing', { institutionId: target.id }, { valid, values: { ...filing, institutionId: target.id } }));
  }

  /** 认证认可, with its next review. */
  accredit(tx: Tx, command: CommandContext, target: Target, valid: Period, accreditation: Of<Accreditation>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'institution', target, 'accredited', (changes) =>
      changes.insert('accreditation', { valid, values: { ...accreditation, institutionId: target.id } }));
  }

  /** 鉴定人助理 for the days of the contract. */
  addAssistant(tx: Tx, command: CommandContext, target: Target, valid: Period, assistant: Of<AppraiserAssistant>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'institution', target, 'assistant-added', (changes) =>
      changes.insert('appraiser_assistant', { valid, values: { ...assistant, institutionId: target.id } }));
  }

  recordAward(tx: Tx, command: CommandContext, target: Target, award: OfEither<Award>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'institution', target, 'award-recorded', (changes) =>
      changes.insert('award', { valid: { from: civilDate(award.awardedOn), to: null }, values: { ...award, institutionId: target.id } }));
  }

  /** 变更记录, on the days on which the change was under way. */
  recordChange(tx: Tx, command: CommandContext, target: Target, valid: Period, record: OfEither<ChangeRecord>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'institution', target, 'change-recorded', (changes) =>
      changes.insert('change_record', { valid, values: { ...record, institutionId: target.id } }));
  }
}
