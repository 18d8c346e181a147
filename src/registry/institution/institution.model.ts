import type { CodeOf } from '../../reference/index.js';

/** One piece of equipment or one laboratory (95号 art. 14). */
export interface EquipmentItem {
  readonly name: string;
  readonly model?: string;
  readonly quantity: number;
  readonly owned: boolean;
}

export type InstitutionKind = CodeOf<'institution-kind'>;
export type InstitutionStatusCode = CodeOf<'institution-status'>;

/** 登记事项 and what a bureau keeps beside them. Money in fen, area in square metres, dates as `YYYY-MM-DD`. */
export interface InstitutionDetail {
  readonly institutionId: string;
  readonly name: string;
  readonly formerName: string | null;
  readonly creditCode: string | null;
  readonly legalNature: CodeOf<'legal-nature'> | null;
  readonly organisationalForm: CodeOf<'organisational-form'> | null;
  readonly parentInstitutionId: string | null;
  readonly founderName: string | null;
  readonly founderNature: CodeOf<'founder-nature'> | null;
  readonly founderProofFrom: string | null;
  readonly founderProofTo: string | null;
  readonly founderController: string | null;
  readonly fundSource: CodeOf<'fund-source'> | null;
  readonly registeredFundsFen: number | null;
  readonly address: string | null;
  readonly divisionCode: string;
  readonly postalCode: string | null;
  readonly phone: string | null;
  readonly serviceTime: string | null;
  readonly premisesKind: CodeOf<'premises-kind'> | null;
  readonly premisesTenure: CodeOf<'premises-tenure'> | null;
  readonly premisesAreaM2: number | null;
  readonly equipment: readonly EquipmentItem[] | null;
  readonly legalRepName: string | null;
  readonly legalRepSex: CodeOf<'sex'> | null;
  readonly headName: string | null;
  readonly headAppraiserId: string | null;
  readonly partyOrganisation: CodeOf<'party-organisation'> | null;
  readonly keySupervision: boolean;
  readonly staffCount: number | null;
  /** 登记机关. */
  readonly registrar: string | null;
}

/** 《司法鉴定许可证》; its days are the fact's period. Number null: an earlier document that the roster only implies. */
export interface Licence {
  readonly institutionId: string;
  readonly licenceNo: string | null;
  readonly numberFormat: 'nine-digit' | 'seven-digit-legacy' | 'unknown';
  readonly issuedOn: string | null;
  readonly authority: string | null;
}

export interface InstitutionScope {
  readonly institutionId: string;
  readonly categoryCode: string;
  readonly firstApprovedOn: string | null;
  /** 增项. */
  readonly isAddition: boolean;
  readonly changeForm: CodeOf<'scope-change'> | null;
}

export interface InstitutionStatus { readonly institutionId: string; readonly status: InstitutionStatusCode }

export interface Accreditation {
  readonly institutionId: string;
  readonly kind: CodeOf<'accreditation-kind'>;
  readonly level: CodeOf<'accreditation-level'> | null;
  readonly holder: CodeOf<'accreditation-holder'>;
  readonly certificateNo: string | null;
  readonly issuedOn: string | null;
  readonly nextReviewOn: string | null;
  readonly accreditedScope: string | null;
  readonly reviewType: string | null;
  readonly reviewBody: string | null;
}

/** 备案 of an institution of an investigating organ. */
export interface InstitutionFiling {
  readonly institutionId: string;
  readonly organSystem: CodeOf<'organ-system'>;
  readonly competentAuthority: string;
  readonly filingNo: string | null;
  readonly filedOn: string | null;
  readonly qualificationCertificateNo: string | null;
  readonly secrecyLevel: string | null;
}
