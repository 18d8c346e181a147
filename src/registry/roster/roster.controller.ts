import { route, type RouteTable } from '../../platform/http/route.js';
import { RosterQuery, RosterTableQuery } from './roster.dto.js';
import type { RosterService } from './roster.service.js';

const TAG = '名册';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const WORKBOOK = [{ status: 200, description: '工作簿', contentType: XLSX }] as const;
/** A book costs a second of work and a connection for as long as its reader takes. */
const PUBLIC_LIMIT = { name: 'public-roster', points: 10, seconds: 60 } as const;

/** The annual roster, for printing, and the roster as a table. */
export function rosterRoutes(roster: RosterService): RouteTable {
  return [
    route({
      method: 'GET', path: '/registry/roster', id: 'exportRoster', summary: '年度名册（可供印制）', tag: TAG, access: { permission: 'roster:export' },
      query: RosterQuery, responses: WORKBOOK,
      handler: async ({ context, query, signal }) => ({ ...await roster.book(context, query, signal), contentType: XLSX }),
    }),
    route({
      method: 'GET', path: '/registry/roster/table', id: 'exportRosterTable', summary: '名册数据表（可再导入）', tag: TAG, access: { permission: 'roster:export' },
      query: RosterTableQuery, responses: WORKBOOK,
      handler: async ({ context, query, signal }) => ({ ...await roster.table(context, query, signal), contentType: XLSX }),
    }),
    route({
      method: 'GET', path: '/public/roster', id: 'downloadPublicRoster', summary: '公开的年度名册', tag: TAG, access: 'public', rateLimit: PUBLIC_LIMIT,
      query: RosterQuery, responses: WORKBOOK,
      handler: async ({ context, query, signal }) => ({ ...await roster.publicBook(context, query, signal), contentType: XLSX }),
    }),
  ];
}
