import pg from 'pg';
import { Database } from '../../src/platform/database/database.js';
import { ReferenceService } from '../../src/reference/index.js';
import { searchCases, type Bearer } from './search/search-case.js';
import { statementOf } from './search/statements.js';
const url = process.env['U']!;
const db = new Database({ url, poolSize: 2, statementTimeoutMs: 10000 });
const ref = await new ReferenceService(db).data();
const bearers = await db.rows<Bearer>(`SELECT d.name, c.certificate_no AS "certificateNo" FROM appraiser_detail d JOIN certificate c ON c.appraiser_id = d.appraiser_id AND c.number_format='twelve-digit' ORDER BY md5(d.id::text) LIMIT 60`);
const a = new pg.Client({ connectionString: url }), b = new pg.Client({ connectionString: url.replace(/small$/, 'big') });
await a.connect(); await b.connect();
const med = (l: number[]) => l.sort((x, y) => x - y)[l.length >> 1]!;
for (const one of searchCases(bearers)) {
  const s = statementOf(one, ref);
  const t: number[][] = [[], []]; const n: number[] = [];
  for (let r = 0; r < 7; r++) for (const [i, c] of [a, b].entries()) { const t0 = performance.now(); const x = await c.query(s.text, s.values as unknown[]); t[i]!.push(performance.now() - t0); n[i] = x.rowCount!; }
  console.log(one.kind.padEnd(8), JSON.stringify(one.query).padEnd(40), n.join('/'), med(t[0]!).toFixed(1), med(t[1]!).toFixed(1), (med(t[1]!) / med(t[0]!)).toFixed(2));
}
await a.end(); await b.end(); await db.close();
