import { dailyBuckets, defineJob, type JobDefinition } from '../scheduling/index.js';
import { deleteDelivered } from './outbox.repository.js';

const DELIVERED_KEPT_MS = 7 * 86_400_000;

/** Forgets delivered messages after a week; dead letters stay until somebody decides on them. */
export function outboxSweep(): JobDefinition {
  return defineJob({
    name: 'platform.outbox-sweep', title: '清理已投递的消息', cron: '30 3 * * *', ...dailyBuckets(1), leaseSeconds: 120, maxAttempts: 3,
    run: async ({ db, now }) => {
      await db.transaction((tx) => deleteDelivered(tx, new Date(now.getTime() - DELIVERED_KEPT_MS)));
    },
  });
}
