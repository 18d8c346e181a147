import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { ANONYMOUS, type Actor, type RequestContext } from '../context.js';
import { Problem, problems } from '../problem.js';
import type { IdempotentRequests } from './idempotent.js';
import { sendProblem, toProblem } from './error-response.js';
import { receiveUpload, type MultipartForm } from './upload.js';
import { readDto, refuseParameters } from './validate.js';
import type { RateLimits } from './rate-limit.js';
import type { Handled, RateLimit, Reply, Route, RouteTable } from './route.js';

/** What the binder needs from the rest of the platform. */
export interface BinderPorts {
  /** Who holds this bearer token. @throws Problem 401 for an unknown, expired or revoked one */
  authenticate(bearer: string, now: Date): Promise<Actor>;
  readonly rateLimits: RateLimits;
  /** The limit that holds for every public route. */
  readonly publicLimit: RateLimit;
  readonly idempotent: IdempotentRequests;
  /** Told of every problem above 499; the caller only learns the request id. */
  onDefect(error: unknown, requestId: string): void;
  /** Told of every finished request. */
  onFinished(request: Request, response: Response, route: Route, started: bigint): void;
}

const DEFAULT_BODY_LIMIT = 1_048_576;

/** Turns route tables into Express routes. There is no other way to add one. */
export function bindRoutes(app: Express, routes: RouteTable, ports: BinderPorts): void {
  const byPath = new Map<string, Route[]>();
  for (const route of routes) {
    const path = `${route.absolute ? '' : '/api/v1'}${route.path}`;
    byPath.set(path, [...(byPath.get(path) ?? []), route]);
  }
  for (const [path, list] of byPath) {
    for (const route of list) {
      app[route.method.toLowerCase() as 'get'](path, (request, response) => serve(route, request, response, ports));
    }
    app.all(path, (request, response) => {
      const allow = [...new Set(list.flatMap((route) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method])))].join(', ');
      sendProblem(response, problems['method-not-allowed']({ headers: { Allow: allow } }), requestId(request));
    });
  }
}

/** Gives every request an id that the caller's logs and ours share. */
export function assignRequestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  response.locals['requestId'] = id;
  response.setHeader('X-Request-Id', id);
  next();
}

/** The id that `assignRequestId` gave. */
export function requestId(request: Request): string {
  return (request.res?.locals['requestId'] as string | undefined) ?? 'unknown';
}

async function serve(route: Route, request: Request, response: Response, ports: BinderPorts): Promise<void> {
  const started = process.hrtime.bigint();
  response.on('close', () => ports.onFinished(request, response, route, started));
  let form: MultipartForm | null = null;
  try {
    const context = await admit(route, request, ports);
    const params = route.params ? readDto(route.params, request.params, 'params') : {};
    const query = readQuery(route, request);
    const ifMatch = route.ifMatch ? readIfMatch(request) : 0;
    if (route.upload) form = await receiveUpload(request, route.upload);
    else await parseBody(route, request, response);
    const body = readBody(route, form ? form.fields : request.body);
    const abort = new AbortController();
    response.on('close', () => { if (!response.writableFinished) abort.abort(); });
    const handled: Handled<object, object, object> = {
      context, params, query, body, file: form?.file ?? null, ifMatch, signal: abort.signal,
      authorization: request.headers.authorization ?? null,
      userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
    };
    const reply = route.creates
      ? await ports.idempotent.answer(route, request, handled, () => route.handler(handled))
      : await route.handler(handled);
    await send(route, request, response, reply);
  } catch (error) {
    fail(error, request, response, ports);
  } finally {
    await form?.dispose();
  }
}

/** Limits, then identity, then permission: nothing of the request's content is looked at before these. */
async function admit(route: Route, request: Request, ports: BinderPorts): Promise<RequestContext> {
  const now = new Date();
  const ip = request.ip ?? null;
  if (route.access === 'public') await ports.rateLimits.consume(ports.publicLimit, ip ?? 'unknown');
  if (route.rateLimit) await ports.rateLimits.consume(route.rateLimit, ip ?? 'unknown');
  const bearer = readBearer(request);
  // A public answer never depends on who asks, so a stale token must not spoil it.
  const actor = route.access === 'public' || bearer === null ? ANONYMOUS : await ports.authenticate(bearer, now);
  if (route.access !== 'public') {
    if (actor.kind === 'anonymous') throw problems['unauthenticated']();
    if (route.access !== 'authenticated' && !actor.permissions.has(route.access.permission)) throw problems['forbidden']();
  }
  return { actor, requestId: requestId(request), ip, now };
}

function readBearer(request: Request): string | null {
  const header = request.headers.authorization;
  if (header === undefined) return null;
  const match = /^Bearer ([\w~+/.=-]{1,512})$/i.exec(header);
  return match ? match[1]! : '';
}

function readQuery(route: Route, request: Request): object {
  refuseMalformedEscapes(request);
  // Express 5 answers a new object from a getter each time; it is read once.
  const query = request.query as Record<string, unknown>;
  if (route.query) return readDto(route.query, query, 'query');
  refuseParameters(query);
  return {};
}

/** The query parser would quietly turn bytes that are no UTF-8 into something else, and so answer another question. */
function refuseMalformedEscapes(request: Request): void {
  const query = request.url.slice(request.url.indexOf('?') + 1);
  if (!request.url.includes('?') || !query.includes('%')) return;
  try {
    decodeURIComponent(query);
  } catch {
    throw problems['invalid-request']({ detail: '查询参数须为 UTF-8 的百分号编码' });
  }
}

function readIfMatch(request: Request): number {
  const header = request.headers['if-match'];
  if (header === undefined) throw problems['precondition-required']();
  const match = /^"v(0|[1-9]\d{0,8})"$/.exec(header.trim());
  if (!match) throw problems['version-conflict']({ detail: 'If-Match 须为该记录 ETag 的原样' });
  return Number(match[1]);
}

function readBody(route: Route, raw: unknown): object {
  if (route.body) return readDto(route.body, raw ?? {}, 'body');
  if (raw !== undefined && Object.keys(raw as object).length > 0) {
    throw problems['invalid-request']({ errors: [{ pointer: '', code: 'unexpected-body', message: '该操作不接受请求体' }] });
  }
  return {};
}

const jsonParsers = new Map<number, ReturnType<typeof express.json>>();
const formParser = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 });

async function parseBody(route: Route, request: Request, response: Response): Promise<void> {
  if (route.method === 'GET' || route.method === 'DELETE') return;
  const isForm = request.is('application/x-www-form-urlencoded') !== false && request.is('application/x-www-form-urlencoded') !== null;
  if (hasBody(request) && !request.is('application/json') && !(route.form && isForm)) throw problems['unsupported-media-type']();
  const limit = route.bodyLimitBytes ?? DEFAULT_BODY_LIMIT;
  let parser = jsonParsers.get(limit);
  if (!parser) jsonParsers.set(limit, parser = express.json({ limit, strict: true }));
  const chosen = route.form && isForm ? formParser : parser;
  await new Promise<void>((resolve, reject) => chosen(request, response, (error?: unknown) => (error ? reject(error as Error) : resolve())));
}

function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

async function send(route: Route, request: Request, response: Response, reply: Reply): Promise<void> {
  const status = reply.status ?? 200;
  response.status(status);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (reply.version !== undefined) response.setHeader('ETag', `"v${reply.version}"`);
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', route.cacheControl ?? 'no-store');
  if (reply.fileName !== undefined) {
    response.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(reply.fileName)}`);
  }
  if (reply.content !== undefined) {
    response.type(reply.contentType ?? 'application/octet-stream');
    if (reply.content instanceof Readable) await pipeline(reply.content, response);
    else response.send(reply.content);
    return;
  }
  if (reply.body === undefined) response.end();
  else response.type('application/json').send(JSON.stringify(reply.body));
}

function fail(error: unknown, request: Request, response: Response, ports: BinderPorts): void {
  // Whoever leaves a download in the middle is no defect of ours, and there is nobody to answer.
  if ((error as { code?: unknown }).code === 'ERR_STREAM_PREMATURE_CLOSE' && response.destroyed) return;
  const problem = error instanceof Problem ? error : toProblem(error);
  if (problem.status >= 500) ports.onDefect(error, requestId(request));
  // Once bytes are out a truncated download must look truncated, not finished.
  if (response.headersSent) response.destroy();
  else sendProblem(response, problem, requestId(request));
}
