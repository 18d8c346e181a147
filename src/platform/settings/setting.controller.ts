import { decodeCursor, page } from '../http/cursor.js';
import { ok, route, type RouteTable } from '../http/route.js';
import type { LedgerService } from '../ledger/index.js';
import type { TransactionRunner } from '../scheduling/index.js';
import {
  SettingChangeBody, SettingChangePage, SettingHistoryQuery, SettingKeyParams, SettingList, SettingView,
} from './setting.dto.js';
import { changeView, settingView } from './setting.presenter.js';
import type { SettingService } from './setting.service.js';

export interface SettingRoutesPorts {
  readonly database: TransactionRunner;
  readonly settings: SettingService;
  readonly ledger: Pick<LedgerService, 'append'>;
}

const TAG = '参数';

/** The console's list of parameters, their changes and their history. */
export function settingRoutes({ database, settings, ledger }: SettingRoutesPorts): RouteTable {
  return [
    route({
      method: 'GET', path: '/settings', id: 'listSettings', summary: '参数列表', tag: TAG, access: { permission: 'settings:read' },
      responses: [{ status: 200, description: '全部参数', body: SettingList }],
      handler: async () => ok({ items: (await settings.list(database)).map(settingView), nextCursor: null }),
    }),
    route({
      method: 'GET', path: '/settings/:key', id: 'getSetting', summary: '参数', tag: TAG, access: { permission: 'settings:read' },
      params: SettingKeyParams, responses: [{ status: 200, description: '参数', body: SettingView }],
      handler: async ({ params }) => {
        const found = await settings.find(database, params.key);
        return ok(settingView(found), { version: found.version });
      },
    }),
    route({
      method: 'PUT', path: '/settings/:key', id: 'changeSetting', summary: '修改参数', tag: TAG, access: { permission: 'settings:write' },
      params: SettingKeyParams, body: SettingChangeBody, ifMatch: true,
      responses: [{ status: 200, description: '已修改', body: SettingView }],
      handler: async ({ context, params, body, ifMatch }) => {
        const changed = await database.transaction(async (tx) => {
          const before = await settings.find(tx, params.key);
          const after = await settings.set(tx, context, { key: params.key, value: body.value, reason: body.reason, expectedVersion: ifMatch });
          await ledger.append(tx, context, {
            action: 'platform.setting.changed', subject: { kind: 'setting', id: params.key }, divisionCode: null,
            change: { before: { value: before.value }, after: { value: after.value, reason: body.reason } },
          });
          return after;
        });
        settings.forget();
        return ok(settingView(changed), { version: changed.version });
      },
    }),
    route({
      method: 'GET', path: '/settings/:key/history', id: 'settingHistory', summary: '参数修改记录', tag: TAG, access: { permission: 'settings:read' },
      params: SettingKeyParams, query: SettingHistoryQuery, responses: [{ status: 200, description: '修改记录，新的在前', body: SettingChangePage }],
      handler: async ({ params, query }) => {
        const limit = query.limit ?? 50;
        const from = ['settingHistory', params.key];
        const after = decodeCursor(from, query.cursor, 1);
        const rows = await settings.history(database, params.key, after ? Number(after[0]) : null, limit + 1);
        const { items, nextCursor } = page(from, rows, limit, (row) => [row.version]);
        return ok({ items: items.map(changeView), nextCursor });
      },
    }),
  ];
}
