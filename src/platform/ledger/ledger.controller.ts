import type { Database } from '../database/database.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { ok, route, type Handled, type RouteTable } from '../http/route.js';
import { problems } from '../problem.js';
import type { CheckpointFolder } from './checkpoint-folder.js';
import * as dto from './ledger.dto.js';
import type { LedgerService, ListedEntry } from './ledger.service.js';

const TAG = '存证台账';

/** The audit administrator's view: list, verification, checkpoint and proofs. There is no route that changes an entry. */
export function ledgerRoutes(ports: { database: Database; ledger: LedgerService; checkpoints: CheckpointFolder }): RouteTable {
  return [
    route({
      method: 'GET', path: '/ledger/entries', id: 'listLedgerEntries', summary: '台账记录，新的在前', tag: TAG, access: { permission: 'ledger:read' },
      query: dto.LedgerQuery, responses: [{ status: 200, description: '台账记录', body: dto.LedgerPage }],
      handler: async (request) => ok(await listEntries(ports, request)),
    }),
    route({
      method: 'GET', path: '/ledger/entries/:id/proof', id: 'ledgerProof', summary: '一条记录的存在证明', tag: TAG, access: { permission: 'ledger:read' },
      params: dto.LedgerEntryParams, responses: [{ status: 200, description: '可离线核对的证明', body: dto.ProofView }],
      handler: async ({ params }) => ok({ proof: await ports.ledger.inclusionProof(params.id) }),
    }),
    route({
      method: 'POST', path: '/ledger/verification', id: 'verifyLedger', summary: '立即核验整本台账', tag: TAG, access: { permission: 'ledger:verify' },
      body: dto.VerificationBody, rateLimit: { name: 'ledger-verification', points: 20, seconds: 60 },
      responses: [{ status: 200, description: '核验结果', body: dto.VerificationView }],
      handler: async ({ context, body }) => {
        const known = body.checkpoint ?? await ports.checkpoints.latest();
        const report = await ports.ledger.verify(known ? { checkpoint: known } : {});
        await ports.database.transaction((tx) => ports.ledger.append(tx, context, {
          action: 'ledger.verified', subject: { kind: 'ledger', id: 'ledger' }, change: { ok: report.ok, blocks: report.blocks, findings: report.findingsTotal },
        }));
        return ok(report);
      },
    }),
    route({
      method: 'POST', path: '/ledger/seal', id: 'sealLedger', summary: '立即封存待封存的记录', tag: TAG, access: { permission: 'ledger:verify' },
      responses: [{ status: 200, description: '最新检查点', body: dto.CheckpointView }],
      handler: async ({ context }) => {
        await ports.ledger.seal(context.now);
        return ok(await checkpoint(ports.ledger, context.now));
      },
    }),
    route({
      method: 'GET', path: '/ledger/checkpoint', id: 'ledgerCheckpoint', summary: '签名检查点，供库外保存', tag: TAG, access: { permission: 'ledger:read' },
      responses: [{ status: 200, description: '检查点', body: dto.CheckpointView }],
      handler: async ({ context }) => ok(await checkpoint(ports.ledger, context.now)),
    }),
  ];
}

async function checkpoint(ledger: LedgerService, now: Date) {
  const taken = await ledger.checkpoint(now);
  if (!taken) throw problems['not-found']({ detail: '尚无已封存的区块' });
  return taken;
}

async function listEntries(ports: { database: Database; ledger: LedgerService }, { query }: Handled<object, dto.LedgerQuery, object>): Promise<dto.LedgerPage> {
  const { cursor, limit, from, to, actor, ...same } = query;
  const filter = {
    ...same, ...(actor === undefined ? {} : { actorName: actor }),
    ...(from === undefined ? {} : { from: new Date(from) }), ...(to === undefined ? {} : { to: new Date(to) }),
  };
  const key = ['listLedgerEntries', filter];
  const after = decodeCursor(key, cursor, 2);
  const { items, next } = await ports.ledger.list(ports.database, filter, after ? { recordedAt: String(after[0]), seq: Number(after[1]) } : null, limit ?? 50);
  return { items: items.map(entryView), nextCursor: next ? encodeCursor(key, [next.recordedAt, next.seq]) : null };
}

function entryView(entry: ListedEntry): dto.LedgerEntryView {
  return {
    id: entry.id, seq: entry.seq, recordedAt: entry.recordedAt, actorKind: entry.actor.kind, actorId: entry.actor.id, actorName: entry.actor.name,
    actorRole: entry.actor.role, requestId: entry.requestId, action: entry.action, subjectKind: entry.subject.kind, subjectId: entry.subject.id,
    divisionCode: entry.divisionCode, change: entry.change, sealed: entry.sealed,
  };
}
