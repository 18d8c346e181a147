import { type Actor, type RequestContext } from '../context.js';
import { hashPassword, needsRehash, verifyPassword } from '../crypto/index.js';
import type { Database } from '../database/database.js';
import { newId } from '../id.js';
import type { LedgerService } from '../ledger/index.js';
import { problems } from '../problem.js';
import type { AccountRepository, AccountRow } from './account.repository.js';
import type { ClientRepository } from './client.repository.js';
import type { IdentityPolicy } from './identity.policy.js';
import { identityProblems } from './identity.problems.js';
import type { LoginLogRepository, LoginOutcome } from './login-log.repository.js';
import { accountScope, type RoleCatalogue } from './role.js';
import type { EndReason, SessionRepository } from './session.repository.js';
import { issueToken, tokenDigest, tokenKind } from './token.js';

const MINUTE = 60_000;
/** How stale `last_seen_at` may be before a request writes it again. */
const TOUCH_AFTER_MS = MINUTE;

export interface LoggedIn {
  readonly token: string;
  readonly expiresAt: Date;
  readonly idleMinutes: number;
  readonly account: AccountRow;
  readonly mustChangePassword: boolean;
}

/** Login, logout and the answer to “who holds this token?”. */
export class SessionService {
  /** Verified for unknown names, so that the time of the answer does not tell which names exist. */
  private decoyHash: Promise<string> | null = null;

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly sessions: SessionRepository,
    private readonly clients: ClientRepository,
    private readonly loginLog: LoginLogRepository,
    private readonly ledger: LedgerService,
    private readonly roles: RoleCatalogue,
    private readonly policy: () => Promise<IdentityPolicy>,
  ) {}

  /**
   * Opens a session. Every attempt is in the login log.
   * @throws Problem `invalid-credentials` (401), `account-locked` (423), `account-inactive` (403)
   */
  async logIn(context: RequestContext, username: string, password: string, userAgent: string | null): Promise<LoggedIn> {
    const policy = await this.policy();
    const record = (outcome: LoginOutcome) => this.loginLog.append(this.database, {
      at: context.now, username, outcome, ip: context.ip, userAgent, requestId: context.requestId,
    });
    const account = await this.accounts.byUsername(this.database, username);
    if (!account) {
      await verifyPassword(await (this.decoyHash ??= hashPassword(newId())), password);
      await record('unknown-account');
      throw identityProblems['invalid-credentials']();
    }
    const lockedUntil = new Date(context.now.getTime() + policy.lockMinutes * MINUTE);
    if (!await this.accounts.beginAttempt(this.database, account.id, context.now, policy.maxFailures, lockedUntil)) {
      await record('locked');
      throw identityProblems['account-locked']({ headers: { 'Retry-After': String(policy.lockMinutes * 60) } });
    }
    if (!await verifyPassword(account.passwordHash, password)) {
      await record('wrong-password');
      throw identityProblems['invalid-credentials']();
    }
    await this.accounts.endAttempt(this.database, account.id, needsRehash(account.passwordHash) ? await hashPassword(password) : null);
    if (account.status !== 'active') {
      await record('inactive');
      throw identityProblems['account-inactive']();
    }
    const { token, digest } = issueToken('session');
    const expiresAt = new Date(context.now.getTime() + policy.sessionHours * 60 * MINUTE);
    await this.sessions.insert(this.database, { id: newId(), accountId: account.id, digest, now: context.now, expiresAt, ip: context.ip, userAgent });
    await record('success');
    return { token, expiresAt, idleMinutes: policy.idleMinutes, account, mustChangePassword: mustChange(account, context.now, policy) };
  }

  /** @throws Problem `unauthenticated` (401) for a token that is unknown, ended, expired or idle too long */
  async authenticate(bearer: string, now: Date): Promise<Actor> {
    switch (tokenKind(bearer)) {
      case 'session': return this.sessionActor(bearer, now);
      case 'client': return this.clientActor(bearer, now);
      default: throw problems['unauthenticated']({ detail: '令牌无效' });
    }
  }

  /** Ends a session; a second time is no error. */
  async end(sessionId: string, now: Date, reason: EndReason): Promise<boolean> {
    return await this.sessions.end(this.database, sessionId, now, reason) !== null;
  }

  /** Ends somebody's session from outside; in the ledger. @returns false when there is no such open session */
  async forceEnd(context: RequestContext, sessionId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const ended = await this.sessions.end(tx, sessionId, context.now, 'forced');
      if (!ended) return false;
      await this.ledger.append(tx, context, { action: 'identity.session.ended', subject: { kind: 'account', id: ended.accountId }, change: { sessionId } });
      return true;
    });
  }

  private async sessionActor(token: string, now: Date): Promise<Actor> {
    const policy = await this.policy();
    const session = await this.sessions.byDigest(this.database, tokenDigest(token));
    const idleFor = session ? now.getTime() - session.lastSeenAt.getTime() : 0;
    const role = session ? this.roles.get(session.role) : undefined;
    if (!session || !role || session.expiresAt <= now || idleFor > policy.idleMinutes * MINUTE) {
      throw problems['unauthenticated']({ detail: '登录已过期或已退出，请重新登录' });
    }
    if (idleFor > TOUCH_AFTER_MS) await this.sessions.touch(this.database, session.id, now);
    return {
      kind: 'account', id: session.accountId, name: session.username, role: role.code, sessionId: session.id,
      // Until the first password is changed a session may do nothing else.
      permissions: new Set(mustChange(session, now, policy) ? [] : role.permissions),
      scope: accountScope(role.reach, session),
    };
  }

  private async clientActor(token: string, now: Date): Promise<Actor> {
    const client = await this.clients.byTokenDigest(this.database, tokenDigest(token), now);
    if (!client) throw problems['unauthenticated']({ detail: '令牌已失效或被撤销' });
    return {
      kind: 'client', id: client.clientId, name: client.clientId, role: null, sessionId: null,
      permissions: new Set(client.scopes), scope: { kind: 'public' },
    };
  }
}

/** Whether the password has to be changed before anything else: the first one, or one past its age. */
export function mustChange(account: { mustChangePassword: boolean; passwordChangedAt: Date }, now: Date, policy: IdentityPolicy): boolean {
  return account.mustChangePassword || now.getTime() - account.passwordChangedAt.getTime() > policy.passwordMaxAgeDays * 24 * 60 * MINUTE;
}
