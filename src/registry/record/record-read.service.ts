import { civilToday } from '../../platform/calendar/index.js';
import type { RequestContext } from '../../platform/context.js';
import type { Sql } from '../../platform/database/sql.js';
import { page } from '../../platform/http/cursor.js';
import { problems } from '../../platform/problem.js';
import type { ReferenceService } from '../../reference/index.js';
import type { AppraiserRepository } from '../appraiser/appraiser.repository.js';
import { factProblems, scopeCondition } from '../facts/index.js';
import type { AsOf, OfficialScope, SubjectKind, SubjectRepository } from '../facts/index.js';
import type { InstitutionRepository } from '../institution/institution.repository.js';
import type { PublicQueryRepository } from '../public-query/public-query.repository.js';
import { appraiserItem, institutionItem, toSearch } from '../public-query/public-query.service.js';
import type { RegisteredAppraiser } from './appraiser-record.dto.js';
import type { RegisteredInstitution } from './institution-record.dto.js';
import type { PersonalDataVault } from './personal-data.js';
import type { RecordActions } from './record-actions.js';
import type { HistoryView } from './record-facts.dto.js';
import type { AppraiserRecordPage, AppraiserRecordsQuery, BothTimesQuery, InstitutionRecordPage, InstitutionRecordsQuery } from './record-query.dto.js';
import { appraiserView, historyView, institutionView } from './record.presenter.js';
import type { RecordHead, RecordRepository } from './record.repository.js';

export interface RecordReadPorts {
  readonly records: RecordRepository;
  readonly subjects: SubjectRepository;
  readonly institutionReads: InstitutionRepository;
  readonly appraiserReads: AppraiserRepository;
  readonly search: PublicQueryRepository;
  readonly reference: ReferenceService;
  readonly vault: PersonalDataVault;
  readonly actions: RecordActions;
}

/** The registry as officials and institutions read it: each sees the records within its scope, and no others exist for it. */
export class RecordReadService {
  constructor(private readonly ports: RecordReadPorts) {}

  /** @throws Problem 400 naming an unknown category or division, or a cursor of another search */
  async institutions(sql: Sql, context: RequestContext, query: InstitutionRecordsQuery): Promise<InstitutionRecordPage> {
    const data = await this.ports.reference.data();
    const { search, key } = toSearch(context, query, data, 'institution-records');
    const rows = await this.ports.search.institutions(sql, search, visibleTo(context));
    const { items, nextCursor } = page(key, rows, search.limit, (row) => [row.position1, row.position2]);
    return { items: items.map((row) => ({ id: row.institutionId, ...institutionItem(row, data) })), nextCursor };
  }

  /** @throws Problem 400 as above */
  async appraisers(sql: Sql, context: RequestContext, query: AppraiserRecordsQuery): Promise<AppraiserRecordPage> {
    const data = await this.ports.reference.data();
    const { search, key } = toSearch(context, query, data, 'appraiser-records');
    const rows = await this.ports.search.appraisers(sql, search, visibleTo(context));
    const { items, nextCursor } = page(key, rows, search.limit, (row) => [row.position1, row.position2]);
    return { items: items.map((row) => ({ id: row.appraiserId, ...appraiserItem(row, data) })), nextCursor };
  }

  /** @throws Problem `institution-not-found` (404), also out of scope */
  async institution(sql: Sql, context: RequestContext, id: string, times: BothTimesQuery = {}): Promise<RegisteredInstitution> {
    const { records, institutionReads, actions } = this.ports;
    const scope = officialScope(context);
    const at = bothTimes(context, times);
    const head = await this.head(sql, scope, 'institution', id);
    const snapshot = await institutionReads.asOf(sql, scope, { id }, at);
    if (!snapshot) throw factProblems['institution-not-found']();
    return institutionView(snapshot, await records.events(sql, scope, 'institution', id, at), at, actions.of(context, 'institution', head.institutionKind));
  }

  /** ID and phone numbers are masked. @throws Problem `appraiser-not-found` (404), also out of scope */
  async appraiser(sql: Sql, context: RequestContext, id: string, times: BothTimesQuery = {}): Promise<RegisteredAppraiser> {
    const { records, appraiserReads, vault, actions } = this.ports;
    const scope = officialScope(context);
    const at = bothTimes(context, times);
    const head = await this.head(sql, scope, 'appraiser', id);
    const snapshot = await appraiserReads.asOf(sql, scope, { id }, at);
    const personal = await appraiserReads.personalData(sql, scope, id);
    if (!snapshot || !personal) throw factProblems['appraiser-not-found']();
    return appraiserView(snapshot, {
      events: await records.events(sql, scope, 'appraiser', id, at),
      employer: snapshot.employment && await records.employer(sql, snapshot.employment.institutionId, at),
      identity: vault.masked(personal),
    }, at, actions.of(context, 'appraiser', head.institutionKind));
  }

  /** Everything the registry ever said of a record. @throws Problem 404 */
  async history(sql: Sql, context: RequestContext, subject: SubjectKind, id: string): Promise<HistoryView> {
    const scope = officialScope(context);
    await this.head(sql, scope, subject, id);
    const facts = await this.ports.subjects.historyOf(sql, scope, subject, id);
    if (!facts) throw factProblems[`${subject}-not-found`]();
    return historyView(subject, facts);
  }

  /** What decides over a record. @throws Problem 404 when it does not exist for this reader */
  async head(sql: Sql, scope: OfficialScope, subject: SubjectKind, id: string): Promise<RecordHead> {
    const head = await this.ports.records.head(sql, scope, subject, id);
    if (!head) throw factProblems[`${subject}-not-found`]();
    return head;
  }
}

/** The reach of a caller's account. @throws Problem `forbidden` for an account with neither division nor institution */
export function officialScope({ actor }: RequestContext): OfficialScope {
  if (actor.scope.kind === 'public') throw problems['forbidden']({ detail: '账号没有辖区或所属机构' });
  return actor.scope;
}

function visibleTo(context: RequestContext) {
  const scope = officialScope(context);
  return (subject: SubjectKind, alias: string, params: unknown[]) => scopeCondition(scope, subject, alias, params);
}

function bothTimes(context: RequestContext, { asOf, knownAt }: BothTimesQuery): AsOf {
  return { asOf: asOf ?? civilToday(context.now), knownAt: knownAt ?? null };
}
