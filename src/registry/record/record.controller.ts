import type { Database } from '../../platform/database/database.js';
import { created, ok, route, type Route, type RouteTable } from '../../platform/http/route.js';
import { AppraiserRegistrationBody, RegisteredAppraiser, UnmaskedView, UnmaskingBody } from './appraiser-record.dto.js';
import { appraiserCommands, registerAppraiser, type AppraiserCommandPorts } from './appraiser.commands.js';
import { institutionCommands, registerInstitution, type InstitutionCommandPorts } from './institution.commands.js';
import { InstitutionRegistrationBody, RegisteredInstitution } from './institution-record.dto.js';
import { UNMASK, WRITE } from './record-actions.js';
import { HistoryView } from './record-facts.dto.js';
import type { RecordCommandService } from './record-command.service.js';
import type { RecordReadService } from './record-read.service.js';
import * as query from './record-query.dto.js';

export interface RecordRoutesPorts {
  readonly database: Database;
  readonly reads: RecordReadService;
  readonly commands: RecordCommandService;
  /** What the commands on institutions and appraisers work with. */
  readonly services: InstitutionCommandPorts & AppraiserCommandPorts;
}

const INSTITUTIONS = '机构登记';
const APPRAISERS = '鉴定人登记';
const READ = { permission: 'record:read' };

/** The bureau's own records: lists, full records at both times, histories, and every command on them. */
export function recordRoutes(ports: RecordRoutesPorts): RouteTable {
  return [...institutionRoutes(ports), ...appraiserRoutes(ports)];
}

function institutionRoutes({ database, reads, commands, services }: RecordRoutesPorts): Route[] {
  const path = '/registry/institutions';
  return [
    route({
      method: 'GET', path, id: 'listInstitutionRecords', summary: '辖区内机构', tag: INSTITUTIONS, access: READ, query: query.InstitutionRecordsQuery,
      responses: [{ status: 200, description: '机构，按名称拼音排列', body: query.InstitutionRecordPage }],
      handler: async (request) => ok(await reads.institutions(database, request.context, request.query)),
    }),
    route({
      method: 'GET', path: `${path}/:id`, id: 'getInstitutionRecord', summary: '机构详细记录', tag: INSTITUTIONS, access: READ,
      params: query.RecordParams, query: query.BothTimesQuery, responses: [{ status: 200, description: '该日、该时刻所知的记录', body: RegisteredInstitution }],
      handler: async ({ context, params, query: times }) => versioned(await reads.institution(database, context, params.id, times)),
    }),
    route({
      method: 'GET', path: `${path}/:id/history`, id: 'institutionHistory', summary: '机构全部记载，先登记的在前', tag: INSTITUTIONS, access: READ,
      params: query.RecordParams, responses: [{ status: 200, description: '历史', body: HistoryView }],
      handler: async ({ context, params }) => ok(await reads.history(database, context, 'institution', params.id)),
    }),
    route({
      method: 'POST', path, id: registerInstitution.id, summary: registerInstitution.summary, tag: INSTITUTIONS, access: { permission: WRITE }, creates: true,
      body: InstitutionRegistrationBody, responses: [{ status: 201, description: '已登记', body: RegisteredInstitution }],
      handler: async ({ context, body }) => createdAt(path, await commands.register(context, services, registerInstitution, body,
        (tx, id) => reads.institution(tx, context, id))),
    }),
    ...institutionCommands.map((command) => route({
      method: 'POST', path: `${path}/:id/${command.path}`, id: command.id, summary: command.summary, tag: INSTITUTIONS, access: { permission: WRITE }, ifMatch: true,
      params: query.RecordParams, body: command.body, responses: [{ status: 200, description: '更新后的记录', body: RegisteredInstitution }],
      handler: async ({ context, params, body, ifMatch }) => versioned(await commands.execute(
        context, services, 'institution', command, { id: params.id, version: ifMatch, body }, (tx, id) => reads.institution(tx, context, id))),
    })),
  ];
}

function appraiserRoutes({ database, reads, commands, services }: RecordRoutesPorts): Route[] {
  const path = '/registry/appraisers';
  return [
    route({
      method: 'GET', path, id: 'listAppraiserRecords', summary: '辖区内鉴定人', tag: APPRAISERS, access: READ, query: query.AppraiserRecordsQuery,
      responses: [{ status: 200, description: '鉴定人，按姓名拼音排列', body: query.AppraiserRecordPage }],
      handler: async (request) => ok(await reads.appraisers(database, request.context, request.query)),
    }),
    route({
      method: 'GET', path: `${path}/:id`, id: 'getAppraiserRecord', summary: '鉴定人详细记录', tag: APPRAISERS, access: READ,
      params: query.RecordParams, query: query.BothTimesQuery, responses: [{ status: 200, description: '该日、该时刻所知的记录', body: RegisteredAppraiser }],
      handler: async ({ context, params, query: times }) => versioned(await reads.appraiser(database, context, params.id, times)),
    }),
    route({
      method: 'GET', path: `${path}/:id/history`, id: 'appraiserHistory', summary: '鉴定人全部记载，先登记的在前', tag: APPRAISERS, access: READ,
      params: query.RecordParams, responses: [{ status: 200, description: '历史', body: HistoryView }],
      handler: async ({ context, params }) => ok(await reads.history(database, context, 'appraiser', params.id)),
    }),
    route({
      method: 'POST', path: `${path}/:id/unmasking`, id: 'unmaskAppraiser', summary: '查看鉴定人证件号码或电话全文（记入台账）', tag: APPRAISERS, access: { permission: UNMASK },
      params: query.RecordParams, body: UnmaskingBody, responses: [{ status: 200, description: '全文', body: UnmaskedView }],
      handler: async ({ context, params, body }) => ok({ field: body.field, value: await commands.unmask(context, params.id, body) }),
    }),
    route({
      method: 'POST', path, id: registerAppraiser.id, summary: registerAppraiser.summary, tag: APPRAISERS, access: { permission: WRITE }, creates: true,
      body: AppraiserRegistrationBody, responses: [{ status: 201, description: '已登记', body: RegisteredAppraiser }],
      handler: async ({ context, body }) => createdAt(path, await commands.register(context, services, registerAppraiser, body,
        (tx, id) => reads.appraiser(tx, context, id))),
    }),
    ...appraiserCommands.map((command) => route({
      method: 'POST', path: `${path}/:id/${command.path}`, id: command.id, summary: command.summary, tag: APPRAISERS, access: { permission: WRITE }, ifMatch: true,
      params: query.RecordParams, body: command.body, responses: [{ status: 200, description: '更新后的记录', body: RegisteredAppraiser }],
      handler: async ({ context, params, body, ifMatch }) => versioned(await commands.execute(
        context, services, 'appraiser', command, { id: params.id, version: ifMatch, body }, (tx, id) => reads.appraiser(tx, context, id))),
    })),
  ];
}

function versioned(record: { readonly version: number }) {
  return ok(record, { version: record.version });
}

function createdAt(path: string, record: { readonly id: string; readonly version: number }) {
  return created(record, { version: record.version, headers: { Location: `/api/v1${path}/${record.id}` } });
}
