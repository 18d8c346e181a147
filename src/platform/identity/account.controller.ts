import type { Database } from '../database/database.js';
import { decodeCursor, page } from '../http/cursor.js';
import { created, noContent, ok, route, type Handled, type RouteTable } from '../http/route.js';
import { problems } from '../problem.js';
import type { AccountRepository } from './account.repository.js';
import type { AccountService } from './account.service.js';
import type { ClientRepository } from './client.repository.js';
import type { ClientCredentials, ClientService } from './client.service.js';
import * as dto from './identity.dto.js';
import { accountView, clientView } from './identity.presenter.js';
import { identityProblems } from './identity.problems.js';
import type { RoleCatalogue } from './role.js';

export interface AccountRoutesPorts {
  readonly database: Database;
  readonly accountService: AccountService;
  readonly accounts: AccountRepository;
  readonly clientService: ClientService;
  readonly clients: ClientRepository;
  readonly roles: RoleCatalogue;
}

const ACCOUNTS = '账号';
const CLIENTS = '接口客户端';

/** Accounts (system administrator creates, security administrator authorises), API clients and their tokens. */
export function accountRoutes(ports: AccountRoutesPorts): RouteTable {
  return [
    route({
      method: 'GET', path: '/accounts', id: 'listAccounts', summary: '账号列表', tag: ACCOUNTS, access: { permission: 'account:read' },
      query: dto.AccountsQuery, responses: [{ status: 200, description: '账号', body: dto.AccountPage }],
      handler: async (request) => ok(await listAccounts(ports, request)),
    }),
    route({
      method: 'POST', path: '/accounts', id: 'createAccount', summary: '新建账号（待安全管理员授权）', tag: ACCOUNTS,
      access: { permission: 'account:create' }, body: dto.NewAccountBody, creates: true,
      responses: [{ status: 201, description: '已新建', body: dto.AccountWithPassword }],
      handler: async ({ context, body }) => {
        const { account, initialPassword } = await ports.accountService.create(context, {
          username: body.username, displayName: body.displayName, role: body.role,
          divisionCode: body.divisionCode ?? null, institutionId: body.institutionId ?? null,
        });
        const view = accountView(account, ports.roles);
        return created({ account: view, initialPassword }, { version: account.version, replayBody: { account: view, initialPassword: null } });
      },
    }),
    route({
      method: 'GET', path: '/accounts/:id', id: 'getAccount', summary: '账号', tag: ACCOUNTS, access: { permission: 'account:read' },
      params: dto.IdParams, responses: [{ status: 200, description: '账号', body: dto.AccountView }],
      handler: async ({ params }) => {
        const account = await ports.accounts.byId(ports.database, params.id);
        if (!account) throw problems['not-found']();
        return ok(accountView(account, ports.roles), { version: account.version });
      },
    }),
    route({
      method: 'POST', path: '/accounts/:id/acts', id: 'actOnAccount', summary: '授权、停用、解锁或重置密码', tag: ACCOUNTS,
      access: { permission: 'account:authorise' }, params: dto.IdParams, body: dto.AccountActBody, ifMatch: true,
      responses: [{ status: 200, description: '已办理', body: dto.AccountWithPassword }],
      handler: async ({ context, params, body, ifMatch }) => {
        const { account, initialPassword } = await ports.accountService.act(context, params.id, ifMatch, body.act);
        return ok({ account: accountView(account, ports.roles), initialPassword }, { version: account.version });
      },
    }),
    route({
      method: 'GET', path: '/clients', id: 'listClients', summary: '接口客户端列表', tag: CLIENTS, access: { permission: 'client:manage' },
      query: dto.ListQuery, responses: [{ status: 200, description: '接口客户端', body: dto.ClientPage }],
      handler: async ({ query }) => {
        const limit = query.limit ?? 50;
        const after = decodeCursor(['listClients'], query.cursor, 1);
        const rows = await ports.clients.list(ports.database, after ? String(after[0]) : null, limit);
        const { items, nextCursor } = page(['listClients'], rows, limit, (row) => [row.id]);
        return ok({ items: items.map(clientView), nextCursor });
      },
    }),
    route({
      method: 'POST', path: '/clients', id: 'createClient', summary: '新建接口客户端', tag: CLIENTS, access: { permission: 'client:manage' },
      body: dto.NewClientBody, creates: true, responses: [{ status: 201, description: '已新建', body: dto.ClientCredentialsView }],
      handler: async ({ context, body }) => {
        const credentials = await ports.database.transaction((tx) =>
          ports.clientService.create(tx, context, { id: body.clientId, name: body.name, scopes: body.scopes }));
        return created(credentials, { replayBody: { clientId: credentials.clientId, clientSecret: null } });
      },
    }),
    route({
      method: 'GET', path: '/clients/:clientId', id: 'getClient', summary: '接口客户端', tag: CLIENTS, access: { permission: 'client:manage' },
      params: dto.ClientParams, responses: [{ status: 200, description: '接口客户端', body: dto.ClientView }],
      handler: async ({ params }) => {
        const client = await ports.clients.byId(ports.database, params.clientId);
        if (!client) throw problems['not-found']();
        return ok(clientView(client), { version: client.version });
      },
    }),
    route({
      method: 'POST', path: '/clients/:clientId/revocation', id: 'revokeClient', summary: '撤销接口客户端及其全部令牌', tag: CLIENTS,
      access: { permission: 'client:manage' }, params: dto.ClientParams, ifMatch: true,
      responses: [{ status: 200, description: '已撤销', body: dto.ClientView }],
      handler: async ({ context, params, ifMatch }) => {
        const client = await ports.clientService.revoke(context, params.clientId, ifMatch);
        return ok(clientView(client), { version: client.version });
      },
    }),
    route({
      method: 'POST', path: '/oauth/token', id: 'issueToken', summary: '客户端凭据换取令牌（OAuth 2.0）', tag: CLIENTS, access: 'public',
      body: dto.TokenBody, form: true, rateLimit: { name: 'oauth', points: 120, seconds: 60 },
      responses: [{ status: 200, description: '令牌', body: dto.TokenView }],
      handler: async ({ context, body, authorization, userAgent }) => {
        if (body.grant_type !== 'client_credentials') throw identityProblems['unsupported-grant-type']({ extra: { error: 'unsupported_grant_type' } });
        const token = await ports.clientService.issueToken(context, credentials(authorization, body), body.scope, userAgent);
        return ok({ access_token: token.token, token_type: 'Bearer', expires_in: token.expiresInSeconds, scope: token.scopes.join(' ') });
      },
    }),
    route({
      method: 'POST', path: '/oauth/revoke', id: 'revokeToken', summary: '撤销令牌（RFC 7009）', tag: CLIENTS, access: 'public',
      body: dto.RevokeTokenBody, form: true, rateLimit: { name: 'oauth', points: 120, seconds: 60 },
      responses: [{ status: 204, description: '已撤销' }],
      handler: async ({ context, body, authorization, userAgent }) => {
        await ports.clientService.revokeToken(context, credentials(authorization, body), body.token, userAgent);
        return noContent();
      },
    }),
  ];
}

/** Client credentials from HTTP Basic (RFC 6749 §2.3.1) or, failing that, from the body. */
function credentials(authorization: string | null, body: { client_id?: string; client_secret?: string }): ClientCredentials {
  const basic = /^Basic ([A-Za-z0-9+/=]{1,1000})$/i.exec(authorization ?? '');
  if (basic) {
    const text = Buffer.from(basic[1]!, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon > 0 && !text.includes('\u0000')) return { clientId: formDecode(text.slice(0, colon)), clientSecret: formDecode(text.slice(colon + 1)) };
  }
  if (body.client_id && body.client_secret) return { clientId: body.client_id, clientSecret: body.client_secret };
  throw identityProblems['invalid-client']({ extra: { error: 'invalid_client' } });
}

function formDecode(text: string): string {
  return new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
}

async function listAccounts(ports: AccountRoutesPorts, { query }: Handled<object, dto.AccountsQuery, object>) {
  const limit = query.limit ?? 50;
  const key = ['listAccounts', query.role ?? null, query.status ?? null];
  const after = decodeCursor(key, query.cursor, 1);
  const rows = await ports.accounts.list(ports.database, query, after ? String(after[0]) : null, limit);
  const { items, nextCursor } = page(key, rows, limit, (row) => [row.username]);
  return { items: items.map((row) => accountView(row, ports.roles)), nextCursor };
}
