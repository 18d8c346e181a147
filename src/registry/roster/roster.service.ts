import type { Readable } from 'node:stream';
import { civilToday } from '../../platform/calendar/index.js';
import type { DataScope, RequestContext } from '../../platform/context.js';
import type { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { divisionPrefix } from '../../platform/identity/role.js';
import type { LedgerService } from '../../platform/ledger/index.js';
import { problems } from '../../platform/problem.js';
import type { SettingService } from '../../platform/settings/index.js';
import type { SheetDefinition } from '../../platform/workbook/index.js';
import type { Division, ReferenceData, ReferenceService } from '../../reference/index.js';
import { issuerName } from '../registry.settings.js';
import { ScopeVocabulary } from '../scope-text/index.js';
import { planBook } from './book/book-plan.rules.js';
import { bookTitle } from './book/front-matter.rules.js';
import type { BookImprint } from './book/front-matter.rules.js';
import { institutionBlock } from './book/institution-block.rules.js';
import { bookSheets, MAIN_FIRST_ROW, MAIN_WIDTH } from './book/roster-book.js';
import { placeOf } from './place.rules.js';
import { tableSheets } from './roster-table.js';
import type { RosterSelection } from './roster.model.js';
import { rosterProblems } from './roster.problems.js';
import type { RosterRepository } from './roster.repository.js';
import { rosterRemarks, rosterStatuses } from './roster.settings.js';
import { streamWorkbook } from './workbook-stream.js';

export interface RosterPorts {
  readonly database: Database;
  readonly repository: RosterRepository;
  readonly reference: ReferenceService;
  readonly settings: SettingService;
  readonly ledger: Pick<LedgerService, 'append'>;
  /** Address of the public query, without a trailing slash. */
  readonly publicUrl: string;
}

/** Which book. */
export interface BookRequest { readonly division: string; readonly year: number }

/** Which table; today's roster when no day is given. */
export interface TableRequest { readonly division: string; readonly asOf?: string | undefined }

/** A workbook on its way. */
export interface RosterFile { readonly fileName: string; readonly content: Readable }

/** Workbooks written at one time by this process: each holds a database connection for as long as its reader takes. */
const AT_ONCE = { bureau: 3, public: 2 } as const;
const FIRST_YEAR = 2000;

/** 《国家司法鉴定人和司法鉴定机构名册》 (司发通〔2010〕84号), by what the registry knows now. */
export class RosterService {
  private readonly running = { bureau: 0, public: 0 };
  private vocabulary: ScopeVocabulary | null = null;

  constructor(private readonly ports: RosterPorts) {}

  /**
   * The roster book of a division as of 31 December, for the bureau; noted in the ledger.
   * @throws Problem 400 unknown division or year; 404 a division outside the actor's scope; `roster-busy` (429)
   */
  async book(context: RequestContext, request: BookRequest, signal: AbortSignal): Promise<RosterFile> {
    const data = await this.ports.reference.data();
    const division = divisionInScope(data, request.division, context.actor.scope);
    refuseYear(context, request.year);
    return this.limited('bureau', signal, async (begin) => {
      await this.note(context, division, { form: 'book', division: division.code, year: request.year });
      return this.writeBook(context, data, division, request.year, begin);
    });
  }

  /** The same book for everybody: it is published every year and holds nothing that is not. @throws Problem as above, but 404 */
  async publicBook(context: RequestContext, request: BookRequest, signal: AbortSignal): Promise<RosterFile> {
    const data = await this.ports.reference.data();
    const division = knownDivision(data, request.division);
    refuseYear(context, request.year);
    return this.limited('public', signal, (begin) => this.writeBook(context, data, division, request.year, begin));
  }

  /**
   * Registered institutions and appraisers of the roster of a day as plain sheets that can be imported again; noted in the ledger.
   * @throws Problem 400 unknown division; 404 outside the actor's scope; `roster-busy` (429)
   */
  async table(context: RequestContext, request: TableRequest, signal: AbortSignal): Promise<RosterFile> {
    const data = await this.ports.reference.data();
    const division = divisionInScope(data, request.division, context.actor.scope);
    const asOf = request.asOf ?? civilToday(context.now);
    return this.limited('bureau', signal, async (begin) => {
      await this.note(context, division, { form: 'table', division: division.code, asOf });
      const selection = await this.selection(division, asOf);
      const issuer = await this.ports.settings.get(issuerName);
      const content = await begin(context.now, issuer, async (tx) => {
        await this.ports.repository.expectBulk(tx);
        const ids = (await this.ports.repository.institutions(tx, selection)).filter(({ part }) => part === 'registered').map(({ id }) => id);
        return tableSheets({
          divisionName: division.fullName, asOf, issuer, vocabulary: this.vocabularyOf(data), divisions: data.divisions,
          institutions: () => this.ports.repository.institutionTable(tx, ids, selection),
          appraisers: () => this.ports.repository.appraiserTable(tx, ids, selection),
        });
      });
      return { fileName: `机构和鉴定人名册（${division.fullName} ${asOf}）.xlsx`, content };
    });
  }

  private async writeBook(context: RequestContext, data: ReferenceData, division: Division, year: number, begin: Begin): Promise<RosterFile> {
    const { repository, settings, publicUrl } = this.ports;
    const asOf = `${year}-12-31`;
    const selection = await this.selection(division, asOf);
    const imprint: BookImprint = {
      divisionName: division.fullName, year, asOf, finishedOn: civilToday(context.now), publicUrl,
      issuer: await settings.get(issuerName), remarks: await settings.get(rosterRemarks),
    };
    const vocabulary = this.vocabularyOf(data);
    const content = await begin(context.now, imprint.issuer, async (tx) => {
      await repository.expectBulk(tx);
      const institutions = await repository.institutions(tx, selection);
      const leftOut = await repository.leftOut(tx, selection);
      const plan = planBook(institutions, (code) => placeOf(data.divisions, code),
        (institution, number) => institutionBlock(institution, number, vocabulary, MAIN_WIDTH).length, MAIN_FIRST_ROW);
      const ids = plan.institutions.map(({ id }) => id);
      return bookSheets({
        imprint, plan, leftOut, vocabulary,
        appraisers: () => repository.appraisers(tx, ids, selection),
        categories: () => repository.categories(tx, ids, selection),
        names: () => repository.names(tx, ids, selection),
      });
    });
    return { fileName: `${bookTitle(imprint)}.xlsx`, content };
  }

  private async selection(division: Division, asOf: string): Promise<RosterSelection> {
    return { divisionPrefix: divisionPrefix(division.code), asOf, statuses: await this.ports.settings.get(rosterStatuses) };
  }

  /** Who took which roster is on record before the first byte leaves. */
  private async note(context: RequestContext, division: Division, change: object): Promise<void> {
    await this.ports.database.transaction((tx) => this.ports.ledger.append(tx, context, {
      action: 'registry.roster.exported', subject: { kind: 'division', id: division.code }, divisionCode: division.code, change,
    }));
  }

  /** Takes a place before anything is done, and gives it back when the workbook has ended or could not begin. */
  private async limited(kind: keyof typeof AT_ONCE, signal: AbortSignal, work: (begin: Begin) => Promise<RosterFile>): Promise<RosterFile> {
    if (this.running[kind] >= AT_ONCE[kind]) throw rosterProblems['roster-busy']({ headers: { 'Retry-After': '15' } });
    this.running[kind] += 1;
    let begun = false;
    const release = (): void => { this.running[kind] -= 1; };
    try {
      return await work((created, creator, prepare) => {
        begun = true;
        return streamWorkbook(this.ports.database, prepare, { creator, created }, signal, release);
      });
    } catch (error) {
      if (!begun) release();
      throw error;
    }
  }

  private vocabularyOf(data: ReferenceData): ScopeVocabulary {
    if (this.vocabulary?.index !== data.categories) this.vocabulary = new ScopeVocabulary(data.categories);
    return this.vocabulary;
  }
}

/** Begins to write a workbook whose sheets `prepare` reads. */
type Begin = (created: Date, creator: string, prepare: (tx: Tx) => Promise<SheetDefinition[]>) => Promise<Readable>;

function knownDivision(data: ReferenceData, code: string): Division {
  const division = data.divisions.byCode(code);
  if (!division) throw problems['invalid-request']({ errors: [{ pointer: '?division', code: 'unknown-division', message: '没有这个行政区划代码' }] });
  return division;
}

function divisionInScope(data: ReferenceData, code: string, scope: DataScope): Division {
  const division = knownDivision(data, code);
  const reaches = scope.kind === 'nation' || scope.kind === 'division' && divisionPrefix(division.code).startsWith(scope.prefix);
  if (!reaches) throw problems['not-found']({ detail: '该地区不在管辖范围内' });
  return division;
}

/** 84号: as of 31 December; next year's may be prepared. */
function refuseYear(context: RequestContext, year: number): void {
  const last = Number(civilToday(context.now).slice(0, 4)) + 1;
  if (year < FIRST_YEAR || year > last) {
    throw problems['invalid-request']({ errors: [{ pointer: '?year', code: 'out-of-range', message: `须在 ${FIRST_YEAR} 与 ${last} 之间` }] });
  }
}
