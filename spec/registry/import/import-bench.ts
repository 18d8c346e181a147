import { SettingRegistry, SettingService } from '../../../src/platform/settings/index.js';
import { registrySettings } from '../../../src/registry/registry.settings.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemContext } from '../../../src/platform/context.js';
import type { DataScope, RequestContext } from '../../../src/platform/context.js';
import { DiskFileStore, FileService, StagingArea } from '../../../src/platform/files/index.js';
import { LedgerService } from '../../../src/platform/ledger/index.js';
import { BackgroundJobs } from '../../../src/platform/scheduling/index.js';
import { ReferenceService } from '../../../src/reference/index.js';
import { ImportService } from '../../../src/registry/import/index.js';
import type { TestDatabase } from '../../support/database.js';
import { PROJECT_ROOT } from '../../support/environment.js';

export const GOOD_ROSTER = path.join(PROJECT_ROOT, 'spec', 'fixtures', 'roster-guangdong-2026.xlsx');
export const BAD_ROSTER = path.join(PROJECT_ROOT, 'spec', 'fixtures', 'roster-with-errors.xlsx');
export const EXPECTED_ERRORS = path.join(PROJECT_ROOT, 'spec', 'fixtures', 'roster-with-errors.expected.json');

/** The day on which the tests import. */
export const NOW = new Date('2026-03-01T02:00:00Z');

export interface ImportBench {
  readonly service: ImportService;
  readonly jobs: BackgroundJobs;
  readonly reference: ReferenceService;
  /** A folder of its own; the stored files lie in `files` below it. */
  readonly folder: string;
}

/** Call inside `describe` after `testDatabase()`: an import service over the test's database and a folder of its own. */
export function importBench(db: TestDatabase): ImportBench {
  let bench: ImportBench | null = null;
  const open = (): ImportBench => {
    if (!bench) throw new Error('the bench exists only while tests run');
    return bench;
  };
  before(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'hengjian-import-spec-'));
    const files = new FileService(new DiskFileStore(path.join(folder, 'files')), new StagingArea(path.join(folder, 'files', 'staging')));
    // Nothing is sealed in these tests, so no key is asked for.
    const ledger = new LedgerService(db.database, { signer: () => { throw new Error('not sealing'); }, publicKey: () => null });
    const jobs = new BackgroundJobs();
    const reference = new ReferenceService(db.sql);
    const settings = new SettingService(db.sql, new SettingRegistry(registrySettings));
    bench = { folder, jobs, reference, service: new ImportService({ database: db.database, files, ledger, jobs, reference, settings }) };
  });
  after(async () => { await rm(open().folder, { recursive: true, force: true }); });
  return {
    get service() { return open().service; },
    get jobs() { return open().jobs; },
    get reference() { return open().reference; },
    get folder() { return open().folder; },
  };
}

export function seedContext(): RequestContext {
  return systemContext('seed', NOW);
}

/** A bureau's account that reaches a division. */
export function bureauContext(prefix: string, name = `bureau-${prefix}`): RequestContext {
  const scope: DataScope = { kind: 'division', prefix };
  return {
    actor: { kind: 'account', id: name, name, role: 'province', permissions: new Set(['record:import']), scope, sessionId: null },
    requestId: `test-${name}`, ip: null, now: NOW,
  };
}
