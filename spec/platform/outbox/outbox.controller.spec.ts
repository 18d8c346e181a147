import { expect } from 'chai';
import { systemContext, type RequestContext } from '../../../src/platform/context.js';
import type { Handled } from '../../../src/platform/http/route.js';
import type { LedgerEvent } from '../../../src/platform/ledger/index.js';
import { DeadLetters, outboxRoutes } from '../../../src/platform/outbox/index.js';
import { newId } from '../../../src/platform/id.js';
import { testDatabase } from '../../support/database.js';

describe('the routes of undelivered messages', () => {
  const db = testDatabase();
  const written: LedgerEvent[] = [];
  const call = (id: string, request: object) => {
    const ledger = { append: async (_tx: unknown, _context: RequestContext, event: LedgerEvent) => { written.push(event); return ''; } };
    const route = outboxRoutes({ database: db.database, deadLetters: new DeadLetters(), ledger }).find((each) => each.id === id)!;
    return route.handler({ context: systemContext('operator'), params: {}, query: {}, body: {}, ...request } as Handled<object, object, object>);
  };

  it('page through them without what they carry, and send one on its way again with a ledger entry', async () => {
    const ids = Array.from({ length: 3 }, () => newId());
    for (const id of ids) {
      await db.sql.run(
        `INSERT INTO outbox (id, topic, payload, created_at, available_at, attempts, dead_at, error)
         VALUES ($1, 'spec.topic', '{"name":"张三"}', now(), now(), 12, '2026-03-05T12:00:00Z', 'no')`, [id]);
    }
    const first = (await call('listDeadLetters', { query: { limit: 2 } })).body as { items: { id: string }[]; nextCursor: string };
    const second = (await call('listDeadLetters', { query: { limit: 2, cursor: first.nextCursor } })).body as typeof first;
    expect([...first.items, ...second.items].map((item) => item.id)).to.deep.equal([...ids].sort().reverse());
    expect(JSON.stringify(first)).to.not.contain('张三');
    expect((await call('retryDeadLetter', { params: { id: ids[0] } })).status).to.equal(204);
    expect(await db.sql.row('SELECT attempts, dead_at FROM outbox WHERE id = $1', [ids[0]])).to.deep.equal({ attempts: 0, dead_at: null });
    expect(written.map((event) => event.subject.id)).to.deep.equal([ids[0]]);
  });
});
