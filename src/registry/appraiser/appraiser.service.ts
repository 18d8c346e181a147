import { addDays, civilDate } from '../../platform/calendar/index.js';
import type { CivilDate } from '../../platform/calendar/index.js';
import type { Tx } from '../../platform/database/sql.js';
import { newId } from '../../platform/id.js';
import { factProblems } from '../facts/index.js';
import type { Award, ChangeRecord, Changes, CommandContext, FactInput, OfEither, Period, RegistryChange, RegistryWriter, Target } from '../facts/index.js';
import type { AppraiserRepository, IdentityDocument } from './appraiser.repository.js';
import type { AppraiserCategory, AppraiserDetail, AppraiserStatusCode, Certificate, Employment, TrainingRecord } from './appraiser.model.js';

type Of<V extends { readonly appraiserId: string }> = Omit<FactInput<V>, 'appraiserId'>;

/** A post and the categories held in it. */
export interface Placement {
  readonly employment: Of<Employment>;
  readonly categories: readonly Omit<Of<AppraiserCategory>, 'institutionId'>[];
}

/** The first facts of an appraiser. Post, categories and status begin with `since` and stay open; a certificate has its own days. */
export interface AppraiserRegistration extends Placement {
  readonly identity: IdentityDocument | null;
  readonly since: CivilDate;
  readonly detail: Of<AppraiserDetail>;
  readonly certificate?: { readonly valid: Period; readonly values: Of<Certificate> };
}

/**
 * What bureaux do to appraisers. Every command works in the caller's transaction, bumps the version and answers its change for
 * the ledger. It throws a Problem: 404 out of scope, 412 changed meanwhile, 409 what the registry cannot hold.
 */
export class AppraiserService {
  constructor(private readonly writer: RegistryWriter, private readonly appraisers: AppraiserRepository) {}

  /** Enters a new appraiser, practising since the first day. @throws Problem `id-number-taken`, `category-outside-scope` */
  async register(tx: Tx, command: CommandContext, registration: AppraiserRegistration, id: string = newId()): Promise<RegistryChange> {
    const { identity, since, detail, certificate } = registration;
    const valid: Period = { from: since, to: null };
    await this.writer.subjects.require(tx, command.context.actor.scope, 'institution', registration.employment.institutionId);
    await this.appraisers.insert(tx, [{ id, identity }]);
    return this.writer.register(tx, command, 'appraiser', id, async (changes) => {
      await changes.insert('appraiser_detail', { valid, values: { ...detail, appraiserId: id } });
      await changes.insert('appraiser_status', { valid, values: { appraiserId: id, status: 'practising' } });
      if (certificate) await changes.insert('certificate', { valid: certificate.valid, values: { ...certificate.values, appraiserId: id } });
      await place(changes, id, valid, registration);
    });
  }

  /** Replaces the identity document, as after a wrong entry. It is no fact with a history: the ledger knows that and when it was changed. */
  correctIdentity(tx: Tx, command: CommandContext, target: Target, identity: IdentityDocument): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'appraiser', target, 'identity-corrected', () => this.appraisers.setIdentity(tx, target.id, identity));
  }

  /** States the registered items anew for a period: a change from a day on, or a correction of the past. */
  correctDetail(tx: Tx, command: CommandContext, target: Target, valid: Period, detail: Of<AppraiserDetail>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'appraiser', target, 'detail-corrected', (changes) =>
      changes.correct('appraiser_detail', { appraiserId: target.id }, { valid, values: { ...detail, appraiserId: target.id } }));
  }

  /** Gives an appraiser without a post one. @throws Problem `employed-elsewhere`: one person, one institution */
  async employ(tx: Tx, command: CommandContext, target: Target, valid: Period, placement: Placement): Promise<RegistryChange> {
    await this.writer.subjects.require(tx, command.context.actor.scope, 'institution', placement.employment.institutionId);
    return this.writer.change(tx, command, 'appraiser', target, 'employed', (changes) => place(changes, target.id, valid, placement));
  }

  /** Moves to another institution on a day: post and categories at the former one end the day before. */
  async move(tx: Tx, command: CommandContext, target: Target, on: CivilDate, placement: Placement): Promise<RegistryChange> {
    await this.writer.subjects.require(tx, command.context.actor.scope, 'institution', placement.employment.institutionId);
    return this.writer.change(tx, command, 'appraiser', target, 'moved', async (changes) => {
      await this.end(tx, changes, target.id, on);
      await place(changes, target.id, { from: on, to: null }, placement);
    });
  }

  /** Leaves the institution after a last day; the categories held there end with the post. */
  leave(tx: Tx, command: CommandContext, target: Target, lastDay: CivilDate): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'appraiser', target, 'left', (changes) => this.end(tx, changes, target.id, addDays(lastDay, 1)));
  }

  /** Issues a certificate for days on which there is none. @throws Problem `certificate-overlap`, `certificate-number-taken` */
  issueCertificate(tx: Tx, command: CommandContext, target: Target, valid: Period, certificate: Of<Certificate>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'appraiser', target, 'certificate-issued', (changes) =>
      changes.insert('certificate', { valid, values: { ...certificate, appraiserId: target.id } }));
  }

  /** Renews or replaces a certificate: from the first day of the new one the old one no longer counts. */
  renewCertificate(tx: Tx, command: CommandContext, target: Target, valid: Period, certificate: Of<Certificate>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'appraiser', target, 'certificate-renewed', (changes) =>
      changes.correct('certificate', { appraiserId: target.id }, { valid, values: { ...certificate, appraiserId: target.id } }));
  }

  /** @throws Problem `category-outside-scope`, `category-without-employment` */
  addCategory(tx: Tx, command: CommandContext, target: Target, valid: Period, category: Of<AppraiserCategory>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'appraiser', target, 'category-added', (changes) =>
      changes.insert('appraiser_category', { valid, values: { ...category, appraiserId: target.id } }));
  }

  removeCategory(tx: Tx, command: CommandContext, target: Target, days: Period, categoryCode: string): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'appraiser', target, 'category-removed', (changes) =>
      changes.remove('appraiser_category', { appraiserId: target.id, categoryCode }, days));
  }

  /** Suspends, resumes, cancels or revokes for a period. A suspension with a last day leaves what follows it as it was. */
  changeStatus(tx: Tx, command: CommandContext, target: Target, valid: Period, status: AppraiserStatusCode): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'appraiser', target, 'status-changed', (changes) =>
      changes.correct('appraiser_status', { appraiserId: target.id }, { valid, values: { appraiserId: target.id, status } }));
  }

  recordTraining(tx: Tx, command: CommandContext, target: Target, valid: Period, training: Of<TrainingRecord>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'appraiser', target, 'training-recorded', (changes) =>
      changes.insert('training_record', { valid, values: { ...training, appraiserId: target.id } }));
  }

  recordAward(tx: Tx, command: CommandContext, target: Target, award: OfEither<Award>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'appraiser', target, 'award-recorded', (changes) =>
      changes.insert('award', { valid: { from: civilDate(award.awardedOn), to: null }, values: { ...award, appraiserId: target.id } }));
  }

  /** 变更记录, on the days on which the change was under way. */
  recordChange(tx: Tx, command: CommandContext, target: Target, valid: Period, record: OfEither<ChangeRecord>): Promise<RegistryChange> {
    return this.writer.change(tx, command, 'appraiser', target, 'change-recorded', (changes) =>
      changes.insert('change_record', { valid, values: { ...record, appraiserId: target.id } }));
  }

  /** Ends post and categories from a day on. @throws Problem `nothing-recorded` when there is no post from that day on */
  private async end(tx: Tx, changes: Changes, id: string, from: CivilDate): Promise<void> {
    const days: Period = { from, to: null };
    const posts = await this.writer.facts.current(tx, 'employment', { appraiserId: id });
    if (!posts.some((post) => post.valid_to === null || post.valid_to >= from)) {
      throw factProblems['nothing-recorded']({ detail: `${from} 起没有执业机构` });
    }
    const categories = await this.writer.facts.current(tx, 'appraiser_category', { appraiserId: id });
    if (categories.some((category) => category.valid_to === null || category.valid_to >= from)) {
      await changes.remove('appraiser_category', { appraiserId: id }, days);
    }
    await changes.remove('employment', { appraiserId: id }, days);
  }
}

async function place(changes: Changes, id: string, valid: Period, placement: Placement): Promise<void> {
  const { institutionId } = placement.employment;
  await changes.insert('employment', { valid, values: { ...placement.employment, appraiserId: id } });
  await changes.insert('appraiser_category', ...placement.categories.map((category) => ({ valid, values: { ...category, institutionId, appraiserId: id } })));
}
