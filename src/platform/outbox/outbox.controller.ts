import { decodeCursor, page } from '../http/cursor.js';
import { noContent, ok, route, type RouteTable } from '../http/route.js';
import type { LedgerService } from '../ledger/index.js';
import type { TransactionRunner } from '../scheduling/index.js';
import type { DeadLetters } from './dead-letters.service.js';
import { DeadLetterPage, DeadLetterParams, DeadLettersQuery, type DeadLetterView } from './outbox.dto.js';
import type { DeadLetter } from './outbox.repository.js';

export interface OutboxRoutesPorts {
  readonly database: TransactionRunner;
  readonly deadLetters: DeadLetters;
  readonly ledger: Pick<LedgerService, 'append'>;
}

const TAG = '消息投递';

/** Messages that could not be delivered. What they carry is not shown: the operator need not know it. */
export function outboxRoutes({ database, deadLetters, ledger }: OutboxRoutesPorts): RouteTable {
  return [
    route({
      method: 'GET', path: '/outbox/dead-letters', id: 'listDeadLetters', summary: '未能投递的消息', tag: TAG, access: { permission: 'jobs:read' },
      query: DeadLettersQuery, responses: [{ status: 200, description: '消息，新的在前', body: DeadLetterPage }],
      handler: async ({ query }) => {
        const limit = query.limit ?? 50;
        const from = ['listDeadLetters'];
        const after = decodeCursor(from, query.cursor, 2);
        const rows = await deadLetters.list(database, after && { deadAt: String(after[0]), id: String(after[1]) }, limit + 1);
        const { items, nextCursor } = page(from, rows, limit, (row) => [row.position, row.id]);
        return ok({ items: items.map(deadLetterView), nextCursor });
      },
    }),
    route({
      method: 'POST', path: '/outbox/dead-letters/:id/retry', id: 'retryDeadLetter', summary: '重新投递', tag: TAG, access: { permission: 'jobs:write' },
      params: DeadLetterParams, responses: [{ status: 204, description: '已重新排队' }],
      handler: async ({ context, params }) => {
        await database.transaction(async (tx) => {
          await deadLetters.retry(tx, params.id, context.now);
          await ledger.append(tx, context, {
            action: 'platform.outbox.retried', subject: { kind: 'outbox-message', id: params.id }, divisionCode: null, change: {},
          });
        });
        return noContent();
      },
    }),
  ];
}

function deadLetterView(letter: DeadLetter): DeadLetterView {
  return {
    id: letter.id, topic: letter.topic, attempts: letter.attempts, error: letter.error,
    createdAt: letter.createdAt.toISOString(), deadAt: letter.deadAt.toISOString(),
  };
}
