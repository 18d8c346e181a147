import type { RequestContext } from '../context.js';
import type { Sql } from '../database/sql.js';
import { newId } from '../id.js';
import { defineProblems, problems } from '../problem.js';
import { requestDigest, type RequestIdentity } from './idempotency-key.rules.js';
import {
  completeKey, findKey, releaseKey, takeKey, type EntryResponse, type IdempotencyToken, type StoredEntry,
} from './idempotency.repository.js';

export const idempotencyProblems = defineProblems({
  'idempotency-response-not-kept': { status: 409, title: '该请求已处理完毕，应答过大未予保存' },
});

/** A response as it was first sent. The body is the exact bytes. */
export interface StoredResponse { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }

/** What to do with a request that carries a key. */
export type IdempotencyDecision =
  | { readonly kind: 'proceed'; readonly token: IdempotencyToken }
  | { readonly kind: 'replay'; readonly response: StoredResponse };

export interface IdempotencyOptions {
  /** How long a request may take before its process is taken for dead; above the HTTP time limit. Default 120 seconds. */
  readonly leaseSeconds?: number;
  /** How long a key is remembered; default 24 hours. */
  readonly keptHours?: number;
}

/** The largest response body that is kept, in bytes. */
export const MAX_KEPT_BODY_BYTES = 1_048_576;

/** Only these are sent again; a cookie never is. */
const KEPT_HEADERS = new Set(['content-type', 'location', 'etag']);

/** Remembers what was answered to a request, so that sending it again does nothing twice (design §4.2). */
export class IdempotencyStore {
  private readonly leaseSeconds: number;
  private readonly keptHours: number;

  constructor(options: IdempotencyOptions = {}) {
    this.leaseSeconds = options.leaseSeconds ?? 120;
    this.keptHours = options.keptHours ?? 24;
  }

  /**
   * Decides on a request with a key. Call it outside the command's transaction, so that a second copy sees the first at once.
   * @param key as checked by `readIdempotencyKey`
   * @throws Problem `idempotency-in-progress` (409) while the first copy is being worked on,
   *   `idempotency-key-reused` (422) when the key came with another request before,
   *   `idempotency-response-not-kept` (409) when it was done but its answer was too large to keep
   */
  async begin(sql: Sql, context: RequestContext, key: string, request: RequestIdentity): Promise<IdempotencyDecision> {
    const token: IdempotencyToken = { actor: actorKey(context), key, owner: newId() };
    const digest = requestDigest(request);
    // A key that is released or expires between the two statements is simply taken on the second round.
    for (let round = 0; round < 3; round++) {
      const taken = await takeKey(sql, {
        ...token, digest, now: context.now,
        leaseUntil: new Date(context.now.getTime() + this.leaseSeconds * 1000),
        expiresAt: new Date(context.now.getTime() + this.keptHours * 3_600_000),
      });
      if (taken) return { kind: 'proceed', token };
      const entry = await findKey(sql, token.actor, key);
      if (entry) return decide(entry, digest, context.now);
    }
    throw inProgress(1);
  }

  /**
   * Keeps the response. Given the command's own transaction, command and response become true together: after a crash the
   * request was either done and is replayed, or was not done and may be sent again. Given a pool, a crash between the
   * commit and this call lets the request be done again when the lease is over.
   * A body above 1 MiB is not kept; a repetition then gets `idempotency-response-not-kept` with the status and location.
   * @param response below 500; of its headers only content-type, location and etag are kept. Never give it one that holds a secret
   * @throws Problem `idempotency-in-progress` when the request lasted longer than its lease and a repetition took the key:
   *   in the command's transaction that undoes the command, and the repetition stands
   */
  async complete(sql: Sql, token: IdempotencyToken, response: StoredResponse): Promise<void> {
    if (response.status >= 500) throw new RangeError(`a response with status ${response.status} is not kept: abandon the key`);
    const kept: EntryResponse = {
      status: response.status,
      headers: Object.fromEntries(Object.entries(response.headers)
        .map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => KEPT_HEADERS.has(name))),
      body: response.body.length > MAX_KEPT_BODY_BYTES ? null : response.body,
    };
    if (!(await completeKey(sql, token, kept))) throw inProgress(1);
  }

  /** Frees the key after a request that failed on our side (5xx), so that it may be sent again at once. */
  async abandon(sql: Sql, token: IdempotencyToken): Promise<void> {
    await releaseKey(sql, token);
  }
}

/** Keys of different callers never meet. Callers without a login are told apart by their address. */
export function actorKey(context: RequestContext): string {
  return context.actor.id === null ? `${context.actor.kind}:${context.ip ?? ''}` : `${context.actor.kind}:${context.actor.id}`;
}

function decide(entry: StoredEntry, digest: Buffer, now: Date): IdempotencyDecision {
  if (!entry.digest.equals(digest)) throw problems['idempotency-key-reused']();
  if (entry.status === 'in-progress') {
    throw inProgress(Math.max(1, Math.ceil((entry.leaseUntil.getTime() - now.getTime()) / 1000)));
  }
  const status = entry.responseStatus!;
  const headers = entry.responseHeaders!;
  if (entry.responseBody === null) {
    throw idempotencyProblems['idempotency-response-not-kept']({ extra: { originalStatus: status, location: headers['location'] ?? null } });
  }
  return { kind: 'replay', response: { status, headers, body: entry.responseBody } };
}

function inProgress(longestSeconds: number) {
  return problems['idempotency-in-progress']({ headers: { 'Retry-After': String(Math.min(longestSeconds, 5)) } });
}
