import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { Statement } from '../../../src/registry/public-query/public-query.repository.js';
import { answer } from '../child.js';

const DATE = 1082;

/** The measure: node:http and pg, nothing else. Which statement belongs to which address is known beforehand. */
answer(async ({ url, poolSize, statements }: { url: string; poolSize: number; statements: ReadonlyMap<string, Statement> }) => {
  // As in the service, which keeps civil dates as text.
  pg.types.setTypeParser(DATE, (text: string) => text);
  const pool = new pg.Pool({ connectionString: url, max: poolSize });
  const server = createServer((request, response) => {
    const statement = statements.get(request.url!);
    if (!statement) return response.writeHead(404).end();
    return pool.query(statement.text, statement.values as unknown[]).then(({ rows }) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(rows));
    }, (error: Error) => response.writeHead(500).end(error.message));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return (server.address() as AddressInfo).port;
});
