import type { Readable } from 'node:stream';
import type { RequestContext } from '../context.js';

/** A class whose properties carry class-validator decorators: validation, types and OpenAPI come from it alone. */
export type Dto<T extends object = object> = new () => T;

/** Who may call: everybody; whoever is logged in; or holders of a permission (a role's or an API client's scope). */
export type Access = 'public' | 'authenticated' | { readonly permission: string };

/** A limit of its own for costly routes, per address, on top of the general one. */
export interface RateLimit { readonly name: string; readonly points: number; readonly seconds: number }

/** One file of a multipart request, already on disk in a temporary folder that is removed after the handler. */
export interface UploadedFile { readonly path: string; readonly originalName: string; readonly size: number }

export interface UploadSpec {
  /** Name of the multipart file field. */
  readonly field: string;
  readonly maxBytes: number;
}

export interface Handled<P, Q, B> {
  readonly context: RequestContext;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Present when the route declares `upload`. */
  readonly file: UploadedFile | null;
  /** Version from `If-Match` when the route declares `ifMatch`, else 0. */
  readonly ifMatch: number;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** The Authorization header as sent; only the routes that begin or end a session look at it. */
  readonly authorization: string | null;
  readonly userAgent: string | null;
}

export interface Reply {
  readonly status?: number;
  /** Serialised as JSON. */
  readonly body?: unknown;
  /** What a repetition with the same Idempotency-Key is told instead, when `body` holds a secret that is told only once. */
  readonly replayBody?: unknown;
  /** Sent as is, with `contentType`. */
  readonly content?: Readable | Buffer | string;
  readonly contentType?: string;
  /** Suggested file name of a download. */
  readonly fileName?: string;
  /** Version of the resource, sent as ETag `"v3"`. */
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ResponseSpec {
  readonly status: number;
  readonly description: string;
  /** The JSON body; absent for an empty or non-JSON answer. */
  readonly body?: Dto;
  /** Media type of an answer that is not JSON. */
  readonly contentType?: string;
}

export interface Route<P extends object = object, Q extends object = object, B extends object = object> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, in Express form: `/public/institutions/:licenceNo`. With `absolute`, from the root. */
  readonly path: string;
  readonly absolute?: boolean;
  /** Unique and stable: the operationId that generated clients are named after. */
  readonly id: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly params?: Dto<P>;
  readonly query?: Dto<Q>;
  readonly body?: Dto<B>;
  readonly bodyLimitBytes?: number;
  /** Form-encoded bodies are accepted as well (OAuth token endpoint). */
  readonly form?: boolean;
  readonly upload?: UploadSpec;
  readonly responses: readonly ResponseSpec[];
  /** Changes a versioned resource: `If-Match` required (428), version handed to the handler (412 when stale). */
  readonly ifMatch?: boolean;
  /** Creates something: `Idempotency-Key` is honoured. */
  readonly creates?: boolean;
  readonly rateLimit?: RateLimit;
  /** Cache-Control of a success; default `no-store`. */
  readonly cacheControl?: string;
  readonly handler: (request: Handled<P, Q, B>) => Promise<Reply>;
}

/** What a feature exports. The members differ in their types, which only the binder needs to forget. */
export type RouteTable = readonly Route[];

/** Declares one route, inferring the handler's types from its DTO classes. */
export function route<P extends object = object, Q extends object = object, B extends object = object>(
  declaration: Route<P, Q, B>,
): Route {
  // The handler only ever receives instances of the route's own DTO classes, so forgetting their types here is safe.
  return declaration as unknown as Route;
}

/** 200 with a JSON body. */
export const ok = (body: unknown, extra: Omit<Reply, 'body'> = {}): Reply => ({ status: 200, body, ...extra });
/** 201 with a JSON body. */
export const created = (body: unknown, extra: Omit<Reply, 'body'> = {}): Reply => ({ status: 201, body, ...extra });
/** 204. */
export const noContent = (): Reply => ({ status: 204 });
