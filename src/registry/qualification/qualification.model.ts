import type { CivilDate } from '../../platform/calendar/index.js';
import type { Period } from '../facts/period.rules.js';
import type { DatedFact } from './nearest.rules.js';

/** A certificate, licence or filing; number null: an earlier document whose number is not known. */
export interface DocumentFact extends DatedFact { readonly number: string | null; readonly issuedOn: CivilDate | null }

export interface CertificateFact extends DocumentFact { readonly institutionId: string | null }

export interface StatusFact extends DatedFact { readonly status: string; readonly document: string | null }

export interface CategoryFact extends DatedFact { readonly category: string; readonly document: string | null }

export interface NameFact extends DatedFact { readonly name: string }

/** An institution at which the appraiser worked or for which a document of theirs was made out. */
export interface InstitutionFacts {
  readonly id: string;
  readonly kind: string;
  readonly names: readonly NameFact[];
  readonly licences: readonly DocumentFact[];
  readonly filings: readonly DocumentFact[];
  readonly scopes: readonly CategoryFact[];
  readonly statuses: readonly StatusFact[];
}

/** All that bears on the qualification of one appraiser, as the registry knew it at one instant. */
export interface QualificationFacts {
  readonly appraiserId: string;
  readonly names: readonly NameFact[];
  readonly certificates: readonly CertificateFact[];
  readonly categories: readonly (CategoryFact & { readonly institutionId: string })[];
  readonly employments: readonly (DatedFact & { readonly institutionId: string; readonly document: string | null })[];
  readonly statuses: readonly StatusFact[];
  readonly institutions: readonly InstitutionFacts[];
}

export interface QualificationQuestion {
  readonly category: string;
  readonly asOf: CivilDate;
  /** Names for the codes in messages; a code without one stands for itself. */
  readonly categoryName?: (code: string) => string | undefined;
}

export type LinkName = 'certificate' | 'appraiser-status' | 'category' | 'employment' | 'licence' | 'institution-scope' | 'institution-status';

type StatusReason = 'suspended' | 'not-assessed' | 'expired' | 'cancelled' | 'revoked' | 'not-practising' | 'status-unknown';

/** Stable codes of the reasons. */
export type ReasonCode =
  | `${'certificate' | 'licence'}-${'missing' | 'expired' | 'not-yet-issued' | 'gap'}`
  | 'category-not-held' | 'category-partly-held' | 'not-employed'
  | 'institution-out-of-scope' | 'institution-scope-partial' | 'institution-undetermined'
  | `${'institution' | 'appraiser'}-${StatusReason}`;

export interface Link {
  readonly link: LinkName;
  readonly ok: boolean;
  readonly document: string | null;
  readonly period: Period | null;
  readonly detail: string;
}

export interface Reason {
  readonly code: ReasonCode;
  /** In Chinese, for the person who asked. */
  readonly message: string;
  readonly document: string | null;
  readonly period: Period | null;
}

export interface Qualification {
  readonly qualified: boolean;
  /** The name borne that day, or the nearest that is known. */
  readonly appraiserName: string;
  /** Where the appraiser worked that day, with the licence of that day or the last known number. */
  readonly institution: { readonly id: string; readonly name: string; readonly licenceNo: string | null } | null;
  readonly links: readonly Link[];
  /** Empty exactly when qualified. */
  readonly reasons: readonly Reason[];
}
