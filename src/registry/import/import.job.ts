import type { Actor, RequestContext } from '../../platform/context.js';
import { defineBackgroundJob } from '../../platform/scheduling/index.js';
import type { BackgroundJobDefinition, TransactionRunner } from '../../platform/scheduling/index.js';
import type { ImportProgress } from './import.model.js';

export interface RosterImportPayload {
  readonly importId: string;
  /** Who asked for it, with the reach that they had. */
  readonly actor: Pick<Actor, 'kind' | 'id' | 'name' | 'role' | 'scope'>;
  readonly requestId: string;
}

type CarryOut = (
  payload: RosterImportPayload, context: RequestContext, db: TransactionRunner, progress: (progress: ImportProgress) => Promise<void>,
) => Promise<void>;

/** Progress is noted at most this often, so that a small step does not cost more than the work. */
const PROGRESS_INTERVAL_MS = 250;

/** A large import. It writes in one transaction at the end, so an attempt that was killed is simply begun again. */
export function rosterImportJob(carryOut: CarryOut): BackgroundJobDefinition<RosterImportPayload, { readonly importId: string }> {
  return defineBackgroundJob<RosterImportPayload, { readonly importId: string }>({
    kind: 'registry.roster-import', leaseSeconds: 60, maxAttempts: 5,
    run: async ({ payload, db, progress, signal }) => {
      let noted = 0;
      await carryOut(payload, jobContext(payload), db, async (state) => {
        signal.throwIfAborted();
        if (Date.now() - noted < PROGRESS_INTERVAL_MS && state.done !== state.total) return;
        noted = Date.now();
        await progress(state);
      });
      return { importId: payload.importId };
    },
  });
}

/** Acts for whoever asked: same name and reach, but it needs no permissions any more. */
export function jobContext(payload: RosterImportPayload): RequestContext {
  return { actor: { ...payload.actor, permissions: new Set(), sessionId: null }, requestId: payload.requestId, ip: null, now: new Date() };
}
