import type { CodeOf } from '../../reference/index.js';

export type AppraiserStatusCode = CodeOf<'appraiser-status'>;

/** 登记事项 (96号 art. 11) and what a bureau keeps beside them. */
export interface AppraiserDetail {
  readonly appraiserId: string;
  readonly name: string;
  readonly sex: CodeOf<'sex'> | null;
  /** Rosters give year and month, sometimes the day. */
  readonly birthYear: number | null;
  readonly birthMonth: number | null;
  readonly birthDay: number | null;
  readonly education: CodeOf<'education'> | null;
  readonly degree: CodeOf<'degree'> | null;
  readonly major: string | null;
  readonly school: string | null;
  readonly title: string | null;
  readonly titleLevel: CodeOf<'title-level'> | null;
  readonly industryQualification: string | null;
  readonly workYears: number | null;
  /** SM4; never part of a view. */
  readonly phoneCipher: Buffer | null;
  readonly photoFileId: string | null;
}

export interface Employment {
  readonly appraiserId: string;
  readonly institutionId: string;
  readonly employmentType: CodeOf<'employment-type'>;
  /** Part time: the employer and its written consent (GD条例 art. 16). */
  readonly employerName: string | null;
  readonly consentDocumentNo: string | null;
  readonly duty: CodeOf<'duty'> | null;
}

/** 《司法鉴定人执业证》; its days are the fact's period. Number null: an earlier document that the roster only implies. */
export interface Certificate {
  readonly appraiserId: string;
  readonly institutionId: string | null;
  readonly certificateNo: string | null;
  /** `qualification` is the certificate of an investigating organ's appraiser, in that organ's own form. */
  readonly numberFormat: 'twelve-digit' | 'qualification' | 'unknown';
  readonly issuedOn: string | null;
  readonly authority: string | null;
}

export interface AppraiserCategory {
  readonly appraiserId: string;
  readonly institutionId: string;
  readonly categoryCode: string;
  readonly firstApprovedOn: string | null;
}

export interface AppraiserStatus { readonly appraiserId: string; readonly status: AppraiserStatusCode }

export interface TrainingRecord {
  readonly appraiserId: string;
  readonly kind: CodeOf<'training-kind'>;
  readonly title: string;
  readonly organiser: string | null;
  readonly hours: number;
  readonly score: number | null;
  readonly passed: boolean | null;
}

/** 鉴定人助理 (GD条例 art. 15). */
export interface AppraiserAssistant {
  readonly institutionId: string;
  readonly guidedBy: string | null;
  readonly name: string;
  readonly sex: CodeOf<'sex'> | null;
  readonly idNumberCipher: Buffer | null;
  readonly idNumberDigest: Buffer | null;
  readonly degree: CodeOf<'degree'> | null;
  readonly major: string | null;
  readonly school: string | null;
  readonly title: string | null;
  readonly assistanceCategory: string | null;
  readonly contractFrom: string | null;
  readonly contractTo: string | null;
}
