/** Reference data as the features read it. */

/** 1 group (法医临床鉴定), 2 item (人体损伤程度鉴定), 3 sub-item. */
export type CategoryLevel = 1 | 2 | 3;

/** How certain a code and its name are: read in the source, known, or still to be checked. */
export type Confidence = 'seen' | 'known' | 'unsure';

export interface CategoryDocument {
  readonly id: string;
  readonly classCode: string;
  readonly className: string;
  readonly title: string;
  readonly number: string;
  readonly issuedOn: string;
  /** First day on which it applies. */
  readonly validFrom: string;
  /** First day on which it no longer applies; null while it does. */
  readonly validTo: string | null;
}

/** A practice category under its newest name. */
export interface Category {
  /** Class, dash, two, four or six digits: `FY-0201`. */
  readonly code: string;
  readonly parentCode: string | null;
  readonly level: CategoryLevel;
  readonly name: string;
  readonly documentId: string;
  readonly confidence: Confidence;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Another name of one or several categories. */
export interface CategoryAlias { readonly name: string; readonly code: string; readonly validFrom: string; readonly validTo: string | null }

export type DivisionLevel = 'province' | 'prefecture' | 'county';

/** An administrative division of GB/T 2260. */
export interface Division {
  /** Six digits. */
  readonly code: string;
  readonly parentCode: string | null;
  readonly level: DivisionLevel;
  readonly name: string;
  /** What people say: 广州 for 广州市, 延边 for 延边朝鲜族自治州. */
  readonly shortName: string;
  /** With its superiors: 广东省广州市越秀区. */
  readonly fullName: string;
  readonly pinyin: string;
  /** False for abolished divisions, kept because old licences and ID numbers name them. */
  readonly current: boolean;
}
