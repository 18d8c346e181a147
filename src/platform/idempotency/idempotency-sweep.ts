import { defineJob, minuteBuckets, type JobDefinition } from '../scheduling/index.js';
import { deleteExpired } from './idempotency.repository.js';

const BATCH = 5000;

/** Forgets expired keys, in batches that hold no lock for long. */
export function idempotencySweep(): JobDefinition {
  return defineJob({
    name: 'platform.idempotency-sweep', title: '清理过期的幂等键', cron: '10 * * * *', ...minuteBuckets(60), leaseSeconds: 60, maxAttempts: 3,
    run: async ({ db, now, signal }) => {
      let deleted = BATCH;
      while (deleted === BATCH) {
        signal.throwIfAborted();
        deleted = await db.transaction((tx) => deleteExpired(tx, now, BATCH));
      }
    },
  });
}
