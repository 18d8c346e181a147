import type { CodeOf } from '../../reference/index.js';
import type { AppraiserAssistant, AppraiserCategory, AppraiserDetail, AppraiserStatus, Certificate, Employment, TrainingRecord } from '../appraiser/appraiser.model.js';
import type { Accreditation, InstitutionDetail, InstitutionFiling, InstitutionScope, InstitutionStatus, Licence } from '../institution/institution.model.js';
import type { Period } from './period.rules.js';

export type SubjectKind = 'institution' | 'appraiser';

/** An award of an institution or of an appraiser: exactly one of the two. */
export interface Award {
  readonly institutionId: string | null;
  readonly appraiserId: string | null;
  readonly name: string;
  readonly level: CodeOf<'award-level'>;
  readonly awardedBy: string | null;
  readonly awardedOn: string;
}

/** 变更记录 of an institution or of an appraiser: exactly one of the two. */
export interface ChangeRecord {
  readonly institutionId: string | null;
  readonly appraiserId: string | null;
  readonly matter: CodeOf<'change-matter'>;
  readonly approvalNo: string | null;
  readonly stage: string | null;
  readonly result: string | null;
  readonly submittedOn: string | null;
  readonly overdue: boolean;
}

/** What each kind of fact says, by the name of its table. */
export interface FactValues {
  institution_detail: InstitutionDetail;
  licence: Licence;
  institution_scope: InstitutionScope;
  institution_status: InstitutionStatus;
  accreditation: Accreditation;
  institution_filing: InstitutionFiling;
  appraiser_detail: AppraiserDetail;
  employment: Employment;
  certificate: Certificate;
  appraiser_category: AppraiserCategory;
  appraiser_status: AppraiserStatus;
  training_record: TrainingRecord;
  appraiser_assistant: AppraiserAssistant;
  award: Award;
  change_record: ChangeRecord;
}

export type FactName = keyof FactValues;

export type FactSource = 'import' | 'application' | 'correction' | 'filing' | 'seed';

/** The paper behind a fact. */
export interface Provenance {
  readonly source: FactSource;
  readonly documentNo?: string | null;
  readonly documentTitle?: string | null;
  readonly reason?: string | null;
}

/** Who records, and since when the registry says so. */
export interface Stamp {
  readonly recordedBy: string;
  /** Instant as PostgreSQL writes it, with microseconds: a Date would round it to before it happened. */
  readonly recordedAt: string;
}

type OptionalKeys<V> = { [K in keyof V]-?: null extends V[K] ? K : boolean extends V[K] ? K : never }[keyof V];

/** Values with everything optional that may be unknown, and flags that are false unless said otherwise. */
export type FactInput<V> = Omit<V, OptionalKeys<V>> & Partial<Pick<V, OptionalKeys<V>>>;

/** Values of a fact that either kind of subject may have, before it is said whose it is. */
export type OfEither<V extends { readonly institutionId: string | null; readonly appraiserId: string | null }> = Omit<FactInput<V>, 'institutionId' | 'appraiserId'>;

export interface NewFact<F extends FactName> {
  readonly id?: string;
  readonly valid: Period;
  readonly values: FactInput<FactValues[F]>;
  /** Differs from that of the command only where one command brings facts from several documents. */
  readonly provenance?: Provenance;
}

/** Fields that are kept encrypted or as a digest; no view contains them. */
type Secret = 'phoneCipher' | 'idNumberCipher' | 'idNumberDigest';

/** A fact as it is read: its values, its days and what is known of its origin. */
export type FactView<F extends FactName> = Omit<FactValues[F], Secret> & FactOrigin;

export interface FactOrigin {
  readonly id: string;
  readonly from: string;
  /** Last day; null is open. */
  readonly to: string | null;
  /** ISO 8601 with offset and microseconds. */
  readonly recordedAt: string;
  /** When the registry stopped saying so; null while it does. */
  readonly recordedUntil: string | null;
  readonly recordedBy: string;
  readonly source: FactSource;
  readonly documentNo: string | null;
  readonly documentTitle: string | null;
  readonly reason: string | null;
  readonly supersedes: readonly string[] | null;
}

/** Both times of a question: what held on `asOf`, as the registry knew it at `knownAt` (null: as it knows it now). */
export interface AsOf { readonly asOf: string; readonly knownAt: string | Date | null }

/** Facts that a command took back and facts that it stated, by table. */
export type FactDifference = Partial<{ [F in FactName]: readonly FactView<F>[] }>;

/** What a command did, for the ledger: no secret is in it. */
export interface RegistryChange {
  /** `registry.institution.licence-granted` and the like. */
  readonly action: string;
  readonly subject: { readonly kind: SubjectKind; readonly id: string };
  /** The version after the command; the next `ETag`. */
  readonly version: number;
  readonly before: FactDifference;
  readonly after: FactDifference;
}
