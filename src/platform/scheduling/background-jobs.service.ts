import type { RequestContext } from '../context.js';
import type { Sql, Tx } from '../database/sql.js';
import { newId } from '../id.js';
import { defineProblems } from '../problem.js';
import type { BackgroundJob, BackgroundJobDefinition } from './background-job.js';
import { cancelJob, findJob, insertJob } from './background-job.repository.js';

export const backgroundJobProblems = defineProblems({
  'background-job-not-found': { status: 404, title: '未找到该后台任务' },
  'background-job-finished': { status: 409, title: '后台任务已结束，无法取消' },
});

/** Asking for background jobs, looking after them and calling them off. */
export class BackgroundJobs {
  /**
   * Asks for work, in the transaction of the command that needs it: it begins only if and when that commits.
   * @returns the id under which its progress can be followed
   */
  async enqueue<P extends object, R>(tx: Tx, context: RequestContext, definition: BackgroundJobDefinition<P, R>, payload: P): Promise<string> {
    const id = newId();
    await insertJob(tx, {
      id, kind: definition.kind, payload, maxAttempts: definition.maxAttempts,
      createdByKind: context.actor.kind, createdById: context.actor.id, createdAt: context.now,
    });
    return id;
  }

  /**
   * The job as it stands, for whoever asked for it.
   * @param seesAll the actor looks after everybody's jobs
   * @throws Problem `background-job-not-found` also when it is somebody else's
   */
  async get(sql: Sql, context: RequestContext, id: string, seesAll = false): Promise<BackgroundJob> {
    const job = await findJob(sql, id);
    if (!job || !(seesAll || isCreator(context, job))) throw backgroundJobProblems['background-job-not-found']();
    return job;
  }

  /**
   * Calls the job off: one that waits is cancelled at once, one that runs is asked to end at its next sign of life.
   * @throws Problem `background-job-not-found`, `background-job-finished`
   */
  async cancel(tx: Tx, context: RequestContext, id: string, seesAll = false): Promise<BackgroundJob> {
    await this.get(tx, context, id, seesAll);
    if (!(await cancelJob(tx, id, context.now))) throw backgroundJobProblems['background-job-finished']();
    return this.get(tx, context, id, seesAll);
  }
}

function isCreator(context: RequestContext, job: BackgroundJob): boolean {
  return job.createdById !== null && job.createdById === context.actor.id && job.createdByKind === context.actor.kind;
}
