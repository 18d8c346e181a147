import type { Sql } from '../database/sql.js';
import { route, type RouteTable } from '../http/route.js';
import { StoredFileParams } from './file.dto.js';
import type { FileReaders } from './file-readers.js';
import { fileProblems, type FileService } from './file.service.js';

export interface FileRoutesPorts {
  readonly database: Sql;
  readonly files: FileService;
  readonly readers: FileReaders;
}

/** Downloads, authorised like the record that the file belongs to; somebody else's file is not there. */
export function fileRoutes({ database, files, readers }: FileRoutesPorts): RouteTable {
  return [
    route({
      method: 'GET', path: '/files/:id', id: 'downloadFile', summary: '下载文件', tag: '文件', access: 'authenticated',
      params: StoredFileParams, responses: [{ status: 200, description: '文件内容', contentType: 'application/octet-stream' }],
      handler: async ({ context, params }) => {
        const { ownerKind: kind, ownerId: id } = await files.find(database, params.id);
        if (!(await readers.mayRead(database, context, { kind, id }))) throw fileProblems['file-not-found']();
        const { file, content } = await files.open(database, params.id);
        return {
          // Never rendered in the service's own origin, whatever is in it.
          content, contentType: 'application/octet-stream', fileName: file.originalName, headers: { 'Content-Length': String(file.size) },
        };
      },
    }),
  ];
}
