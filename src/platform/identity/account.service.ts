import type { RequestContext } from '../context.js';
import { brokenPasswordRules, generatePassword, hashPassword, PASSWORD_RULES, verifyPassword } from '../crypto/index.js';
import type { Database } from '../database/database.js';
import type { Tx } from '../database/sql.js';
import { newId } from '../id.js';
import type { LedgerService } from '../ledger/index.js';
import { problems, type FieldError } from '../problem.js';
import type { AccountRepository, AccountRow } from './account.repository.js';
import { identityProblems } from './identity.problems.js';
import type { IdentityPolicy } from './identity.policy.js';
import { divisionLevel, type RoleCatalogue } from './role.js';
import type { SessionRepository } from './session.repository.js';

export interface NewAccount {
  readonly username: string;
  readonly displayName: string;
  readonly role: string;
  readonly divisionCode: string | null;
  readonly institutionId: string | null;
}

/** What the security administrator may do to an account. */
export type AccountAct = 'authorise' | 'disable' | 'unlock' | 'reset-password';

/**
 * Accounts under the separation of the three administrators (三员分立): the system administrator creates an account, which
 * can do nothing until the security administrator authorises it; the audit administrator reads both acts in the ledger.
 */
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    private readonly sessions: SessionRepository,
    private readonly ledger: LedgerService,
    private readonly roles: RoleCatalogue,
    private readonly policy: () => Promise<IdentityPolicy>,
  ) {}

  /** @returns the account and its first password, told once; it must be changed at the first login */
  async create(context: RequestContext, input: NewAccount): Promise<{ account: AccountRow; initialPassword: string }> {
    const initialPassword = generatePassword();
    const passwordHash = await hashPassword(initialPassword);
    return this.database.transaction(async (tx) => ({
      account: await this.insert(tx, context, input, { passwordHash, status: 'pending', authorisedBy: null, mustChangePassword: true }), initialPassword,
    }));
  }

  /** For seeding and the first administrators: an account that works at once. */
  async createActive(tx: Tx, context: RequestContext, input: NewAccount, password: string, terms = { mustChangePassword: false }): Promise<AccountRow> {
    return this.insert(tx, context, input, {
      passwordHash: await hashPassword(password), status: 'active', authorisedBy: `${context.actor.name}:authorised`, ...terms,
    });
  }

  private async insert(tx: Tx, context: RequestContext, input: NewAccount, secret: Pick<AccountRow, 'passwordHash' | 'status' | 'authorisedBy' | 'mustChangePassword'>): Promise<AccountRow> {
    this.checkPlace(input);
    const account: AccountRow = {
      id: newId(), ...input, ...secret, passwordChangedAt: context.now, failedAttempts: 0, lockedUntil: null,
      createdAt: context.now, createdBy: context.actor.name, version: 1,
    };
    if (!await this.accounts.insert(tx, account)) throw identityProblems['username-taken']();
    await this.ledger.append(tx, context, {
      action: 'identity.account.created', subject: { kind: 'account', id: account.id }, divisionCode: account.divisionCode,
      change: { after: { ...input, status: account.status } },
    });
    return account;
  }

  private checkPlace(input: NewAccount): void {
    const role = this.roles.get(input.role);
    const wrong = (field: string, message: string) => problems['invalid-request']({ errors: [{ pointer: `/${field}`, code: 'invalid-place', message }] });
    if (!role) throw wrong('role', '没有这个角色');
    if ((role.reach === 'division') !== (input.divisionCode !== null)) {
      throw wrong('divisionCode', role.reach === 'division' ? '该角色须指定行政区划' : '该角色不指定行政区划');
    }
    if (input.divisionCode !== null && role.level !== undefined && divisionLevel(input.divisionCode) !== role.level) {
      throw wrong('divisionCode', '行政区划的级别与角色不符');
    }
    if ((role.reach === 'institution') !== (input.institutionId !== null)) {
      throw wrong('institutionId', role.reach === 'institution' ? '该角色须指定司法鉴定机构' : '该角色不指定司法鉴定机构');
    }
  }

  /** @throws Problem 404, 409 for one's own account or one that the actor created, 412 */
  async act(context: RequestContext, id: string, version: number, act: AccountAct): Promise<{ account: AccountRow; initialPassword: string | null }> {
    const initialPassword = act === 'reset-password' ? generatePassword() : null;
    const passwordHash = initialPassword === null ? undefined : await hashPassword(initialPassword);
    return this.database.transaction(async (tx) => {
      const before = await this.accounts.byId(tx, id);
      if (!before) throw problems['not-found']();
      if (before.id === context.actor.id || before.createdBy === context.actor.name) throw identityProblems['own-account']();
      if (before.version !== version) throw problems['version-conflict']();
      await this.accounts.update(tx, id, version, {
        ...(act === 'authorise' ? { status: 'active', authorisedBy: context.actor.name } : {}),
        ...(act === 'disable' ? { status: 'disabled' } : {}),
        ...(act === 'unlock' ? { unlock: true } : {}),
        ...(passwordHash === undefined ? {} : { passwordHash, passwordChangedAt: context.now, mustChangePassword: true, unlock: true }),
      });
      if (act === 'disable') await this.sessions.endAllOf(tx, id, context.now, 'account-disabled', null);
      if (act === 'reset-password') await this.sessions.endAllOf(tx, id, context.now, 'password-changed', null);
      const after = (await this.accounts.byId(tx, id))!;
      await this.ledger.append(tx, context, {
        action: `identity.account.${act}`, subject: { kind: 'account', id }, divisionCode: after.divisionCode,
        change: { before: { status: before.status, lockedUntil: before.lockedUntil }, after: { status: after.status, lockedUntil: after.lockedUntil } },
      });
      return { account: after, initialPassword };
    });
  }

  /**
   * Changes one's own password and ends the account's other sessions.
   * @throws Problem `invalid-credentials` (401), `account-locked` (423), `weak-password` (422)
   */
  async changeOwnPassword(context: RequestContext, current: string, next: string): Promise<void> {
    const account = context.actor.id === null ? null : await this.accounts.byId(this.database, context.actor.id);
    if (!account) throw problems['unauthenticated']();
    // Guesses at the present password count like guesses at the login.
    const { maxFailures, lockMinutes } = await this.policy();
    const lockedUntil = new Date(context.now.getTime() + lockMinutes * 60_000);
    if (!await this.accounts.beginAttempt(this.database, account.id, context.now, maxFailures, lockedUntil)) throw identityProblems['account-locked']();
    if (!await verifyPassword(account.passwordHash, current)) throw identityProblems['invalid-credentials']({ detail: '原密码错误' });
    await this.accounts.endAttempt(this.database, account.id, null);
    const errors: FieldError[] = brokenPasswordRules(next, account.username)
      .map((rule) => ({ pointer: '/newPassword', code: rule, message: PASSWORD_RULES[rule] }));
    if (next === current) errors.push({ pointer: '/newPassword', code: 'same-as-before', message: '不得与原密码相同' });
    if (errors.length > 0) throw identityProblems['weak-password']({ errors });
    const passwordHash = await hashPassword(next);
    await this.database.transaction(async (tx) => {
      await this.accounts.update(tx, account.id, account.version, { passwordHash, passwordChangedAt: context.now, mustChangePassword: false });
      await this.sessions.endAllOf(tx, account.id, context.now, 'password-changed', context.actor.sessionId);
      await this.ledger.append(tx, context, { action: 'identity.password.changed', subject: { kind: 'account', id: account.id }, change: {} });
    });
  }
}
