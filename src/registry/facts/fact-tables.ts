import type { FactName, FactValues, SubjectKind } from './fact.model.js';

/** PostgreSQL types of the columns; a `flag` is a boolean that is false unless said otherwise. */
export type ColumnType = 'text' | 'uuid' | 'date' | 'int' | 'bigint' | 'numeric' | 'boolean' | 'flag' | 'jsonb' | 'bytea';

export interface FactTable<F extends FactName> {
  /** Whose facts they are. A fact of both subjects lists both. */
  readonly subjects: readonly SubjectKind[];
  /** Facts with equal values here are one series, in which no two hold on one day; empty where several may. */
  readonly series: readonly (keyof FactValues[F])[];
  readonly columns: { readonly [K in keyof FactValues[F]]-?: ColumnType };
  /** Left out of what anybody may see (design §4.11). */
  readonly personal: readonly (keyof FactValues[F])[];
}

/** The tables of facts: one line a column, in the order of the migration. */
export const FACT_TABLES: { readonly [F in FactName]: FactTable<F> } = {
  institution_detail: {
    subjects: ['institution'], series: ['institutionId'], personal: ['legalRepSex', 'headAppraiserId', 'founderController'],
    columns: {
      institutionId: 'uuid', name: 'text', formerName: 'text', creditCode: 'text', legalNature: 'text', organisationalForm: 'text',
      parentInstitutionId: 'uuid', founderName: 'text', founderNature: 'text', founderProofFrom: 'date', founderProofTo: 'date',
      founderController: 'text', fundSource: 'text', registeredFundsFen: 'bigint', address: 'text', divisionCode: 'text', postalCode: 'text',
      phone: 'text', serviceTime: 'text', premisesKind: 'text', premisesTenure: 'text', premisesAreaM2: 'numeric', equipment: 'jsonb',
      legalRepName: 'text', legalRepSex: 'text', headName: 'text', headAppraiserId: 'uuid', partyOrganisation: 'text', keySupervision: 'flag',
      staffCount: 'int', registrar: 'text',
    },
  },
  licence: {
    subjects: ['institution'], series: ['institutionId'], personal: [],
    columns: { institutionId: 'uuid', licenceNo: 'text', numberFormat: 'text', issuedOn: 'date', authority: 'text' },
  },
  institution_scope: {
    subjects: ['institution'], series: ['institutionId', 'categoryCode'], personal: [],
    columns: { institutionId: 'uuid', categoryCode: 'text', firstApprovedOn: 'date', isAddition: 'flag', changeForm: 'text' },
  },
  institution_status: {
    subjects: ['institution'], series: ['institutionId'], personal: [],
    columns: { institutionId: 'uuid', status: 'text' },
  },
  accreditation: {
    subjects: ['institution'], series: [], personal: [],
    columns: {
      institutionId: 'uuid', kind: 'text', level: 'text', holder: 'text', certificateNo: 'text', issuedOn: 'date', nextReviewOn: 'date',
      accreditedScope: 'text', reviewType: 'text', reviewBody: 'text',
    },
  },
  institution_filing: {
    subjects: ['institution'], series: ['institutionId'], personal: ['secrecyLevel'],
    columns: {
      institutionId: 'uuid', organSystem: 'text', competentAuthority: 'text', filingNo: 'text', filedOn: 'date',
      qualificationCertificateNo: 'text', secrecyLevel: 'text',
    },
  },
  appraiser_detail: {
    subjects: ['appraiser'], series: ['appraiserId'],
    personal: ['birthYear', 'birthMonth', 'birthDay', 'education', 'degree', 'major', 'school', 'workYears', 'phoneCipher', 'photoFileId'],
    columns: {
      appraiserId: 'uuid', name: 'text', sex: 'text', birthYear: 'int', birthMonth: 'int', birthDay: 'int', education: 'text', degree: 'text',
      major: 'text', school: 'text', title: 'text', titleLevel: 'text', industryQualification: 'text', workYears: 'int', phoneCipher: 'bytea',
      photoFileId: 'uuid',
    },
  },
  employment: {
    subjects: ['appraiser', 'institution'], series: ['appraiserId'], personal: ['employerName', 'consentDocumentNo'],
    columns: { appraiserId: 'uuid', institutionId: 'uuid', employmentType: 'text', employerName: 'text', consentDocumentNo: 'text', duty: 'text' },
  },
  certificate: {
    subjects: ['appraiser'], series: ['appraiserId'], personal: [],
    columns: { appraiserId: 'uuid', institutionId: 'uuid', certificateNo: 'text', numberFormat: 'text', issuedOn: 'date', authority: 'text' },
  },
  appraiser_category: {
    subjects: ['appraiser'], series: ['appraiserId', 'categoryCode'], personal: [],
    columns: { appraiserId: 'uuid', institutionId: 'uuid', categoryCode: 'text', firstApprovedOn: 'date' },
  },
  appraiser_status: {
    subjects: ['appraiser'], series: ['appraiserId'], personal: [],
    columns: { appraiserId: 'uuid', status: 'text' },
  },
  training_record: {
    subjects: ['appraiser'], series: [], personal: [],
    columns: { appraiserId: 'uuid', kind: 'text', title: 'text', organiser: 'text', hours: 'numeric', score: 'numeric', passed: 'boolean' },
  },
  appraiser_assistant: {
    subjects: ['institution'], series: [], personal: ['idNumberCipher', 'idNumberDigest'],
    columns: {
      institutionId: 'uuid', guidedBy: 'uuid', name: 'text', sex: 'text', idNumberCipher: 'bytea', idNumberDigest: 'bytea', degree: 'text',
      major: 'text', school: 'text', title: 'text', assistanceCategory: 'text', contractFrom: 'date', contractTo: 'date',
    },
  },
  award: {
    subjects: ['institution', 'appraiser'], series: [], personal: [],
    columns: { institutionId: 'uuid', appraiserId: 'uuid', name: 'text', level: 'text', awardedBy: 'text', awardedOn: 'date' },
  },
  change_record: {
    subjects: ['institution', 'appraiser'], series: [], personal: [],
    columns: {
      institutionId: 'uuid', appraiserId: 'uuid', matter: 'text', approvalNo: 'text', stage: 'text', result: 'text', submittedOn: 'date', overdue: 'flag',
    },
  },
};

export const FACT_NAMES = Object.keys(FACT_TABLES) as FactName[];

/** Tables that hold facts of such a subject. */
export function factsOf(kind: SubjectKind): FactName[] {
  return FACT_NAMES.filter((name) => FACT_TABLES[name].subjects.includes(kind));
}

/** Columns that no view contains. */
export const SECRET_COLUMNS = ['phone_cipher', 'id_number_cipher', 'id_number_digest', 'sort_key'];

/** `licenceNo` → `licence_no`, `premisesAreaM2` → `premises_area_m2`. */
export function columnName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `licence_no` → `licenceNo`. */
export function fieldName(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
