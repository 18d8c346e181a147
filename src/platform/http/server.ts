import { createServer, type Server } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { problems } from '../problem.js';
import { assignRequestId, bindRoutes, requestId, type BinderPorts } from './binder.js';
import { sendProblem, toProblem } from './error-response.js';
import type { RouteTable } from './route.js';

export interface HttpOptions {
  readonly trustedProxies: number;
  readonly requestTimeoutMs: number;
  /** Adds what is not a route: the console's static files. Called before the 404. */
  readonly mountPages?: (app: Express) => void;
}

/** Builds the Express application. */
export function createApp(routes: RouteTable, ports: BinderPorts, options: HttpOptions): Express {
  const app = express();
  app.set('trust proxy', options.trustedProxies);
  app.set('etag', 'weak');
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.use(assignRequestId);
  app.use(helmet({
    contentSecurityPolicy: { directives: {
      defaultSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:'], scriptSrc: ["'self'"],
      objectSrc: ["'none'"], frameAncestors: ["'none'"], upgradeInsecureRequests: null,
    } },
    // The bureau's proxy decides about TLS; a service on http://localhost must not pin browsers to https.
    strictTransportSecurity: false,
  }));
  bindRoutes(app, routes, ports);
  options.mountPages?.(app);
  app.use((request: Request, response: Response) => sendProblem(response, problems['not-found']({ detail: '没有这个地址' }), requestId(request)));
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const problem = toProblem(error);
    if (problem.status >= 500) ports.onDefect(error, requestId(request));
    sendProblem(response, problem, requestId(request));
  });
  return app;
}

/** Starts listening. @throws Error EADDRINUSE and the like */
export async function listen(app: Express, options: { port: number; host: string; requestTimeoutMs: number }): Promise<Server> {
  const server = createServer({ maxHeaderSize: 32_768, requestTimeout: 120_000, headersTimeout: 20_000, keepAliveTimeout: 15_000 }, app);
  server.setTimeout(options.requestTimeoutMs * 4);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => { server.off('error', reject); resolve(); });
  });
  return server;
}

/** Stops taking requests, lets the running ones finish for `graceMs`, then closes what is left. */
export async function shutDown(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => { server.close(() => resolve()); });
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
