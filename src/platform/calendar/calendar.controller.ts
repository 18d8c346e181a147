import type { Database } from '../database/database.js';
import { noContent, ok, route, type RouteTable } from '../http/route.js';
import type { LedgerService } from '../ledger/index.js';
import { civilDate } from './civil-date.js';
import * as dto from './calendar.dto.js';
import type { CalendarService } from './calendar.service.js';

const TAG = '期间与日历';

/** Counting of statutory periods for everybody, and the keeping of the calendar. */
export function calendarRoutes(ports: { database: Database; calendar: CalendarService; ledger: LedgerService }): RouteTable {
  return [
    route({
      method: 'GET', path: '/public/calendar/due', id: 'calendarDue', summary: '若干工作日后的届满日（起算日不计）', tag: TAG, access: 'public',
      query: dto.DueQuery, cacheControl: 'public, max-age=300', responses: [{ status: 200, description: '届满日', body: dto.DueView }],
      handler: async ({ query }) => {
        const { due, provisional } = await ports.calendar.due({ from: civilDate(query.from), workingDays: query.workingDays });
        return ok({ due, provisional });
      },
    }),
    route({
      method: 'GET', path: '/public/calendar', id: 'getCalendar', summary: '已掌握安排的年份和调整记录', tag: TAG, access: 'public',
      responses: [{ status: 200, description: '日历', body: dto.CalendarView }],
      handler: async () => {
        const [years, { overrides }] = [await ports.calendar.coveredYears(), await ports.calendar.declarations()];
        return ok({
          years: years.map((year) => ({ year })),
          overrides: overrides.map(({ day, kind, name, source, recordedBy }) => ({ day, kind, name, source, recordedBy })),
        });
      },
    }),
    route({
      method: 'PUT', path: '/calendar/overrides', id: 'putCalendarOverride', summary: '登记放假或调休上班', tag: TAG,
      access: { permission: 'calendar:write' }, body: dto.OverrideBody, responses: [{ status: 204, description: '已登记' }],
      handler: async ({ context, body }) => {
        await ports.database.transaction(async (tx) => {
          await ports.calendar.recordOverride(tx, context, { day: civilDate(body.day), kind: body.kind, name: body.name, source: body.source });
          await ports.ledger.append(tx, context, { action: 'calendar.override.recorded', subject: { kind: 'calendar-day', id: body.day }, change: { after: { ...body } } });
        });
        return noContent();
      },
    }),
    route({
      method: 'DELETE', path: '/calendar/overrides/:day', id: 'removeCalendarOverride', summary: '撤销日历调整', tag: TAG,
      access: { permission: 'calendar:write' }, params: dto.DayParams, responses: [{ status: 204, description: '已撤销' }],
      handler: async ({ context, params }) => {
        await ports.database.transaction(async (tx) => {
          await ports.calendar.removeOverride(tx, civilDate(params.day));
          await ports.ledger.append(tx, context, { action: 'calendar.override.removed', subject: { kind: 'calendar-day', id: params.day }, change: {} });
        });
        return noContent();
      },
    }),
    route({
      method: 'PUT', path: '/calendar/years', id: 'putCalendarYear', summary: '声明某年放假安排是否已完整掌握', tag: TAG,
      access: { permission: 'calendar:write' }, body: dto.CalendarYearBody, responses: [{ status: 204, description: '已声明' }],
      handler: async ({ context, body }) => {
        await ports.database.transaction(async (tx) => {
          await ports.calendar.declareYear(tx, context, { year: body.year, covered: body.covered, source: body.source });
          await ports.ledger.append(tx, context, { action: 'calendar.year.declared', subject: { kind: 'calendar-year', id: String(body.year) }, change: { after: { ...body } } });
        });
        return noContent();
      },
    }),
  ];
}
