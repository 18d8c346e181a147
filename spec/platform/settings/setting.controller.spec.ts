import { expect } from 'chai';
import { systemContext, type RequestContext } from '../../../src/platform/context.js';
import type { Handled } from '../../../src/platform/http/route.js';
import type { LedgerEvent } from '../../../src/platform/ledger/index.js';
import type { Problem } from '../../../src/platform/problem.js';
import { defineSetting, SettingRegistry, settingRoutes, SettingService } from '../../../src/platform/settings/index.js';
import { testDatabase } from '../../support/database.js';

const days = defineSetting({
  key: 'spec.replyDays', type: 'integer', default: 20, min: 1, max: 60, title: '答复期限（工作日）', source: '测试', confidence: 'known',
});

describe('the routes of settings', () => {
  const db = testDatabase();
  const context: RequestContext = systemContext('officer', new Date('2026-03-05T12:00:00+08:00'));
  const written: LedgerEvent[] = [];
  const call = (id: string, request: object) => {
    const service = new SettingService(db.sql, new SettingRegistry([days]));
    const ledger = { append: async (_tx: unknown, _context: RequestContext, event: LedgerEvent) => { written.push(event); return ''; } };
    const route = settingRoutes({ database: db.database, settings: service, ledger }).find((each) => each.id === id)!;
    return route.handler({ context, params: {}, query: {}, body: {}, ...request } as Handled<object, object, object>);
  };

  it('change a value under its version, write the ledger and page through the history', async () => {
    const params = { key: days.key };
    expect(await call('getSetting', { params })).to.deep.include({ version: 0 });
    for (const [version, value] of [[0, 25], [1, 30], [2, 35]] as const) {
      const reply = await call('changeSetting', { params, body: { value, reason: '通知' }, ifMatch: version });
      expect([reply.version, (reply.body as { value: number }).value]).to.deep.equal([version + 1, value]);
    }
    expect(written.at(-1)).to.deep.equal({
      action: 'platform.setting.changed', subject: { kind: 'setting', id: days.key }, divisionCode: null,
      change: { before: { value: 30 }, after: { value: 35, reason: '通知' } },
    });
    const first = (await call('settingHistory', { params, query: { limit: 2 } })).body as { items: { version: number }[]; nextCursor: string };
    const second = (await call('settingHistory', { params, query: { limit: 2, cursor: first.nextCursor } })).body as typeof first;
    expect([...first.items, ...second.items].map((item) => item.version)).to.deep.equal([3, 2, 1]);
    expect(second.nextCursor).to.equal(null);
  });

  it('show bounds, source and how sure it is', async () => {
    const reply = (await call('listSettings', {})).body as { items: object[] };
    expect(reply.items).to.have.length(1);
    expect(reply.items[0]).to.deep.include({ key: days.key, type: 'integer', default: 20, min: 1, max: 60, choices: null, source: '测试', confidence: 'known' });
  });

  it('write nothing when the change is refused', async () => {
    const before = written.length;
    const problem = await call('changeSetting', { params: { key: days.key }, body: { value: 61, reason: '通知' }, ifMatch: 0 }).catch((error: unknown) => error as Problem);
    expect((problem as Problem).errors[0]?.pointer).to.equal('/value');
    expect(written.length).to.equal(before);
  });
});
