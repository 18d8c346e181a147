import { sortKey } from '../../../src/platform/search/index.js';
import { CopyRows } from './copy-rows.js';
import { institutionName } from './names.js';
import type { NamePool } from './name-pool.js';
import { Random, RankedChoice } from './random.js';

export const INSTITUTIONS = 4_500;
export const APPRAISERS = 50_000;

const LEAST_STAFF = 3;
const INVESTIGATIVE_SHARE = 0.03;
const CLASSIFIED_SHARE = 0.003;
const CANCELLED_SHARE = 0.012;
const SUSPENDED_SHARE = 0.01;
const EXPIRED_SHARE = 0.01;
const FORMER_EMPLOYER_SHARE = 0.08;
const CHANGED_DETAIL_SHARE = 0.1;
const TERM_YEARS = 5;
const TITLES = [['主检法医师', 'intermediate'], ['副主任法医师', 'deputy-senior'], ['主任法医师', 'senior'], ['法医师', 'junior'], ['高级工程师', 'deputy-senior'], ['工程师', 'intermediate'], [null, null]] as const;

/** What the population is drawn from. */
export interface Source {
  readonly names: NamePool;
  /** Divisions of today, provinces left out. */
  readonly divisions: readonly { readonly code: string; readonly name: string }[];
  /** Category codes of two levels, such as FY-02 and FY-0201, the frequent ones first. */
  readonly categories: readonly string[];
  /** Civil date of today. */
  readonly today: string;
}

interface Employer {
  readonly id: string;
  /** Among all blocks. */
  readonly number: number;
  readonly licenceNo: string | null;
  readonly since: number;
  readonly scope: readonly string[];
  readonly authority: string;
  readonly investigative: boolean;
  staff: number;
}

/**
 * One block of 4,500 institutions and 50,000 appraisers with everything that the search reads: several facts of each kind, earlier
 * documents, former employers, ended and suspended ones. Blocks differ only by their number, and numbers of licences never repeat.
 */
export class PopulationBlock {
  readonly rows: CopyRows;
  private readonly random: Random;
  private readonly employers: Employer[] = [];
  private readonly category: RankedChoice<string>;
  private readonly thisYear: number;

  constructor(private readonly source: Source, private readonly block: number, recordedAt: string) {
    this.rows = new CopyRows(recordedAt);
    this.random = new Random(7919 * (block + 1));
    this.thisYear = Number(source.today.slice(0, 4));
    this.category = new RankedChoice(source.categories, 0.9);
    const serials = new Map<string, number>();
    for (let index = 0; index < INSTITUTIONS; index++) this.employers.push(this.institution(index, serials));
    for (let index = 0; index < APPRAISERS; index++) this.appraiser(index);
  }

  private institution(index: number, serials: Map<string, number>): Employer {
    const { random, rows, source } = this;
    const draw = random.next();
    const number = this.block * INSTITUTIONS + index;
    const kind = draw < CLASSIFIED_SHARE ? 'investigative-classified' : draw < INVESTIGATIVE_SHARE ? 'investigative' : 'social';
    const division = random.pick(source.divisions);
    const name = institutionName(division.name, random);
    const head = source.names.draw(random).name;
    const since = random.between(this.thisYear - 18, this.thisYear - 6);
    const from = this.dayIn(since);
    const authority = `${division.name}司法局`;
    const id = rows.subject('institution', kind);
    rows.fact('institution_detail', from, null, id, name, sortKey(name, { person: false }), null, 'independent', 'other',
      `${division.name}人民路${random.between(1, 900)}号`, division.code, '510000', `0${random.between(10, 99)}-${random.between(10_000_000, 99_999_999)}`, head, head);
    rows.fact('institution_status', from, null, id, random.chance(SUSPENDED_SHARE) ? 'suspended' : 'practising');
    const scope = this.drawScope();
    for (const code of scope) rows.fact('institution_scope', from, null, id, code, from);
    let licenceNo: string | null = null;
    if (kind === 'social') {
      licenceNo = this.licenceNumber(division.code, since, serials);
      this.document('licence', from, null, (issuedOn, known) => [id, known ? licenceNo : null, known ? 'nine-digit' : 'unknown', issuedOn, authority]);
      if (random.chance(0.3)) rows.fact('accreditation', from, null, id, 'cma', `CMA${random.between(100_000, 999_999)}`, this.dayIn(this.thisYear + 1));
    } else {
      rows.fact('institution_filing', from, null, id, 'police', `${division.name}公安局`, `${division.code}-${number}`);
    }
    return { id, number, licenceNo, since, scope, authority, investigative: kind !== 'social', staff: 0 };
  }

  private appraiser(index: number): void {
    const { random, rows } = this;
    const employer = this.employerOf(index);
    employer.staff += 1;
    const since = random.between(employer.since + 1, this.thisYear - 2);
    const from = this.dayIn(since);
    const until = random.chance(CANCELLED_SHARE) ? `${this.thisYear - 1}-12-31` : null;
    const id = rows.subject('appraiser');
    this.details(id, from, since);
    rows.fact('employment', from, until, id, employer.id, random.chance(0.7) ? 'full-time' : 'part-time', 'appraiser');
    if (random.chance(FORMER_EMPLOYER_SHARE)) {
      rows.fact('employment', `${since - 3}${from.slice(4)}`, from, id, random.pick(this.employers).id, 'full-time', 'appraiser');
    }
    this.certificate(id, employer, from, until);
    for (const code of this.held(employer.scope)) rows.fact('appraiser_category', from, until, id, employer.id, code, from);
    if (until === null) rows.fact('appraiser_status', from, null, id, random.chance(SUSPENDED_SHARE) ? 'suspended' : 'practising');
    else {
      rows.fact('appraiser_status', from, until, id, 'practising');
      rows.fact('appraiser_status', until, null, id, 'cancelled');
    }
  }

  private details(id: string, from: string, since: number): void {
    const { random, rows, source } = this;
    const { name, sortKey: key } = source.names.draw(random);
    const values = [name, key, random.chance(0.6) ? '1' : '2', random.between(1955, 1995), random.between(1, 12), random.pick(['10', '20', '30'])];
    const [title, level] = random.pick(TITLES);
    const changed = random.chance(CHANGED_DETAIL_SHARE) ? `${since + 1}${from.slice(4)}` : null;
    rows.fact('appraiser_detail', from, changed, id, ...values, title, level, random.between(3, 35));
    if (changed !== null) rows.fact('appraiser_detail', changed, null, id, ...values, '主任法医师', 'senior', random.between(10, 35));
  }

  private certificate(id: string, employer: Employer, from: string, until: string | null): void {
    // A certificate's number is that of its institution and a serial within it (司发通〔2010〕83号).
    const serial = String(employer.staff).padStart(3, '0');
    const number = employer.licenceNo === null ? `鉴资${employer.number}-${serial}` : employer.licenceNo + serial;
    const format = employer.investigative ? 'qualification' : 'twelve-digit';
    this.document('certificate', from, until, (issuedOn, known) => [id, employer.id, known ? number : null, known ? format : 'unknown', issuedOn, employer.authority]);
  }

  /** The document of today, and before it the earlier ones as one whose number is not known. */
  private document(table: 'licence' | 'certificate', from: string, until: string | null, values: (issuedOn: string, known: boolean) => (string | null)[]): void {
    const { rows, source } = this;
    const first = Number(from.slice(0, 4));
    const newest = until ?? source.today;
    const begun = Number(newest.slice(0, 4)) - (from.slice(4) > newest.slice(4) ? 1 : 0);
    const late = this.random.chance(EXPIRED_SHARE) ? TERM_YEARS : 0;
    const last = Math.max(first, begun - (begun - first) % TERM_YEARS - late);
    const issuedOn = `${last}${from.slice(4)}`;
    if (last > first) rows.fact(table, from, issuedOn, ...values(from, false));
    rows.fact(table, issuedOn, until ?? `${last + TERM_YEARS}${from.slice(4)}`, ...values(issuedOn, true));
  }

  /** The first ones go round, so that everybody has a few; the others prefer the larger institutions. */
  private employerOf(index: number): Employer {
    const place = index < INSTITUTIONS * LEAST_STAFF ? index % INSTITUTIONS : Math.floor(INSTITUTIONS * this.random.next() ** 1.6);
    return this.employers[place]!;
  }

  private drawScope(): string[] {
    const codes = new Set<string>();
    for (let wanted = this.random.between(2, 10); wanted > 0; wanted--) codes.add(this.category.draw(this.random));
    return [...codes];
  }

  private held(scope: readonly string[]): string[] {
    const start = this.random.below(scope.length);
    const count = Math.min(scope.length, this.random.between(1, 4));
    return Array.from({ length: count }, (_, index) => scope[(start + index) % scope.length]!);
  }

  private licenceNumber(division: string, year: number, serials: Map<string, number>): string {
    const place = division.slice(0, 4) + String(year).slice(2);
    const serial = (serials.get(place) ?? 0) + 1;
    serials.set(place, serial);
    return place + String(this.block * 100 + serial).padStart(3, '0');
  }

  private dayIn(year: number): string {
    return `${year}-${String(this.random.between(1, 12)).padStart(2, '0')}-${String(this.random.between(1, 28)).padStart(2, '0')}`;
  }
}
