/**
 * What a command or query is told about who asks. It is handed along explicitly; there is no ambient request state.
 * Design §4.3: roles × data scope, decided on the stored record.
 */

/** The rows an actor may reach. Repositories require one; a request can never produce a wider one than its actor holds. */
export type DataScope =
  | { readonly kind: 'nation' }
  /** A division-code prefix: `44` a province, `4401` a prefecture, `440105` a district. */
  | { readonly kind: 'division'; readonly prefix: string }
  | { readonly kind: 'institution'; readonly institutionId: string }
  /** What anybody may see: classified institutions and personal fields are left out. */
  | { readonly kind: 'public' };

/** Who acts. `system` is used by scheduled jobs and seeding only. */
export interface Actor {
  readonly kind: 'anonymous' | 'account' | 'client' | 'system';
  /** Account id, client id, job name; null for anonymous. */
  readonly id: string | null;
  /** Name for the ledger and the log: a login name or client id, never a person's ID number. */
  readonly name: string;
  readonly role: string | null;
  readonly permissions: ReadonlySet<string>;
  readonly scope: DataScope;
  readonly sessionId: string | null;
}

export interface RequestContext {
  readonly actor: Actor;
  readonly requestId: string;
  /** Remote address as text, or null for jobs. */
  readonly ip: string | null;
  /** The instant at which the request was taken in; rules use this and never read the clock themselves. */
  readonly now: Date;
}

export const ANONYMOUS: Actor = {
  kind: 'anonymous', id: null, name: 'anonymous', role: null,
  permissions: new Set(), scope: { kind: 'public' }, sessionId: null,
};

/** The context of a scheduled job, a seed or another act of the service itself; it sees the whole nation. */
export function systemContext(name: string, now: Date = new Date()): RequestContext {
  return {
    actor: { kind: 'system', id: name, name, role: null, permissions: new Set(), scope: { kind: 'nation' }, sessionId: null },
    requestId: `system:${name}`, ip: null, now,
  };
}
