import type { RequestContext } from '../../platform/context.js';
import { civilToday } from '../../platform/calendar/index.js';
import type { Sql } from '../../platform/database/sql.js';
import { decodeCursor, page } from '../../platform/http/cursor.js';
import { divisionPrefix } from '../../platform/identity/role.js';
import { problems } from '../../platform/problem.js';
import { normalizeName } from '../../platform/search/index.js';
import { domainLabel, isDomainCode, type DomainName, type ReferenceData, type ReferenceService } from '../../reference/index.js';
import { registryProblems } from '../registry.problems.js';
import type * as dto from './public-query.dto.js';
import type { AppraiserItemRow, InstitutionItemRow, RegisterSearch } from './public-query.model.js';
import type { PublicQueryRepository } from './public-query.repository.js';

const DEFAULT_LIMIT = 20;

/** The register as everybody may see it. */
export class PublicQueryService {
  constructor(
    private readonly sql: Sql,
    private readonly register: PublicQueryRepository,
    private readonly reference: ReferenceService,
  ) {}

  /** @throws Problem 400 naming an unknown category or division, or a cursor of another search */
  async institutions(context: RequestContext, query: dto.InstitutionsQuery): Promise<dto.InstitutionItemPage> {
    const data = await this.reference.data();
    const { search, key } = toSearch(context, query, data, 'institutions');
    const rows = await this.register.institutions(this.sql, search);
    const { items, nextCursor } = page(key, rows, search.limit, (row) => [row.position1, row.position2]);
    return { items: items.map((row) => institutionItem(row, data)), nextCursor };
  }

  /** @throws Problem 400 as above */
  async appraisers(context: RequestContext, query: dto.AppraisersQuery): Promise<dto.AppraiserItemPage> {
    const data = await this.reference.data();
    const { search, key } = toSearch(context, query, data, 'appraisers');
    const rows = await this.register.appraisers(this.sql, search);
    const { items, nextCursor } = page(key, rows, search.limit, (row) => [row.position1, row.position2]);
    return { items: items.map((row) => appraiserItem(row, data)), nextCursor };
  }

  /** @throws Problem `licence-not-found` (404) */
  async institution(context: RequestContext, licenceNo: string, asOf: string = civilToday(context.now)): Promise<dto.InstitutionRecord> {
    const data = await this.reference.data();
    const row = await this.register.institution(this.sql, narrowDigits(licenceNo), asOf);
    if (!row) throw registryProblems['licence-not-found']({ detail: `许可证号 ${licenceNo.slice(0, 20)}` });
    return {
      ...institutionItem(row, data), licenceNo: row.licenceNo ?? narrowDigits(licenceNo), asOf,
      phone: row.phone, postalCode: row.postalCode, headName: row.headName, legalRepName: row.legalRepName, registrar: row.registrar,
      accreditations: row.accreditations.map((one) => ({ ...one, kindText: label('accreditation-kind', one.kind) })),
      licences: [...row.licences],
      statuses: row.statuses.map((one) => ({ ...one, statusText: label('institution-status', one.status) })),
    };
  }

  /** @throws Problem `certificate-not-found` (404) */
  async appraiser(context: RequestContext, certificateNo: string, asOf: string = civilToday(context.now)): Promise<dto.AppraiserRecord> {
    const data = await this.reference.data();
    const row = await this.register.appraiser(this.sql, narrowDigits(certificateNo), asOf);
    if (!row) throw registryProblems['certificate-not-found']({ detail: `执业证号 ${certificateNo.slice(0, 20)}` });
    return {
      ...appraiserItem(row, data), certificateNo: row.certificateNo ?? narrowDigits(certificateNo), asOf,
      certificates: [...row.certificates],
      statuses: row.statuses.map((one) => ({ ...one, statusText: label('appraiser-status', one.status) })),
    };
  }
}

/** What any list of the register may be asked for. */
export type RegisterQuery = dto.InstitutionsQuery & dto.AppraisersQuery & { readonly kind?: string; readonly institutionId?: string };

/**
 * A search and what its cursors are bound to.
 * @param list its name, so that no other list takes its cursors
 * @throws Problem 400 naming an unknown category or division, or a cursor of another search
 */
export function toSearch(context: RequestContext, query: RegisterQuery, data: ReferenceData, list: string): { search: RegisterSearch; key: unknown } {
  const { cursor, limit = DEFAULT_LIMIT, q = '', category, division, status, kind, licenceNo, institutionId, asOf = civilToday(context.now) } = query;
  const categories = category === undefined ? null : answeringCategories(data, category);
  if (division !== undefined && !data.divisions.byCode(division)) {
    throw problems['invalid-request']({ errors: [{ pointer: '?division', code: 'unknown-division', message: '没有这个行政区划代码' }] });
  }
  if (q.trim() !== '' && normalizeName(q) === '') {
    throw problems['invalid-request']({ errors: [{ pointer: '?q', code: 'nothing-to-search', message: '没有可供查询的文字或数字' }] });
  }
  const key = [list, q, category ?? null, division ?? null, status ?? null, kind ?? null, licenceNo ?? null, institutionId ?? null, asOf];
  const after = decodeCursor(key, cursor, 2);
  return {
    key,
    search: {
      q, categories, divisionPrefix: division === undefined ? null : divisionPrefix(division), status: status ?? null,
      kind: kind ?? null, licenceNo: licenceNo ?? null, institutionId: institutionId ?? null, asOf, limit, after: after ? [String(after[0]), String(after[1])] : null,
    },
  };
}

/** Who holds a category's item, the category itself or one above it is found by it. @throws Problem 400 for an unknown code */
export function answeringCategories(data: ReferenceData, code: string): string[] {
  const known = data.categories.byCode(code.normalize('NFKC').trim().toUpperCase());
  if (!known) throw problems['invalid-request']({ errors: [{ pointer: '?category', code: 'unknown-category', message: '没有这个执业类别代码' }] });
  return [...new Set([...data.categories.descendantsOf(known.code), ...data.categories.ancestorsOf(known.code)].map((category) => category.code))];
}

/** The Chinese of a stored code. */
function label(domain: DomainName, code: string): string {
  return isDomainCode(domain, code) ? domainLabel(domain, code) : code;
}

/** Numbers may be typed in full width; a number never contains anything but what is left. */
function narrowDigits(text: string): string {
  return text.normalize('NFKC').trim();
}

function categoryItems(codes: readonly string[], data: ReferenceData): dto.CategoryItem[] {
  return codes.map((code) => ({ code, name: data.categories.byCode(code)?.name ?? code }));
}

function divisionName(code: string, data: ReferenceData): string {
  return data.divisions.byCode(code)?.fullName ?? code;
}

/** An institution as lists show it. */
export function institutionItem(row: InstitutionItemRow, data: ReferenceData): dto.InstitutionItem {
  return {
    name: row.name, licenceNo: row.licenceNo, institution: { name: row.name, licenceNo: row.licenceNo }, kind: row.kind,
    division: row.divisionCode, divisionName: divisionName(row.divisionCode, data), address: row.address,
    categories: categoryItems(row.categories, data), status: row.status, statusText: label('institution-status', row.status),
    validFrom: row.validFrom, validTo: row.validTo,
  };
}

/** An appraiser as lists show them. */
export function appraiserItem(row: AppraiserItemRow, data: ReferenceData): dto.AppraiserItem {
  return {
    name: row.name, certificateNo: row.certificateNo, sex: row.sex === null ? null : label('sex', row.sex), title: row.title, employmentType: row.employmentType,
    institution: row.institutionName === null ? null : { name: row.institutionName, licenceNo: row.licenceNo },
    division: row.divisionCode, divisionName: row.divisionCode === null ? null : divisionName(row.divisionCode, data),
    categories: categoryItems(row.categories, data), status: row.status, statusText: label('appraiser-status', row.status),
    validFrom: row.validFrom, validTo: row.validTo,
  };
}
