import path from 'node:path';
import { ContainerModule, type Container, type ResolutionContext, type ServiceIdentifier } from 'inversify';
import type { Logger } from 'pino';
import { CalendarService } from './calendar/index.js';
import { calendarRoutes } from './calendar/calendar.controller.js';
import type { Config } from './config/config.js';
import type { KeyStore } from './crypto/index.js';
import { Database } from './database/database.js';
import { DiskFileStore, FileReaders, FileService, fileRoutes, fileSweep, StagingArea } from './files/index.js';
import { IdempotentRequests } from './http/idempotent.js';
import { RateLimits } from './http/rate-limit.js';
import type { RouteTable } from './http/route.js';
import { idempotencySweep, IdempotencyStore } from './idempotency/index.js';
import { AccountRepository } from './identity/account.repository.js';
import { AccountService } from './identity/account.service.js';
import { accountRoutes } from './identity/account.controller.js';
import { ClientRepository } from './identity/client.repository.js';
import { ClientService } from './identity/client.service.js';
import { identityPolicy, identitySettings } from './identity/identity.policy.js';
import { LoginLogRepository } from './identity/login-log.repository.js';
import { RoleCatalogue } from './identity/role.js';
import { SessionRepository } from './identity/session.repository.js';
import { SessionService } from './identity/session.service.js';
import { sessionRoutes } from './identity/session.controller.js';
import { ledgerRoutes } from './ledger/ledger.controller.js';
import { ledgerSealing } from './ledger/ledger-seal.job.js';
import { CheckpointFolder, LedgerService } from './ledger/index.js';
import { Health, Metrics, observabilityRoutes } from './observability/index.js';
import { DeadLetters, outboxRoutes, outboxSweep } from './outbox/index.js';
import { BackgroundJobs, jobHistoryCleanup, type JobDefinition } from './scheduling/index.js';
import { SettingRegistry, SettingService, settingRoutes } from './settings/index.js';

/** What is there before any service: read from the environment or opened by `main`. */
export interface PlatformBase {
  readonly config: Config;
  readonly database: Database;
  readonly keys: KeyStore;
  readonly log: Logger;
  readonly roles: RoleCatalogue;
  readonly settings: SettingRegistry;
}

/** Identifiers of what has no class of its own. */
export const CONFIG: ServiceIdentifier<Config> = Symbol('config');
export const LOG: ServiceIdentifier<Logger> = Symbol('log');
export const KEYS: ServiceIdentifier<KeyStore> = Symbol('keys');

/** Binds every platform service once. */
export function platformModule(base: PlatformBase): ContainerModule {
  return new ContainerModule(({ bind }) => {
    const single = <T>(identifier: ServiceIdentifier<T>, make: (get: ResolutionContext['get']) => T) =>
      bind<T>(identifier).toDynamicValue((context) => make(context.get.bind(context))).inSingletonScope();
    bind(CONFIG).toConstantValue(base.config);
    bind(LOG).toConstantValue(base.log);
    bind(Database).toConstantValue(base.database);
    bind(KEYS).toConstantValue(base.keys);
    bind(RoleCatalogue).toConstantValue(base.roles);
    bind(SettingRegistry).toConstantValue(base.settings);

    single(SettingService, (get) => new SettingService(get(Database), get(SettingRegistry)));
    single(LedgerService, (get) => new LedgerService(get(Database), get(KEYS)));
    single(CheckpointFolder, () => new CheckpointFolder(path.join(base.config.dataDir, 'checkpoints')));
    single(CalendarService, (get) => new CalendarService(get(Database)));
    single(BackgroundJobs, () => new BackgroundJobs());
    single(FileReaders, () => new FileReaders());
    single(FileService, () => new FileService(
      new DiskFileStore(path.join(base.config.dataDir, 'files')), new StagingArea(path.join(base.config.dataDir, 'files', 'staging'))));
    single(Metrics, () => new Metrics());
    single(Health, () => new Health({ onFailure: (name, error) => base.log.warn({ err: error, check: name }, 'readiness check failed') }));
    single(RateLimits, () => new RateLimits());
    single(IdempotentRequests, (get) => new IdempotentRequests(get(Database), new IdempotencyStore({ leaseSeconds: Math.ceil(base.config.requestTimeoutMs / 1000) * 4 + 30 })));
    single(DeadLetters, () => new DeadLetters());
    bindIdentity(single);
  });
}

type Single = <T>(identifier: ServiceIdentifier<T>, make: (get: ResolutionContext['get']) => T) => unknown;

function bindIdentity(single: Single): void {
  const policy = (get: ResolutionContext['get']) => () => identityPolicy(get(SettingService));
  single(AccountRepository, () => new AccountRepository());
  single(SessionRepository, () => new SessionRepository());
  single(ClientRepository, () => new ClientRepository());
  single(LoginLogRepository, () => new LoginLogRepository());
  single(AccountService, (get) => new AccountService(get(Database), get(AccountRepository), get(SessionRepository), get(LedgerService), get(RoleCatalogue), policy(get)));
  single(ClientService, (get) => new ClientService(
    get(Database), get(ClientRepository), get(LoginLogRepository), get(LedgerService), get(RoleCatalogue), policy(get)));
  single(SessionService, (get) => new SessionService(
    get(Database), get(AccountRepository), get(SessionRepository), get(ClientRepository), get(LoginLogRepository), get(LedgerService), get(RoleCatalogue), policy(get)));
}

export const platformSettings = identitySettings;

/** Every route that the platform itself answers. */
export function platformRoutes(container: Container): RouteTable {
  const get = container.get.bind(container);
  const database = get(Database);
  const ledger = get(LedgerService);
  const policy = () => identityPolicy(get(SettingService));
  return [
    ...observabilityRoutes(get(Health), get(Metrics)),
    ...sessionRoutes({
      database, sessionService: get(SessionService), accountService: get(AccountService), accounts: get(AccountRepository),
      sessions: get(SessionRepository), loginLog: get(LoginLogRepository), roles: get(RoleCatalogue), policy,
    }),
    ...accountRoutes({
      database, accountService: get(AccountService), accounts: get(AccountRepository), clientService: get(ClientService),
      clients: get(ClientRepository), roles: get(RoleCatalogue),
    }),
    ...calendarRoutes({ database, calendar: get(CalendarService), ledger }),
    ...ledgerRoutes({ database, ledger, checkpoints: get(CheckpointFolder) }),
    ...settingRoutes({ database, settings: get(SettingService), ledger }),
    ...fileRoutes({ database, files: get(FileService), readers: get(FileReaders) }),
    ...outboxRoutes({ database, deadLetters: get(DeadLetters), ledger }),
  ];
}

/** The platform's own housekeeping. */
export function platformJobs(container: Container): readonly JobDefinition[] {
  const log = container.get(LOG);
  return [
    ledgerSealing({
      ledger: container.get(LedgerService), checkpoints: container.get(CheckpointFolder),
      onSealed: (entries) => container.get(Metrics).countLedgerEntries(entries),
      onLost: (seqs) => log.error({ seqs }, 'ledger entries vanished before they were sealed'),
    }),
    idempotencySweep(), outboxSweep(), fileSweep(container.get(FileService)), jobHistoryCleanup(),
  ];
}
