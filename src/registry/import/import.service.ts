import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { civilToday } from '../../platform/calendar/civil-date.js';
import type { Actor, RequestContext } from '../../platform/context.js';
import type { Sql, Tx } from '../../platform/database/sql.js';
import { safeFileName } from '../../platform/files/index.js';
import type { FileService, ReceivedFile } from '../../platform/files/index.js';
import { newId } from '../../platform/id.js';
import type { LedgerService } from '../../platform/ledger/index.js';
import { Problem } from '../../platform/problem.js';
import type { BackgroundJobs, TransactionRunner } from '../../platform/scheduling/index.js';
import { UPLOAD_LIMITS, annotateWorkbook, inspectUpload, workbookTemplate } from '../../platform/workbook/index.js';
import type { SettingService } from '../../platform/settings/index.js';
import type { ReferenceService } from '../../reference/index.js';
import { minAppraisersPerItem } from '../registry.settings.js';
import { ScopeVocabulary } from '../scope-text/index.js';
import { HeapRelief } from './heap-relief.js';
import { rosterImportJob } from './import.job.js';
import type { RosterImportPayload } from './import.job.js';
import type { ImportMode, ImportOutcome, ImportProgress, ImportRecord, ImportReport, OnError } from './import.model.js';
import { importProblems } from './import.problems.js';
import { failImport, findImport, findVisibleImport, finishImport, insertImport, issuesOf, listVisibleImports } from './import.repository.js';
import { importRoster } from './roster-import.js';
import { probeRoster, readRoster } from './roster/roster-reader.js';
import type { Roster } from './roster/roster-reader.js';
import { TEMPLATE_NOTES, TEMPLATE_SHEETS } from './roster/roster-columns.js';

export interface ImportServicePorts {
  readonly database: TransactionRunner;
  readonly files: FileService;
  readonly ledger: LedgerService;
  readonly jobs: BackgroundJobs;
  readonly reference: ReferenceService;
  readonly settings: SettingService;
}

/** A workbook on the local disk and what shall be done with it. */
export interface ImportRequest {
  readonly path: string;
  readonly originalName: string;
  readonly mode: ImportMode;
  readonly onError: OnError;
}

/** Kind of the owner under which the uploaded workbooks are stored. */
export const IMPORT_FILE_OWNER = 'roster-import';
/** Larger workbooks run as a background job. */
const INLINE_BYTES = 2_000_000;
/** Findings of each severity in one answer; the totals count all. */
const ISSUES_SHOWN = 1000;
const ISSUES_ANNOTATED = 20_000;
const FILE_TERMS = {
  maxBytes: UPLOAD_LIMITS.maxFileBytes,
  // The guard has looked inside; what the signature alone tells may be no more than a zip archive.
  mediaTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/zip'],
};

/** Imports of roster workbooks (司发通〔2010〕84号; design §4.10). */
export class ImportService {
  constructor(private readonly ports: ImportServicePorts) {}

  /**
   * Imports a workbook at once, or as a background job when it is large.
   * @throws Problem of the workbook guard or `import-no-roster-sheet`; nothing is left behind then
   */
  async submit(context: RequestContext, request: ImportRequest): Promise<ImportReport> {
    return (await stat(request.path)).size <= INLINE_BYTES ? this.importFile(context, request) : this.enqueue(context, request);
  }

  /**
   * Imports a workbook of any size now. For requests with small files and for seeding.
   * @throws Problem as `submit`, and `import-conflict` (409)
   */
  async importFile(context: RequestContext, request: ImportRequest): Promise<ImportReport> {
    await inspectUpload(request.path);
    const roster = await this.read(request.path, context.now);
    const received = await this.receive(request.path);
    const id = newId();
    await importRoster({ id, mode: request.mode, onError: request.onError, roster, context }, await this.importPorts(), async (tx, outcome) => {
      await this.insert(tx, context, id, request, received, null);
      await this.finish(tx, context, id, request, received.digest, outcome, context.now);
    });
    return this.report(this.ports.database, context.actor, id);
  }

  /** The import and its first findings. @throws Problem `import-not-found` also when the actor does not reach its creator */
  async report(sql: Sql, actor: Actor, id: string): Promise<ImportReport> {
    const found = await this.find(sql, actor, id);
    const [errors, warnings] = await Promise.all([issuesOf(sql, id, 'error', ISSUES_SHOWN), issuesOf(sql, id, 'warning', ISSUES_SHOWN)]);
    return { ...found, errors, warnings };
  }

  /** Imports that the actor may see, newest first. */
  list(sql: Sql, actor: Actor, after: { readonly createdAt: string; readonly id: string } | null, limit: number): Promise<ImportRecord[]> {
    return listVisibleImports(sql, actor, after, limit);
  }

  /** Whether the actor may read the file of an import. */
  async mayRead(sql: Sql, context: RequestContext, importId: string): Promise<boolean> {
    return context.actor.permissions.has('record:import') && (await findVisibleImport(sql, context.actor, importId)) !== null;
  }

  /**
   * The user's own workbook with the wrong cells marked and explained. The stream removes its temporary file.
   * @throws Problem `import-not-found`, `import-not-finished` (409)
   */
  async annotatedWorkbook(sql: Sql, actor: Actor, id: string): Promise<{ readonly fileName: string; readonly content: Readable }> {
    const found = await this.find(sql, actor, id);
    if (found.fileId === null || found.status !== 'done') throw importProblems['import-not-finished']();
    const folder = await mkdtemp(path.join(tmpdir(), 'hengjian-import-'));
    const remove = () => rm(folder, { recursive: true, force: true });
    try {
      const original = path.join(folder, 'original.xlsx');
      const target = path.join(folder, 'annotated.xlsx');
      await this.fetch(sql, found.fileId, original);
      await annotateWorkbook(original, target, {
        errors: await issuesOf(sql, id, 'error', ISSUES_ANNOTATED), warnings: await issuesOf(sql, id, 'warning', ISSUES_ANNOTATED), headerRows: found.headerRows,
      });
      const content = createReadStream(target);
      content.once('close', () => void remove());
      return { fileName: `${found.fileName.replace(/\.xlsx$/i, '')}-批注.xlsx`, content };
    } catch (error) {
      await remove();
      throw error;
    }
  }

  /** An empty workbook to be filled in. */
  template(now: Date): Promise<Buffer> {
    return workbookTemplate(TEMPLATE_SHEETS, { notes: TEMPLATE_NOTES, creator: '衡鉴', created: now });
  }

  /** The background job that carries large imports out. */
  job() {
    return rosterImportJob((payload, context, db, progress) => this.carryOut(payload, context, db, progress));
  }

  private async enqueue(context: RequestContext, request: ImportRequest): Promise<ImportReport> {
    await inspectUpload(request.path);
    await probeRoster(request.path);
    const received = await this.receive(request.path);
    const id = newId();
    await this.ports.database.transaction(async (tx) => {
      const { scope, kind, name, role, id: actorId } = context.actor;
      const jobId = await this.ports.jobs.enqueue(tx, context, this.job(), { importId: id, actor: { kind, id: actorId, name, role, scope }, requestId: context.requestId });
      await this.insert(tx, context, id, request, received, jobId);
    });
    return this.report(this.ports.database, context.actor, id);
  }

  /** Runs a queued import; one that an earlier attempt has finished is left as it is. */
  private async carryOut(payload: RosterImportPayload, context: RequestContext, db: TransactionRunner, progress: (progress: ImportProgress) => Promise<void>): Promise<void> {
    const found = await findImport(db, payload.importId);
    if (!found?.fileId || found.finishedAt) return;
    const folder = await mkdtemp(path.join(tmpdir(), 'hengjian-import-'));
    const heap = new HeapRelief();
    const step = (state: ImportProgress): Promise<void> => {
      heap.relieve();
      return progress(state);
    };
    try {
      const file = path.join(folder, 'roster.xlsx');
      await this.fetch(db, found.fileId, file);
      const roster = await this.read(file, context.now, (rows) => step({ done: rows, total: null }));
      const total = roster.institutions.length + roster.appraisers.length;
      await importRoster(
        { id: found.id, mode: found.mode, onError: found.onError, roster, context }, { ...await this.importPorts(), database: db },
        (tx, outcome) => this.finish(tx, context, found.id, { mode: found.mode, onError: found.onError, originalName: found.fileName }, found.fileDigest, outcome, new Date()),
        (rows) => step({ done: Math.min(rows, total), total }));
    } catch (error) {
      if (error instanceof Problem) await this.fail(db, context, found, error);
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Ends a queued import that turned out to be impossible; its file goes. */
  private async fail(db: TransactionRunner, context: RequestContext, found: ImportRecord, problem: Problem): Promise<void> {
    await db.transaction(async (tx) => {
      if (!await failImport(tx, found.id, { code: problem.code, title: problem.title, detail: problem.detail ?? null }, new Date())) return;
      if (found.fileId !== null) await this.ports.files.remove(tx, context, found.fileId);
    });
  }

  private async find(sql: Sql, actor: Actor, id: string): Promise<ImportRecord> {
    const found = await findVisibleImport(sql, actor, id);
    if (!found) throw importProblems['import-not-found']();
    return found;
  }

  private async read(file: string, now: Date, progress?: (rows: number) => Promise<void>): Promise<Roster> {
    const { categories, divisions } = await this.ports.reference.data();
    return readRoster(file, { scopes: new ScopeVocabulary(categories), divisions, today: civilToday(now) }, progress);
  }

  private async importPorts() {
    return {
      database: this.ports.database, ledger: this.ports.ledger, reference: await this.ports.reference.data(),
      appraisersPerItem: await this.ports.settings.get(minAppraisersPerItem),
    };
  }

  private receive(file: string): Promise<ReceivedFile> {
    return this.ports.files.receive(createReadStream(file), FILE_TERMS);
  }

  private async fetch(sql: Sql, fileId: string, target: string): Promise<void> {
    const { content } = await this.ports.files.open(sql, fileId);
    await pipeline(content, createWriteStream(target, { mode: 0o600 }));
  }

  private async insert(tx: Tx, context: RequestContext, id: string, request: ImportRequest, received: ReceivedFile, jobId: string | null): Promise<void> {
    const file = await this.ports.files.attach(tx, context, received, request.originalName, { kind: IMPORT_FILE_OWNER, id });
    await insertImport(tx, {
      id, mode: request.mode, onError: request.onError, jobId, fileId: file.id, fileName: safeFileName(request.originalName), fileDigest: received.digest,
      actor: context.actor, createdAt: context.now,
    });
  }

  private async finish(
    tx: Tx, context: RequestContext, id: string, request: Pick<ImportRequest, 'mode' | 'onError' | 'originalName'>, digest: string,
    outcome: ImportOutcome, now: Date,
  ): Promise<void> {
    if (!await finishImport(tx, id, outcome, now)) throw importProblems['import-conflict']({ detail: '该次导入已由另一进程完成' });
    await this.ports.ledger.append(tx, context, {
      action: request.mode === 'commit' ? 'registry.import.committed' : 'registry.import.checked', subject: { kind: 'roster-import', id },
      divisionCode: context.actor.scope.kind === 'division' ? context.actor.scope.prefix : null,
      change: {
        mode: request.mode, onError: request.onError, fileName: request.originalName, fileDigest: digest, digestAlgorithm: 'SM3', committed: outcome.committed,
        dataDate: outcome.dataDate, institutions: outcome.institutions, appraisers: outcome.appraisers,
        errors: outcome.errors.length, warnings: outcome.warnings.length,
      },
    });
  }
}
