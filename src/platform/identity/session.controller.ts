import type { Database } from '../database/database.js';
import { decodeCursor, page } from '../http/cursor.js';
import { noContent, ok, created, route, type Handled, type RouteTable } from '../http/route.js';
import { problems } from '../problem.js';
import type { AccountRepository } from './account.repository.js';
import type { AccountService } from './account.service.js';
import { accountView } from './identity.presenter.js';
import * as dto from './identity.dto.js';
import type { IdentityPolicy } from './identity.policy.js';
import type { LoginLogRepository } from './login-log.repository.js';
import type { RoleCatalogue } from './role.js';
import type { SessionRepository } from './session.repository.js';
import type { SessionService } from './session.service.js';

export interface SessionRoutesPorts {
  readonly database: Database;
  readonly sessionService: SessionService;
  readonly accountService: AccountService;
  readonly accounts: AccountRepository;
  readonly sessions: SessionRepository;
  readonly loginLog: LoginLogRepository;
  readonly roles: RoleCatalogue;
  readonly policy: () => Promise<IdentityPolicy>;
}

const TAG = '登录与会话';

/** Login, the own session, sessions of others (forced logout) and the login log. */
export function sessionRoutes(ports: SessionRoutesPorts): RouteTable {
  return [
    route({
      method: 'POST', path: '/sessions', id: 'logIn', summary: '登录', tag: TAG, access: 'public', body: dto.LoginBody,
      rateLimit: { name: 'login', points: 120, seconds: 60 },
      responses: [{ status: 201, description: '已登录', body: dto.SessionView }],
      handler: async ({ context, body, userAgent }) => {
        const session = await ports.sessionService.logIn(context, body.username, body.password, userAgent);
        const role = ports.roles.get(session.account.role);
        return created({
          token: session.token, expiresAt: session.expiresAt.toISOString(), idleMinutes: session.idleMinutes,
          mustChangePassword: session.mustChangePassword, permissions: session.mustChangePassword ? [] : role?.permissions ?? [],
          account: accountView(session.account, ports.roles),
        });
      },
    }),
    route({
      method: 'GET', path: '/sessions/current', id: 'currentSession', summary: '当前登录者', tag: TAG, access: 'authenticated',
      responses: [{ status: 200, description: '当前登录者', body: dto.CurrentSessionView }],
      handler: async ({ context: { actor } }) => {
        const account = actor.kind === 'account' && actor.id !== null ? await ports.accounts.byId(ports.database, actor.id) : null;
        return ok({
          kind: actor.kind, name: actor.name, role: actor.role, permissions: [...actor.permissions],
          account: account ? accountView(account, ports.roles) : null,
        });
      },
    }),
    route({
      method: 'DELETE', path: '/sessions/current', id: 'logOut', summary: '退出', tag: TAG, access: 'authenticated',
      responses: [{ status: 204, description: '已退出' }],
      handler: async ({ context }) => {
        if (context.actor.sessionId === null) throw problems['forbidden']({ detail: '客户端令牌以 POST /api/v1/oauth/revoke 撤销' });
        await ports.sessionService.end(context.actor.sessionId, context.now, 'logout');
        return noContent();
      },
    }),
    route({
      method: 'PUT', path: '/accounts/me/password', id: 'changePassword', summary: '修改本人密码，其他会话随即退出', tag: TAG,
      access: 'authenticated', body: dto.PasswordChangeBody, rateLimit: { name: 'password', points: 20, seconds: 60 },
      responses: [{ status: 204, description: '已修改' }],
      handler: async ({ context, body }) => {
        await ports.accountService.changeOwnPassword(context, body.currentPassword, body.newPassword);
        return noContent();
      },
    }),
    route({
      method: 'GET', path: '/sessions', id: 'listSessions', summary: '在线会话', tag: TAG, access: { permission: 'session:read' },
      query: dto.ListQuery, responses: [{ status: 200, description: '在线会话', body: dto.OnlineSessionPage }],
      handler: async (request) => ok(await listSessions(ports, request)),
    }),
    route({
      method: 'DELETE', path: '/sessions/:id', id: 'endSession', summary: '强制退出', tag: TAG, access: { permission: 'session:end' },
      params: dto.IdParams, responses: [{ status: 204, description: '已退出' }],
      handler: async ({ context, params }) => {
        if (!await ports.sessionService.forceEnd(context, params.id)) throw problems['not-found']();
        return noContent();
      },
    }),
    route({
      method: 'GET', path: '/login-log', id: 'loginLog', summary: '登录日志', tag: TAG, access: { permission: 'login-log:read' },
      query: dto.LoginLogQuery, responses: [{ status: 200, description: '登录日志', body: dto.LoginLogPage }],
      handler: async (request) => ok(await listLoginLog(ports, request)),
    }),
  ];
}

async function listSessions(ports: SessionRoutesPorts, { context, query }: Handled<object, dto.ListQuery, object>) {
  const limit = query.limit ?? 50;
  const key = ['listSessions'];
  const after = decodeCursor(key, query.cursor, 2);
  const { idleMinutes } = await ports.policy();
  const rows = await ports.sessions.listOpen(ports.database, context.now, new Date(context.now.getTime() - idleMinutes * 60_000),
    after ? { lastSeenAt: String(after[0]), id: String(after[1]) } : null, limit);
  const { items, nextCursor } = page(key, rows, limit, (row) => [row.lastSeenAt.toISOString(), row.id]);
  return {
    items: items.map((row) => ({
      id: row.id, username: row.username, displayName: row.displayName, role: row.role, createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(), ip: row.ip, userAgent: row.userAgent,
    })),
    nextCursor,
  };
}

async function listLoginLog(ports: SessionRoutesPorts, { query }: Handled<object, dto.LoginLogQuery, object>) {
  const limit = query.limit ?? 50;
  const key = ['loginLog', query.username ?? null, query.outcome ?? null];
  const after = decodeCursor(key, query.cursor, 1);
  const rows = await ports.loginLog.list(ports.database, query, after ? Number(after[0]) : null, limit);
  const { items, nextCursor } = page(key, rows, limit, (row) => [row.id]);
  return { items: items.map((row) => ({ ...row, at: row.at.toISOString() })), nextCursor };
}
