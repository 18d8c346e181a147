import { createReadStream } from 'node:fs';
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { Request } from 'express';
import type { Sql } from '../database/sql.js';
import { readIdempotencyKey, type IdempotencyStore } from '../idempotency/index.js';
import type { Handled, Reply, Route, UploadedFile } from './route.js';

/** Honours `Idempotency-Key` (design §4.2): the same request sent twice is carried out once and answered alike. */
export class IdempotentRequests {
  constructor(private readonly sql: Sql, private readonly store: IdempotencyStore) {}

  /**
   * Runs the handler unless an equal request with the same key was carried out before.
   * @throws Problem 400 for a malformed key, 409 while the first copy runs, 422 when the key came with another request
   */
  async answer(route: Route, request: Request, handled: Handled<object, object, object>, run: () => Promise<Reply>): Promise<Reply> {
    const header = request.headers['idempotency-key'];
    if (header === undefined) return run();
    const key = readIdempotencyKey(Array.isArray(header) ? header.join(',') : header);
    const content = { query: handled.query, body: handled.body, file: handled.file ? await fileDigest(handled.file) : null };
    const decision = await this.store.begin(this.sql, handled.context, key, { method: route.method, path: request.path, content });
    if (decision.kind === 'replay') {
      const { status, headers, body } = decision.response;
      return { status, content: body, contentType: headers['content-type'] ?? 'application/json', headers: { ...etagOf(headers), 'Idempotent-Replayed': 'true' } };
    }
    const reply = await run().catch(async (error: unknown) => {
      // A refusal changed nothing, so the key is free again: the caller may mend the request and keep the key.
      await this.store.abandon(this.sql, decision.token);
      throw error;
    });
    await this.store.complete(this.sql, decision.token, {
      status: reply.status ?? 200,
      headers: { 'content-type': 'application/json; charset=utf-8', ...(reply.version === undefined ? {} : { etag: `"v${reply.version}"` }) },
      body: Buffer.from(JSON.stringify(reply.replayBody ?? reply.body ?? null), 'utf8'),
    });
    return reply;
  }
}

function etagOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  return headers['etag'] === undefined ? {} : { ETag: headers['etag'] };
}

async function fileDigest(file: UploadedFile): Promise<string> {
  const hash = createHash('sm3');
  await pipeline(createReadStream(file.path), hash);
  return hash.digest('hex');
}
