/** A search of the public register, already validated. */
export interface RegisterSearch {
  readonly q: string;
  /** Any of these codes answers the asked category: itself, what lies below it, and what covers it. */
  readonly categories: readonly string[] | null;
  readonly divisionPrefix: string | null;
  /** Derived status. */
  readonly status: string | null;
  /** Kind of institution, institutions only. */
  readonly kind: string | null;
  /** Licence number of the employing institution, appraisers only. */
  readonly licenceNo: string | null;
  /** The employing institution, appraisers only. */
  readonly institutionId: string | null;
  readonly asOf: string;
  readonly limit: number;
  /** Sort columns of the last row shown. */
  readonly after: readonly [string, string] | null;
}

/**
 * A reader's condition on a row of `institution` or `appraiser`, put in the place of the public one.
 * @param params of the statement so far; those of the condition are appended
 */
export type VisibilityCondition = (subject: 'institution' | 'appraiser', alias: string, params: unknown[]) => string;

interface Positioned { readonly position1: string; readonly position2: string }

export interface InstitutionItemRow extends Positioned {
  readonly institutionId: string;
  readonly name: string;
  readonly kind: string;
  readonly address: string | null;
  readonly divisionCode: string;
  readonly licenceNo: string | null;
  readonly validFrom: string | null;
  /** Last day. */
  readonly validTo: string | null;
  readonly status: string;
  readonly categories: string[];
}

export interface AppraiserItemRow extends Positioned {
  readonly appraiserId: string;
  readonly name: string;
  readonly sex: string | null;
  readonly title: string | null;
  readonly certificateNo: string | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly status: string;
  readonly institutionName: string | null;
  readonly licenceNo: string | null;
  readonly divisionCode: string | null;
  readonly employmentType: string | null;
  readonly categories: string[];
}

export interface InstitutionRecordRow extends InstitutionItemRow {
  readonly phone: string | null;
  readonly postalCode: string | null;
  readonly headName: string | null;
  readonly legalRepName: string | null;
  readonly registrar: string | null;
  readonly accreditations: readonly { readonly kind: string; readonly certificateNo: string | null; readonly nextReviewOn: string | null }[];
  readonly licences: readonly { readonly licenceNo: string | null; readonly from: string; readonly to: string }[];
  readonly statuses: readonly { readonly status: string; readonly from: string; readonly to: string | null }[];
}

export interface AppraiserRecordRow extends AppraiserItemRow {
  readonly certificates: readonly { readonly certificateNo: string | null; readonly from: string; readonly to: string }[];
  readonly statuses: readonly { readonly status: string; readonly from: string; readonly to: string | null }[];
}
