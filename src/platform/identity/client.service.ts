import { randomBytes } from 'node:crypto';
import type { RequestContext } from '../context.js';
import { hashPassword, verifyPassword } from '../crypto/index.js';
import type { Database } from '../database/database.js';
import type { Tx } from '../database/sql.js';
import { newId } from '../id.js';
import type { LedgerService } from '../ledger/index.js';
import { problems } from '../problem.js';
import type { ClientRepository, ClientRow } from './client.repository.js';
import type { IdentityPolicy } from './identity.policy.js';
import { identityProblems } from './identity.problems.js';
import type { LoginLogRepository } from './login-log.repository.js';
import type { RoleCatalogue } from './role.js';
import { issueToken, tokenDigest } from './token.js';

export interface ClientCredentials { readonly clientId: string; readonly clientSecret: string }

export interface ClientToken { readonly token: string; readonly expiresInSeconds: number; readonly scopes: readonly string[] }

/** API clients of courts and other systems: OAuth 2.0 client credentials (RFC 6749 §4.4) with revocation (RFC 7009). */
export class ClientService {
  private decoyHash: Promise<string> | null = null;

  constructor(
    private readonly database: Database,
    private readonly clients: ClientRepository,
    private readonly loginLog: LoginLogRepository,
    private readonly ledger: LedgerService,
    private readonly roles: RoleCatalogue,
    private readonly policy: () => Promise<IdentityPolicy>,
  ) {}

  /** Creates a client inside the caller's unit of work; the secret is told once and never stored. */
  async create(tx: Tx, context: RequestContext, input: { id: string; name: string; scopes: readonly string[]; secret?: string }): Promise<ClientCredentials> {
    const scopes = [...new Set(input.scopes)];
    const unknown = scopes.filter((scope) => !this.roles.clientScopes.includes(scope));
    if (unknown.length > 0) {
      throw problems['invalid-request']({ errors: [{ pointer: '/scopes', code: 'unknown-scope', message: `没有这些权限范围：${unknown.join('、')}` }] });
    }
    const clientSecret = input.secret ?? randomBytes(30).toString('base64url');
    const secretHash = await hashPassword(clientSecret);
    if (!await this.clients.insert(tx, { id: input.id, name: input.name, secretHash, scopes, now: context.now, by: context.actor.name })) {
      throw problems['conflict']({ detail: `客户端标识 ${input.id} 已存在` });
    }
    await this.ledger.append(tx, context, {
      action: 'identity.client.created', subject: { kind: 'api-client', id: input.id }, change: { after: { name: input.name, scopes } },
    });
    return { clientId: input.id, clientSecret };
  }

  /** Revokes a client and all its tokens at once. @throws Problem 404, 412 */
  async revoke(context: RequestContext, id: string, version: number): Promise<ClientRow> {
    return this.database.transaction(async (tx) => {
      const before = await this.clients.byId(tx, id);
      if (!before) throw problems['not-found']({ detail: `没有客户端 ${id}` });
      if (before.version !== version || !await this.clients.revoke(tx, id, version, context.now)) throw problems['version-conflict']();
      await this.ledger.append(tx, context, {
        action: 'identity.client.revoked', subject: { kind: 'api-client', id }, change: { before: { status: 'active' }, after: { status: 'revoked' } },
      });
      return (await this.clients.byId(tx, id))!;
    });
  }

  /**
   * Exchanges credentials for a token.
   * @param scope space-separated scopes, or undefined for all that the client holds
   * @throws Problem `invalid-client` (401), `invalid-scope` (400)
   */
  async issueToken(context: RequestContext, credentials: ClientCredentials, scope: string | undefined, userAgent: string | null): Promise<ClientToken> {
    const held = await this.verified(context, credentials, userAgent);
    const scopes = scope === undefined || scope.trim() === '' ? held : [...new Set(scope.trim().split(/ +/))];
    if (scopes.some((wanted) => !held.includes(wanted))) throw identityProblems['invalid-scope']({ extra: { error: 'invalid_scope' } });
    const policy = await this.policy();
    const expiresInSeconds = policy.clientTokenMinutes * 60;
    const { token, digest } = issueToken('client');
    await this.clients.insertToken(this.database, {
      id: newId(), clientId: credentials.clientId, digest, scopes, now: context.now, expiresAt: new Date(context.now.getTime() + expiresInSeconds * 1000),
    });
    return { token, expiresInSeconds, scopes };
  }

  async revokeToken(context: RequestContext, credentials: ClientCredentials, token: string, userAgent: string | null): Promise<void> {
    await this.verified(context, credentials, userAgent);
    await this.clients.revokeToken(this.database, credentials.clientId, tokenDigest(token), context.now);
  }

  private async verified(context: RequestContext, credentials: ClientCredentials, userAgent: string | null): Promise<string[]> {
    const client = await this.clients.secretOf(this.database, credentials.clientId);
    const right = await verifyPassword(client?.secretHash ?? await (this.decoyHash ??= hashPassword(newId())), credentials.clientSecret);
    await this.loginLog.append(this.database, {
      at: context.now, username: credentials.clientId.slice(0, 60), outcome: client && right ? 'client-success' : 'client-refused',
      ip: context.ip, userAgent, requestId: context.requestId,
    });
    if (!client || !right) throw identityProblems['invalid-client']({ extra: { error: 'invalid_client' } });
    return client.scopes;
  }
}
