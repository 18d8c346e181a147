/** Whose institutions a part of the roster book lists (dossier §12: 司法行政机关登记, 公安, 检察). */
export type RosterPart = 'registered' | 'police' | 'procuratorate' | 'other-organs';

/** Which roster: of whom, as of which day. */
export interface RosterSelection {
  /** Two, four or six digits that the division code of an institution begins with. */
  readonly divisionPrefix: string;
  /** Civil date `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Statuses of institutions and appraisers that are listed. */
  readonly statuses: readonly string[];
}

/** An institution in the roster as it was on the day of the roster. */
export interface ListedInstitution {
  readonly id: string;
  readonly part: RosterPart;
  readonly name: string;
  readonly divisionCode: string;
  readonly address: string | null;
  readonly postalCode: string | null;
  readonly phone: string | null;
  /** Head, or else the legal representative. */
  readonly head: string | null;
  /** Number of the licence or filing; null for an earlier document that is only implied. */
  readonly documentNo: string | null;
  readonly validFrom: string;
  /** Last day; null for a filing without end. */
  readonly validTo: string | null;
  readonly scope: readonly string[];
  /** Its appraisers who are listed. */
  readonly appraisers: number;
}

/** An appraiser below an institution. */
export interface ListedAppraiser {
  /** Place of the institution in the list asked for, from 1. */
  readonly institutionNumber: number;
  readonly name: string;
  readonly sex: string | null;
  readonly title: string | null;
  readonly certificateNo: string | null;
  /** Last day of the certificate. */
  readonly validTo: string;
  readonly categories: readonly string[];
}

/** A line of the index by name. */
export interface NameEntry {
  readonly name: string;
  readonly sortKey: string;
  readonly certificateNo: string | null;
  readonly institutionNumber: number;
  /** Place among the appraisers of the institution, from 1. */
  readonly position: number;
}

/** A line of the index by category: an institution that holds the category, and its appraisers who do. */
export interface CategoryEntry {
  readonly categoryCode: string;
  readonly institutionNumber: number;
  readonly appraisers: number;
  readonly names: string | null;
}

/** How many institutions the roster passes over. */
export interface LeftOut {
  /** Not practising on the day, but they may be listed again. */
  readonly suspended: number;
  /** Cancelled or revoked in the year of the roster. */
  readonly removed: number;
}

/** A row of the sheet of institutions that can be imported again. */
export interface InstitutionTableRow {
  readonly name: string;
  readonly licenceNo: string;
  readonly creditCode: string | null;
  readonly head: string | null;
  readonly legalRep: string | null;
  readonly address: string | null;
  readonly divisionCode: string;
  readonly postalCode: string | null;
  readonly phone: string | null;
  readonly scope: readonly string[];
  readonly firstOn: string;
  readonly issuedOn: string;
  readonly validTo: string;
  readonly authority: string | null;
  readonly accreditations: readonly string[];
}

/** A row of the sheet of appraisers that can be imported again. */
export interface AppraiserTableRow {
  readonly name: string;
  readonly sex: string | null;
  readonly birthYear: number | null;
  readonly birthMonth: number | null;
  readonly title: string | null;
  readonly categories: readonly string[];
  readonly certificateNo: string;
  readonly institutionName: string;
  readonly institutionLicenceNo: string;
  readonly firstOn: string;
  readonly issuedOn: string;
  readonly validTo: string;
  readonly employmentType: string;
  readonly employer: string | null;
  readonly consentNo: string | null;
}
