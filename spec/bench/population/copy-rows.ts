import { newId } from '../../../src/platform/id.js';

/** Columns of each table that the population fills, in the order in which `CopyRows` is given their values. */
export const COLUMNS = {
  institution: 'id, kind, created_at',
  institution_detail: 'id, valid, recorded, recorded_by, source, institution_id, name, sort_key, credit_code, legal_nature, founder_nature, address, division_code, postal_code, phone, legal_rep_name, head_name',
  licence: 'id, valid, recorded, recorded_by, source, institution_id, licence_no, number_format, issued_on, authority',
  institution_scope: 'id, valid, recorded, recorded_by, source, institution_id, category_code, first_approved_on',
  institution_status: 'id, valid, recorded, recorded_by, source, institution_id, status',
  institution_filing: 'id, valid, recorded, recorded_by, source, institution_id, organ_system, competent_authority, filing_no',
  accreditation: 'id, valid, recorded, recorded_by, source, institution_id, kind, certificate_no, next_review_on',
  appraiser: 'id, created_at',
  appraiser_detail: 'id, valid, recorded, recorded_by, source, appraiser_id, name, sort_key, sex, birth_year, birth_month, education, title, title_level, work_years',
  employment: 'id, valid, recorded, recorded_by, source, appraiser_id, institution_id, employment_type, duty',
  certificate: 'id, valid, recorded, recorded_by, source, appraiser_id, institution_id, certificate_no, number_format, issued_on, authority',
  appraiser_category: 'id, valid, recorded, recorded_by, source, appraiser_id, institution_id, category_code, first_approved_on',
  appraiser_status: 'id, valid, recorded, recorded_by, source, appraiser_id, status',
} as const;

export type PopulationTable = keyof typeof COLUMNS;
export const TABLES = Object.keys(COLUMNS) as PopulationTable[];

type Value = string | number | null;

/** Rows in the text form that COPY reads. The population holds no tabs, line ends or backslashes, so nothing needs escaping. */
export class CopyRows {
  private readonly lines = new Map<PopulationTable, string[]>(TABLES.map((table) => [table, []]));

  /** @param recordedAt the instant at which the registry begins to say so, as PostgreSQL writes it */
  constructor(private readonly recordedAt: string) {}

  /** An identity row. @returns its id, made as the service makes it: the indexes depend on the randomness in it */
  subject(table: 'institution' | 'appraiser', ...values: readonly Value[]): string {
    const id = newId();
    this.line(table, [id, ...values, this.recordedAt]);
    return id;
  }

  /** A fact that holds from a day on, up to but not including another one. */
  fact(table: PopulationTable, from: string, until: string | null, ...values: readonly Value[]): void {
    this.line(table, [newId(), `[${from},${until ?? ''})`, `["${this.recordedAt}",)`, 'bench', 'seed', ...values]);
  }

  text(table: PopulationTable): string {
    return this.lines.get(table)!.join('');
  }

  private line(table: PopulationTable, values: readonly Value[]): void {
    let line = '';
    for (const value of values) line += `${line === '' ? '' : '\t'}${value ?? '\\N'}`;
    this.lines.get(table)!.push(`${line}\n`);
  }
}
