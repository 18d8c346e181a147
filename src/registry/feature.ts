import { ContainerModule, type Container } from 'inversify';
import type { Feature } from '../feature.js';
import { Database } from '../platform/database/database.js';
import { FileReaders, FileService } from '../platform/files/index.js';
import type { RouteTable } from '../platform/http/route.js';
import { LedgerService } from '../platform/ledger/index.js';
import { CONFIG, KEYS } from '../platform/module.js';
import { BackgroundJobs } from '../platform/scheduling/index.js';
import { SettingService } from '../platform/settings/index.js';
import { ReferenceService } from '../reference/index.js';
import { IMPORT_FILE_OWNER, importRoutes, ImportService } from './import/index.js';
import { publicQueryRoutes } from './public-query/public-query.controller.js';
import { PublicQueryRepository } from './public-query/public-query.repository.js';
import { PublicQueryService } from './public-query/public-query.service.js';
import { qualificationRoutes } from './qualification/qualification.controller.js';
import { QualificationRepository } from './qualification/qualification.repository.js';
import { QualificationService } from './qualification/qualification.service.js';
import { StatementCheckService } from './qualification/statement-check.service.js';
import { recordPorts, recordRoutes } from './record/index.js';
import { registrySettings } from './registry.settings.js';
import { RosterRepository, rosterRoutes, RosterService, rosterSettings } from './roster/index.js';
import { StatementRepository } from './statement/statement.repository.js';
import { StatementService } from './statement/statement.service.js';

export const registryFeature: Feature = {
  name: 'registry',
  settings: [...registrySettings, ...rosterSettings],
  module: new ContainerModule(({ bind }) => {
    bind(ImportService).toDynamicValue(({ get }) => new ImportService({
      database: get(Database), files: get(FileService), ledger: get(LedgerService), jobs: get(BackgroundJobs), reference: get(ReferenceService),
      settings: get(SettingService),
    })).inSingletonScope();
    bind(RosterService).toDynamicValue(({ get }) => new RosterService({
      database: get(Database), repository: new RosterRepository(), reference: get(ReferenceService), settings: get(SettingService),
      ledger: get(LedgerService), publicUrl: get(CONFIG).publicUrl,
    })).inSingletonScope();
    bind(PublicQueryService).toDynamicValue(({ get }) =>
      new PublicQueryService(get(Database), new PublicQueryRepository(), get(ReferenceService))).inSingletonScope();
    bind(StatementService).toDynamicValue(({ get }) =>
      new StatementService(new StatementRepository(), get(KEYS), get(LedgerService))).inSingletonScope();
    bind(QualificationService).toDynamicValue(({ get }) =>
      new QualificationService(get(Database), new QualificationRepository(), get(ReferenceService), get(StatementService))).inSingletonScope();
    bind(StatementCheckService).toDynamicValue(({ get }) =>
      new StatementCheckService(get(Database), get(StatementService), get(QualificationService), get(SettingService), get(CONFIG))).inSingletonScope();
  }),
  backgroundJobs: (container) => [container.get(ImportService).job()],
  routes: (container) => routes(container.get.bind(container)),
};

function routes(get: Container['get']): RouteTable {
  const imports = get(ImportService);
  get(FileReaders).add(IMPORT_FILE_OWNER, (sql, context, id) => imports.mayRead(sql, context, id));
  return [
    ...publicQueryRoutes(get(PublicQueryService)),
    ...qualificationRoutes({ qualifications: get(QualificationService), statements: get(StatementCheckService), keys: get(KEYS), config: get(CONFIG) }),
    ...recordRoutes(recordPorts({ database: get(Database), ledger: get(LedgerService), keys: get(KEYS), reference: get(ReferenceService) })),
    ...rosterRoutes(get(RosterService)),
    ...importRoutes({ database: get(Database), imports }),
  ];
}
