import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { DataScope } from '../../platform/context.js';
import type { Sql } from '../../platform/database/sql.js';
import { comparableText } from '../../platform/workbook/index.js';
import type { CellIssue } from '../../platform/workbook/index.js';
import { covers } from '../../reference/index.js';
import type { ReferenceData } from '../../reference/index.js';
import { certificateOwnerWarnings, numberPlaceWarnings, parseCertificateNumber, parseLicenceNumber } from '../identifiers/index.js';
import { scopeDaysFor } from './plan/appraiser-plan.rules.js';
import { outlineOf, planInstitution } from './plan/institution-plan.rules.js';
import type { InstitutionOutline, InstitutionPlan, PlanTerms } from './plan/institution-plan.rules.js';
import { employerDivisions, institutionsByLicence, otherHolders } from './plan/registry-state.repository.js';
import type { Roster } from './roster/roster-reader.js';
import { duplicateNumbers } from './roster/roster-duplicates.rules.js';
import { cellIssue } from './roster/roster-issue.rules.js';
import type { RowIssue } from './roster/roster-issue.rules.js';
import { rowKey } from './roster/roster-row.js';
import type { AppraiserRow, AppraiserValue, InstitutionRow, InstitutionValue } from './roster/roster-row.js';

export interface CheckTerms extends PlanTerms {
  readonly scope: DataScope;
  readonly reference: ReferenceData;
  /** 95号 art. 14, GD条例 art. 10: appraisers that each item needs; a setting. */
  readonly appraisersPerItem: number;
  /** Today in Asia/Shanghai. */
  readonly today: string;
}

/** A roster after its rows were held against each other and the registry. */
export interface CheckedRoster {
  readonly errors: readonly CellIssue[];
  readonly warnings: readonly CellIssue[];
  readonly institutions: readonly { readonly row: InstitutionRow; readonly plan: InstitutionPlan }[];
  readonly appraisers: readonly { readonly row: AppraiserRow; readonly value: AppraiserValue; readonly institution: InstitutionOutline }[];
}

/** Rows that are looked at before requests get their turn. */
const ROWS_AT_A_TIME = 200;

/**
 * Holds the rows of a roster against each other and the registry.
 * @param refused rows that the database has refused in an earlier trial
 */
export async function checkRoster(sql: Sql, roster: Roster, refused: readonly RowIssue[], terms: CheckTerms): Promise<CheckedRoster> {
  return new RosterCheck(sql, roster, terms).run(refused);
}

class RosterCheck {
  private readonly rejected = new Set<string>();
  private readonly errors: CellIssue[];
  private readonly warnings: CellIssue[];
  private readonly outlines = new Map<string, InstitutionOutline>();

  constructor(private readonly sql: Sql, private readonly roster: Roster, private readonly terms: CheckTerms) {
    this.errors = [...roster.errors];
    this.warnings = [...roster.warnings];
  }

  async run(refused: readonly RowIssue[]): Promise<CheckedRoster> {
    for (const { key, issue } of [...duplicateNumbers(this.roster.institutions, this.roster.appraisers), ...refused]) this.reject(key, issue);
    const institutions = await this.institutions();
    const appraisers = await this.appraisers(await this.foreignHolders());
    await this.warnOfFewAppraisers(institutions, appraisers);
    return { errors: this.errors, warnings: this.warnings, institutions, appraisers };
  }

  private async institutions(): Promise<{ row: InstitutionRow; plan: InstitutionPlan }[]> {
    const numbers = new Set<string>();
    for (const { value } of this.roster.institutions) if (value) numbers.add(value.licenceNo);
    for (const { value } of this.roster.appraisers) if (value) numbers.add(value.institutionLicenceNo);
    const states = await institutionsByLicence(this.sql, [...numbers]);
    const planned: { row: InstitutionRow; plan: InstitutionPlan }[] = [];
    for (const [index, row] of this.roster.institutions.entries()) {
      if (index % ROWS_AT_A_TIME === 0) await letOthersRun();
      const { value } = row;
      if (!value || this.rejected.has(rowKey(row))) continue;
      const state = states.get(value.licenceNo) ?? null;
      const known = state && outlineOf(state, value.licenceNo, this.terms.dataDate);
      if (!coversDivision(this.terms.scope, value.divisionCode)) this.reject(rowKey(row), this.outOfScope(row, 'city', this.divisionName(value.divisionCode)));
      else if (known && !coversDivision(this.terms.scope, known.divisionCode)) this.reject(rowKey(row), this.outOfScope(row, 'licenceNo', value.licenceNo));
      else if (state && state.kind !== 'social') {
        this.reject(rowKey(row), cellIssue(row, 'licenceNo', value.licenceNo, 'kind-not-licensed', '登记库中该机构为侦查机关所属机构，不随名册导入'));
      } else {
        const plan = planInstitution(state, value, this.terms);
        planned.push({ row, plan });
        this.outlines.set(value.licenceNo, plan.outline);
      }
    }
    const inFile = new Set(this.roster.institutions.map((row) => row.number));
    for (const [number, state] of states) {
      const outline = outlineOf(state, number, this.terms.dataDate);
      if (!inFile.has(number) && state.kind === 'social' && coversDivision(this.terms.scope, outline.divisionCode)) this.outlines.set(number, outline);
    }
    return planned;
  }

  private async appraisers(foreign: ReadonlySet<string>): Promise<CheckedRoster['appraisers'][number][]> {
    const refusedNumbers = new Set<string>();
    const refusedNames = new Set<string>();
    for (const row of this.roster.institutions) {
      if (row.value && !this.rejected.has(rowKey(row))) continue;
      if (row.number !== null) refusedNumbers.add(row.number);
      if (row.name !== null) refusedNames.add(comparableText(row.name));
    }
    const accepted: CheckedRoster['appraisers'][number][] = [];
    for (const [index, row] of this.roster.appraisers.entries()) {
      if (index % ROWS_AT_A_TIME === 0) await letOthersRun();
      const { value } = row;
      if (!value || this.rejected.has(rowKey(row))) continue;
      const institution = this.outlines.get(value.institutionLicenceNo);
      const depends = refusedNumbers.has(value.institutionLicenceNo) || (value.institutionName !== null && refusedNames.has(comparableText(value.institutionName)));
      const issue = institution ? this.appraiserError(row, value, institution, foreign)
        : depends ? cellIssue(row, 'institutionLicenceNo', value.institutionLicenceNo, 'dependent-institution', '所属机构行未通过')
        : cellIssue(row, 'institutionLicenceNo', value.institutionLicenceNo, 'unknown-institution', '名册和登记库中都没有该许可证号的机构');
      if (issue) this.reject(rowKey(row), issue);
      else if (institution) {
        this.warnOfAppraiser(row, value, institution);
        accepted.push({ row, value, institution });
      }
    }
    return accepted;
  }

  private appraiserError(row: AppraiserRow, value: AppraiserValue, institution: InstitutionOutline, foreign: ReadonlySet<string>): CellIssue | null {
    if (foreign.has(value.certificateNo)) {
      return cellIssue(row, 'certificateNo', value.certificateNo, 'out-of-scope-appraiser', '该鉴定人现在其他地区的机构执业，须由上级机关导入');
    }
    const outside = value.categories.filter((code) => !scopeDaysFor(institution, code).some((days) => days.to === null || days.to > this.terms.dataDate));
    return outside.length === 0 ? null : cellIssue(row, 'categories', value.categoriesText, 'scope-outside-institution',
      `执业类别超出机构业务范围：${outside.map((code) => this.categoryName(code)).join('、')}`);
  }

  private warnOfAppraiser(row: AppraiserRow, value: AppraiserValue, institution: InstitutionOutline): void {
    if (value.institutionName !== null && comparableText(value.institutionName) !== comparableText(institution.name)) {
      this.warnings.push(cellIssue(row, 'institutionName', value.institutionName, 'institution-name-mismatch', `与许可证号对应的机构名称“${institution.name}”不一致`));
    }
    const certificate = parseCertificateNumber(value.certificateNo);
    const licence = parseLicenceNumber(institution.licenceNo);
    if (!certificate.ok || !licence.ok) return;
    if (numberPlaceWarnings(certificate.certificate, institution.divisionCode).length > 0) {
      this.warnings.push(cellIssue(row, 'certificateNo', value.certificateNo, 'number-place-mismatch', '执业证号的省、市代码与执业机构所在地不一致'));
    } else if (certificateOwnerWarnings(certificate.certificate, licence.licence).length > 0) {
      this.warnings.push(cellIssue(row, 'certificateNo', value.certificateNo, 'number-institution-mismatch', '执业证号中的机构序号与机构许可证号不一致'));
    }
  }

  /** Certificates of the roster whose holders now practise where the actor does not reach. */
  private async foreignHolders(): Promise<Set<string>> {
    if (this.terms.scope.kind === 'nation') return new Set();
    const numbers = this.roster.appraisers.flatMap((row) => (row.value ? [row.value.certificateNo] : []));
    const employers = await employerDivisions(this.sql, numbers, this.terms.today);
    return new Set(employers.filter((employer) => !coversDivision(this.terms.scope, employer.divisionCode)).map((employer) => employer.number));
  }

  private async warnOfFewAppraisers(institutions: CheckedRoster['institutions'], appraisers: CheckedRoster['appraisers']): Promise<void> {
    const holders = new Map<string, Map<string, number>>();
    const count = (institutionId: string, code: string, people: number) => {
      const codes = holders.get(institutionId) ?? new Map<string, number>();
      holders.set(institutionId, codes.set(code, (codes.get(code) ?? 0) + people));
    };
    for (const { value, institution } of appraisers) for (const code of value.categories) count(institution.id, code, 1);
    const known = institutions.filter(({ plan }) => !plan.change.isNew).map(({ plan }) => plan.outline.id);
    const listed = this.roster.appraisers.flatMap((row) => (row.value ? [row.value.certificateNo] : []));
    if (known.length > 0) for (const other of await otherHolders(this.sql, known, listed, this.terms.dataDate)) count(other.institutionId, other.code, other.holders);
    for (const { row, plan } of institutions) {
      const short = (row.value as InstitutionValue).scope.filter((item) => {
        let people = 0;
        for (const [code, number] of holders.get(plan.outline.id) ?? []) if (covers(item, code) || covers(code, item)) people += number;
        return people < this.terms.appraisersPerItem;
      });
      if (short.length > 0) {
        this.warnings.push(cellIssue(row, 'scope', (row.value as InstitutionValue).scopeText, 'too-few-appraisers',
          `不足 ${this.terms.appraisersPerItem} 名鉴定人的业务 ${short.length} 项：${short.slice(0, 10).map((code) => this.categoryName(code)).join('、')}${short.length > 10 ? '等' : ''}`));
      }
    }
  }

  private outOfScope(row: InstitutionRow, key: 'city' | 'licenceNo', value: string): CellIssue {
    return cellIssue(row, key, value, 'out-of-scope-division', '该机构不在您的管辖地区');
  }

  private divisionName(code: string): string {
    return this.terms.reference.divisions.byCode(code)?.fullName ?? code;
  }

  private categoryName(code: string): string {
    return this.terms.reference.categories.byCode(code)?.name ?? code;
  }

  private reject(key: string, issue: CellIssue): void {
    this.rejected.add(key);
    this.errors.push(issue);
  }
}

/** Whether an actor's reach holds a division; only bureaus import. */
export function coversDivision(scope: DataScope, divisionCode: string): boolean {
  return scope.kind === 'nation' || (scope.kind === 'division' && divisionCode.startsWith(scope.prefix));
}
