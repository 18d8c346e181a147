import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { Container } from 'inversify';
import type { Logger } from 'pino';
import { mountConsole } from './console-files.js';
import type { Feature } from './feature.js';
import { FEATURES } from './features.js';
import type { Config } from './platform/config/config.js';
import type { KeyStore } from './platform/crypto/index.js';
import type { Database } from './platform/database/database.js';
import { IdempotentRequests } from './platform/http/idempotent.js';
import { openApiDocument } from './platform/http/openapi.js';
import { RateLimits } from './platform/http/rate-limit.js';
import { ok, route, type Route, type RouteTable } from './platform/http/route.js';
import { createApp, listen, shutDown } from './platform/http/server.js';
import { OpenApiView } from './platform/http/openapi.dto.js';
import { RoleCatalogue } from './platform/identity/role.js';
import { SessionService } from './platform/identity/session.service.js';
import { LedgerService } from './platform/ledger/index.js';
import { platformJobs, platformModule, platformRoutes, platformSettings } from './platform/module.js';
import { Health, Metrics } from './platform/observability/index.js';
import { OutboxDispatcher } from './platform/outbox/index.js';
import { BackgroundJobs, BackgroundWorker, JobRunner, schedulingRoutes } from './platform/scheduling/index.js';
import { SettingRegistry } from './platform/settings/index.js';
import { CLIENT_SCOPES, ROLES } from './roles.js';

export interface ApplicationBase {
  readonly config: Config;
  readonly database: Database;
  readonly keys: KeyStore;
  readonly log: Logger;
  /** Folder with the built console. */
  readonly consoleFolder: string;
}

const GRACE_MS = 10_000;
const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

/** The service put together: container, routes, jobs. `main` and the tests build the same one. */
export class Application {
  readonly container = new Container();
  readonly routes: RouteTable;
  private readonly express: Express;
  private readonly jobs: JobRunner;
  private readonly worker: BackgroundWorker;
  private readonly outbox: OutboxDispatcher;
  private server: Server | null = null;

  constructor(private readonly base: ApplicationBase, features: readonly Feature[] = FEATURES) {
    const settings = new SettingRegistry([...platformSettings, ...features.flatMap((feature) => feature.settings ?? [])]);
    const roles = new RoleCatalogue(ROLES, Object.keys(CLIENT_SCOPES));
    this.container.load(platformModule({ ...base, roles, settings }), ...features.map((feature) => feature.module));
    const { container } = this;
    const options = { db: base.database, log: base.log, metrics: container.get(Metrics) };
    this.jobs = new JobRunner(options, [...platformJobs(container), ...features.flatMap((feature) => feature.jobs?.(container) ?? [])]);
    this.worker = new BackgroundWorker(options, features.flatMap((feature) => feature.backgroundJobs?.(container) ?? []));
    this.outbox = new OutboxDispatcher(options, features.flatMap((feature) => feature.outbox?.(container) ?? []));
    this.routes = this.collectRoutes(features);
    this.express = createApp(this.routes, this.binderPorts(), {
      trustedProxies: base.config.trustedProxies, requestTimeoutMs: base.config.requestTimeoutMs,
      mountPages: (app) => mountConsole(app, base.consoleFolder),
    });
    container.get(Health).add({ name: 'database', check: async () => { await base.database.row('SELECT 1 AS ok'); } });
    container.get(Metrics).watchPool('main', base.database.pool);
  }

  /** Begins to listen and, with `background`, to run jobs. @returns the port in use */
  async start(options: { background: boolean } = { background: true }): Promise<number> {
    const { config } = this.base;
    this.server = await listen(this.express, config);
    if (options.background) {
      await this.jobs.start();
      this.worker.start();
      this.outbox.start();
    }
    return (this.server.address() as AddressInfo).port;
  }

  /** Runs the background jobs that wait, once; for a process that has not begun with `background`. */
  async runBackgroundJobs(): Promise<void> {
    await this.worker.wake();
  }

  /** Takes nothing new, lets what runs finish, and closes. */
  async stop(): Promise<void> {
    this.container.get(Health).drain();
    await Promise.all([this.server ? shutDown(this.server, GRACE_MS) : undefined, this.jobs.stop(GRACE_MS), this.worker.stop(GRACE_MS), this.outbox.stop()]);
  }

  private collectRoutes(features: readonly Feature[]): RouteTable {
    const { container, base } = this;
    const routes: Route[] = [
      ...platformRoutes(container),
      ...schedulingRoutes({ database: base.database, jobs: this.jobs.jobs, backgroundJobs: container.get(BackgroundJobs), ledger: container.get(LedgerService) }),
      ...features.flatMap((feature) => feature.routes?.(container) ?? []),
    ];
    let document: unknown;
    routes.push(route({
      method: 'GET', path: '/openapi.json', id: 'openApi', summary: '接口说明（OpenAPI 3.1）', tag: '接口说明', access: 'public', cacheControl: 'public, max-age=300',
      responses: [{ status: 200, description: '本文档', body: OpenApiView }],
      handler: async () => ok(document ??= openApiDocument(routes, { version, serverUrl: base.config.publicUrl, scopes: CLIENT_SCOPES })),
    }));
    return routes;
  }

  private binderPorts() {
    const { container } = this;
    const { config, log } = this.base;
    const sessions = container.get(SessionService);
    const metrics = container.get(Metrics);
    return {
      authenticate: (bearer: string, now: Date) => sessions.authenticate(bearer, now),
      rateLimits: container.get(RateLimits),
      publicLimit: { name: 'public', points: config.publicRequestsPerMinute, seconds: 60 },
      idempotent: container.get(IdempotentRequests),
      onDefect: (error: unknown, requestId: string) => log.error({ err: error, requestId }, 'request failed'),
      onFinished: (request: { method: string }, response: { statusCode: number; locals: Record<string, unknown> }, matched: Route, started: bigint) => {
        const seconds = Number(process.hrtime.bigint() - started) / 1e9;
        metrics.observeRequest({ method: request.method, route: matched.path, status: response.statusCode, seconds });
        log.info({ requestId: response.locals['requestId'], method: request.method, route: matched.path, status: response.statusCode, ms: Math.round(seconds * 1000) }, 'request');
      },
    };
  }
}

