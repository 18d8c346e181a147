import { createHash } from 'node:crypto';
import { canonicalJson } from '../ledger/canonical-json.rules.js';
import { problems } from '../problem.js';

/** What makes two requests the same request. */
export interface RequestIdentity {
  readonly method: string;
  /** The address as it was called, with its query string. */
  readonly path: string;
  /** The parsed JSON body, or of a multipart request its fields with each file's digest in place of the file. */
  readonly content: unknown;
}

/**
 * Checks an `Idempotency-Key` header: 1 to 255 visible ASCII characters, taken as they are.
 * @throws Problem `invalid-request` (400) naming the header
 */
export function readIdempotencyKey(header: string): string {
  if (!/^[!-~]{1,255}$/.test(header)) {
    throw problems['invalid-request']({
      errors: [{ pointer: 'Idempotency-Key', code: 'invalid-idempotency-key', message: '幂等键须为 1 至 255 个可见 ASCII 字符' }],
    });
  }
  return header;
}

/** SM3 over method, path and content; the order of an object's members and its spacing make no difference. */
export function requestDigest(request: RequestIdentity): Buffer {
  const hash = createHash('sm3');
  for (const part of [request.method, request.path, canonicalJson(request.content ?? null)]) {
    const bytes = Buffer.from(part, 'utf8');
    // Lengths go first, so that no two different requests make the same bytes.
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest();
}
