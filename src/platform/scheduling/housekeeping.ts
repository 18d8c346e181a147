import { dailyBuckets } from './bucket.rules.js';
import { deleteOldJobs } from './background-job.repository.js';
import { defineJob, type JobDefinition } from './job.js';
import { deleteOldRuns } from './job-run.repository.js';

const RUNS_KEPT_DAYS = 400;
const BACKGROUND_JOBS_KEPT_DAYS = 90;
const DAY_MS = 86_400_000;

/** Forgets runs and background jobs that ended long ago. */
export function jobHistoryCleanup(): JobDefinition {
  return defineJob({
    name: 'platform.job-history-cleanup', title: '清理过期的任务执行记录', cron: '20 3 * * *', ...dailyBuckets(1), leaseSeconds: 120, maxAttempts: 3,
    run: async ({ db, now }) => {
      await db.transaction(async (tx) => {
        await deleteOldRuns(tx, new Date(now.getTime() - RUNS_KEPT_DAYS * DAY_MS));
        await deleteOldJobs(tx, new Date(now.getTime() - BACKGROUND_JOBS_KEPT_DAYS * DAY_MS));
      });
    },
  });
}
