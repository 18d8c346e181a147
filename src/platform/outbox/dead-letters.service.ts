import type { Sql, Tx } from '../database/sql.js';
import { defineProblems } from '../problem.js';
import { listDead, pending, reviveDead, type DeadLetter } from './outbox.repository.js';

export const outboxProblems = defineProblems({
  'dead-letter-not-found': { status: 404, title: '未找到该失败消息' },
});

/** What the operator sees and does about messages that could not be delivered. */
export class DeadLetters {
  /** A page of given-up messages, newest first. */
  list(sql: Sql, after: { readonly deadAt: string; readonly id: string } | null, limit: number): Promise<(DeadLetter & { readonly position: string })[]> {
    return listDead(sql, after, limit);
  }

  /** Lets a given-up message be tried again. @throws Problem `dead-letter-not-found` */
  async retry(tx: Tx, id: string, now: Date): Promise<void> {
    if (!(await reviveDead(tx, id, now))) throw outboxProblems['dead-letter-not-found']();
  }

  /** How much waits, and since when the oldest is due: the sign of a dispatcher that does not keep up. */
  backlog(sql: Sql): Promise<{ readonly waiting: number; readonly oldestDueAt: Date | null }> {
    return pending(sql);
  }
}
