export { readIdempotencyKey, requestDigest, type RequestIdentity } from './idempotency-key.rules.js';
export {
  actorKey, idempotencyProblems, IdempotencyStore, MAX_KEPT_BODY_BYTES,
  type IdempotencyDecision, type IdempotencyOptions, type StoredResponse,
} from './idempotency.service.js';
export type { IdempotencyToken } from './idempotency.repository.js';
export { idempotencySweep } from './idempotency-sweep.js';
