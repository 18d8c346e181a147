/** The answer to “was this appraiser qualified for this category on that day?”, as it is signed and sent. */
export interface QualificationAnswer {
  readonly certificateNo: string;
  readonly qualified: boolean;
  readonly reasons: readonly QualificationReasonView[];
  readonly links: readonly QualificationLinkView[];
  readonly appraiser: { readonly name: string; readonly certificateNo: string } | null;
  /** Where the appraiser was employed that day. */
  readonly institution: { readonly name: string; readonly licenceNo: string | null } | null;
  readonly category: { readonly code: string; readonly name: string };
  readonly asOf: string;
  /** The day lies after the day of the knowledge: what is registered so far says nothing of what may still happen. */
  readonly provisional: boolean;
  /** Instant up to which the registry's knowledge was used. */
  readonly knownAt: string;
}

/** Both days belong to the period; null means open. */
export interface PeriodView { readonly from: string | null; readonly to: string | null }

export interface QualificationReasonView {
  readonly code: string;
  readonly message: string;
  readonly document: string | null;
  readonly period: PeriodView | null;
}

export interface QualificationLinkView {
  readonly link: string;
  readonly ok: boolean;
  readonly document: string | null;
  readonly period: PeriodView | null;
  readonly detail: string;
}
