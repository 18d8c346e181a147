import { ContainerModule } from 'inversify';
import type { Feature } from '../feature.js';
import { Database } from '../platform/database/database.js';
import { FileService } from '../platform/files/index.js';
import { LedgerService } from '../platform/ledger/index.js';
import { CONFIG, KEYS } from '../platform/module.js';
import { BackgroundJobs } from '../platform/scheduling/index.js';
import { SettingService } from '../platform/settings/index.js';
import { ReferenceService } from '../reference/index.js';
import { importRoutes, ImportService } from './import/index.js';
import { publicQueryRoutes } from './public-query/public-query.controller.js';
import { PublicQueryRepository } from './public-query/public-query.repository.js';
import { PublicQueryService } from './public-query/public-query.service.js';
import { qualificationRoutes } from './qualification/qualification.controller.js';
import { QualificationRepository } from './qualification/qualification.repository.js';
import { QualificationService } from './qualification/qualification.service.js';
import { StatementCheckService } from './qualification/statement-check.service.js';
import { registrySettings } from './registry.settings.js';
import { StatementRepository } from './statement/statement.repository.js';
import { StatementService } from './statement/statement.service.js';

export const registryFeature: Feature = {
  name: 'registry',
  settings: registrySettings,
  module: new ContainerModule(({ bind }) => {
    bind(ImportService).toDynamicValue(({ get }) => new ImportService({
      database: get(Database), files: get(FileService), ledger: get(LedgerService), jobs: get(BackgroundJobs), reference: get(ReferenceService),
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
  routes: (container) => [
    ...importRoutes({ database: container.get(Database), imports: container.get(ImportService) }),
    ...publicQueryRoutes(container.get(PublicQueryService)),
    ...qualificationRoutes({
      qualifications: container.get(QualificationService), statements: container.get(StatementCheckService),
      keys: container.get(KEYS), config: container.get(CONFIG),
    }),
  ],
};
