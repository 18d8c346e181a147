export type { TransactionRunner } from './transaction-runner.js';
export { systemTime, type Timekeeper } from './timekeeper.js';
export { JOB_BACKOFF, retryAt, type Backoff } from './backoff.rules.js';
export { dailyBuckets, minuteBuckets, monthlyBuckets, yearlyBuckets, type Buckets } from './bucket.rules.js';
export { TIMEZONE } from './cron-schedule.js';
export { defineJob, type JobContext, type JobDefinition } from './job.js';
export { JobRunner, type RunnerOptions } from './job-runner.js';
export { LeaseLost, WorkCancelled } from './lease.js';
export {
  defineBackgroundJob, type BackgroundJob, type BackgroundJobContext, type BackgroundJobDefinition, type BackgroundJobStatus,
} from './background-job.js';
export { BackgroundJobs, backgroundJobProblems } from './background-jobs.service.js';
export { BackgroundWorker, type WorkerOptions } from './background-worker.js';
export { errorText } from './error-text.js';
export { jobHistoryCleanup } from './housekeeping.js';
export { schedulingRoutes, type SchedulingRoutesPorts } from './scheduling.controller.js';
