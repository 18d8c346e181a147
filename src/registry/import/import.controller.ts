import type { Sql } from '../../platform/database/sql.js';
import { decodeCursor, page } from '../../platform/http/cursor.js';
import { ok, route, type RouteTable } from '../../platform/http/route.js';
import { UPLOAD_LIMITS } from '../../platform/workbook/index.js';
import { ImportBody, ImportListQuery, ImportPage, ImportParams, ImportView } from './import.dto.js';
import { importView, summaryView } from './import.presenter.js';
import type { ImportService } from './import.service.js';

export interface ImportRoutesPorts {
  readonly database: Sql;
  readonly imports: ImportService;
}

const TAG = '名册导入';
const ACCESS = { permission: 'record:import' } as const;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Sending a roster, following it and fetching what came of it. */
export function importRoutes({ database, imports }: ImportRoutesPorts): RouteTable {
  return [
    route({
      method: 'POST', path: '/registry/imports', id: 'importRoster', summary: '导入名册工作簿', tag: TAG, access: ACCESS,
      upload: { field: 'file', maxBytes: UPLOAD_LIMITS.maxFileBytes }, body: ImportBody, creates: true,
      responses: [
        { status: 200, description: '已处理', body: ImportView },
        { status: 202, description: '文件较大，转为后台任务，以 id 查询进度', body: ImportView },
      ],
      handler: async ({ context, file, body }) => {
        const report = await imports.submit(context, {
          path: file!.path, originalName: file!.originalName, mode: body.mode ?? 'dry-run', onError: body.onError ?? 'abort',
        });
        return ok(importView(report), { status: report.status === 'done' ? 200 : 202 });
      },
    }),
    route({
      method: 'GET', path: '/registry/imports', id: 'listRosterImports', summary: '历次导入', tag: TAG, access: ACCESS, query: ImportListQuery,
      responses: [{ status: 200, description: '新的在前', body: ImportPage }],
      handler: async ({ context, query }) => {
        const limit = query.limit ?? 50;
        const from = ['listRosterImports'];
        const after = decodeCursor(from, query.cursor, 2);
        const rows = await imports.list(database, context.actor, after ? { createdAt: String(after[0]), id: String(after[1]) } : null, limit + 1);
        const { items, nextCursor } = page(from, rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
        return ok({ items: items.map(summaryView), nextCursor });
      },
    }),
    route({
      method: 'GET', path: '/registry/imports/:id', id: 'getRosterImport', summary: '一次导入的进度或结果', tag: TAG, access: ACCESS, params: ImportParams,
      responses: [{ status: 200, description: '进度或结果', body: ImportView }],
      handler: async ({ context, params }) => ok(importView(await imports.report(database, context.actor, params.id))),
    }),
    route({
      method: 'GET', path: '/registry/imports/:id/workbook', id: 'getAnnotatedRoster', summary: '原工作簿的批注副本', tag: TAG, access: ACCESS, params: ImportParams,
      responses: [{ status: 200, description: '有误的单元格已标出，末列为错误说明', contentType: XLSX }],
      handler: async ({ context, params }) => {
        const { fileName, content } = await imports.annotatedWorkbook(database, context.actor, params.id);
        return { status: 200, content, contentType: XLSX, fileName };
      },
    }),
    route({
      method: 'GET', path: '/registry/import-template', id: 'getRosterTemplate', summary: '名册模板', tag: TAG, access: ACCESS,
      responses: [{ status: 200, description: '空白工作簿，附填写说明与下拉选项', contentType: XLSX }],
      handler: async ({ context }) => ({ status: 200, content: await imports.template(context.now), contentType: XLSX, fileName: '名册导入模板.xlsx' }),
    }),
  ];
}
