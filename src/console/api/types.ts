/** What these pages use of the service's answers. Issue 3 generates the whole from the OpenAPI document. */

export interface Page<T> { readonly items: readonly T[]; readonly nextCursor: string | null }

export interface Named { readonly code: string; readonly name: string }

/** Both days belong to the period; null means open. */
export interface Period { readonly from: string | null; readonly to: string | null }

interface RosterItem {
  readonly name: string;
  readonly division: string | null;
  readonly divisionName: string | null;
  readonly categories: readonly Named[];
  readonly status: string;
  readonly statusText: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/** Institutions of investigating organs are filed, not licensed: they have no licence number. */
export interface InstitutionItem extends RosterItem { readonly licenceNo: string | null; readonly address: string | null }

export interface AppraiserItem extends RosterItem {
  readonly certificateNo: string | null;
  readonly sex: string | null;
  readonly title: string | null;
  readonly employmentType: string | null;
  readonly institution: { readonly name: string; readonly licenceNo: string | null } | null;
}

export interface Category {
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  readonly class: string;
  readonly level: number;
}

export interface CategoryCatalogue {
  readonly items: readonly Category[];
  readonly documents: readonly { readonly class: string; readonly className: string }[];
}

export interface Division {
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  readonly level: 'province' | 'prefecture' | 'county';
  readonly current: boolean;
}

export interface Dictionary { readonly code: string; readonly items: readonly { readonly code: string; readonly label: string }[] }

export interface QualificationLink {
  readonly link: string;
  readonly ok: boolean;
  readonly document: string | null;
  readonly period: Period | null;
  readonly detail: string;
}

export interface QualificationAnswer {
  readonly qualified: boolean;
  /** The day has not come yet. */
  readonly provisional: boolean;
  readonly reasons: readonly { readonly code: string; readonly message: string; readonly document: string | null; readonly period: Period | null }[];
  readonly links: readonly QualificationLink[];
  readonly appraiser: { readonly name: string; readonly certificateNo: string } | null;
  readonly institution: { readonly name: string; readonly licenceNo: string | null } | null;
  readonly category: Named;
  readonly asOf: string;
  readonly knownAt: string;
  readonly statement: {
    readonly id: string; readonly issuedAt: string; readonly payload: string; readonly signature: string;
    readonly publicKeyId: string; readonly publicKeyPem: string;
  };
}

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: string;
  readonly roleTitle: string;
  readonly division: string | null;
  readonly institution: string | null;
  readonly status: string;
  readonly lockedUntil: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly version: number;
}

export interface SessionOpened {
  readonly token: string;
  readonly expiresAt: string;
  readonly idleMinutes: number;
  readonly mustChangePassword: boolean;
  readonly permissions: readonly string[];
  readonly account: Account;
}

export interface CurrentSession { readonly permissions: readonly string[]; readonly account: Account | null }

export interface AccountWithPassword { readonly account: Account; readonly initialPassword: string | null }

export interface OnlineSession {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export interface ApiClient {
  readonly clientId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly status: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly revokedAt: string | null;
  readonly version: number;
}

export interface ClientCredentials { readonly clientId: string; readonly clientSecret: string }

/** `unchanged` are the accepted rows that say what the registry says already. */
export interface ImportCounts { readonly read: number; readonly accepted: number; readonly rejected: number; readonly unchanged: number }

export interface ImportFinding {
  readonly sheet: string;
  readonly row: number;
  readonly column: number | null;
  readonly header: string | null;
  readonly value: string | null;
  readonly code: string;
  readonly message: string;
}

/** One import. The counts are there once it is done; a large one runs as a job and is asked for again. */
export interface ImportSummary {
  readonly id: string;
  readonly mode: 'dry-run' | 'commit';
  readonly status: 'queued' | 'running' | 'done' | 'failed';
  readonly fileName: string;
  readonly createdBy: string;
  readonly createdAt: string;
  /** The day up to which the roster says what is so. */
  readonly dataDate: string | null;
  readonly committed: boolean;
  /** A total of null: the workbook is still being read. */
  readonly progress: { readonly done: number; readonly total: number | null } | null;
  readonly institutions: ImportCounts | null;
  readonly appraisers: ImportCounts | null;
  readonly errorsTotal: number;
  readonly warningsTotal: number;
  /** Why a job failed. */
  readonly problem: { readonly code: string; readonly title: string; readonly detail: string | null } | null;
}

/** With the first of its findings; the totals count them all. */
export interface ImportReport extends ImportSummary {
  readonly errors: readonly ImportFinding[];
  readonly warnings: readonly ImportFinding[];
}

export interface StatusPeriod { readonly status: string; readonly statusText: string; readonly from: string; readonly to: string | null }

export interface InstitutionRecord extends InstitutionItem {
  readonly asOf: string;
  readonly phone: string | null;
  readonly postalCode: string | null;
  readonly headName: string | null;
  readonly legalRepName: string | null;
  readonly registrar: string | null;
  readonly accreditations: readonly { readonly kind: string; readonly kindText: string; readonly certificateNo: string | null; readonly nextReviewOn: string | null }[];
  readonly licences: readonly { readonly licenceNo: string | null; readonly from: string; readonly to: string }[];
  readonly statuses: readonly StatusPeriod[];
}

export interface AppraiserRecord extends AppraiserItem {
  readonly asOf: string;
  readonly certificates: readonly { readonly certificateNo: string | null; readonly from: string; readonly to: string }[];
  readonly statuses: readonly StatusPeriod[];
}

export interface LedgerEntry {
  readonly id: string;
  readonly seq: number;
  readonly recordedAt: string;
  readonly actorName: string;
  readonly actorRole: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly divisionCode: string | null;
  readonly change: unknown;
  readonly sealed: boolean;
}

export interface LedgerFinding {
  readonly kind: string;
  readonly title: string;
  readonly blockNo: number | null;
  readonly seq: number | null;
  readonly entryId: string | null;
  readonly expected: string | null;
  readonly found: string | null;
  readonly detail: string | null;
}

export interface LedgerVerification {
  readonly ok: boolean;
  readonly blocks: number;
  readonly sealedEntries: number;
  readonly entries: number;
  readonly pending: number;
  readonly findings: readonly LedgerFinding[];
  readonly findingsTotal: number;
}
