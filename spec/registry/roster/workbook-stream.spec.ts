import { once } from 'node:events';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { cursorRows } from '../../../src/registry/roster/cursor.js';
import { streamWorkbook } from '../../../src/registry/roster/workbook-stream.js';
import type { SheetDefinition } from '../../../src/platform/workbook/index.js';
import { testDatabase } from '../../support/database.js';

const INFO = { creator: '广东省司法厅', created: new Date('2026-03-01T00:00:00Z') };
const ENDLESS = 100_000_000;

function sheet(rows: SheetDefinition['rows']): SheetDefinition[] {
  return [{ name: '表', columns: [{ title: '数', kind: 'integer' }], rows }];
}

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

describe('a workbook streamed from the database', () => {
  const db = testDatabase();
  const series = async function* (tx: Parameters<typeof cursorRows>[0], upTo: number) {
    for await (const { n } of cursorRows<{ n: number }>(tx, 'SELECT generate_series(1, $1::int) AS n', [upTo])) yield [n];
  };
  /** Begins a workbook; `ended` resolves when its transaction is over. */
  async function begin(prepare: Parameters<typeof streamWorkbook>[1], signal = new AbortController().signal) {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => { end = resolve; });
    return { content: await streamWorkbook(db.database, prepare, INFO, signal, () => end()), ended };
  }

  it('hands on every row of a cursor once, in batches', async () => {
    const numbers = await db.database.transaction(async (tx) => {
      const found: number[] = [];
      for await (const { n } of cursorRows<{ n: number }>(tx, 'SELECT n FROM generate_series(1, $1::int) AS n', [1000])) found.push(n);
      return found;
    });
    expect(numbers).to.deep.equal(Array.from({ length: 1000 }, (_, index) => index + 1));
  });

  it('sees one state of the registry, whatever is written meanwhile', async () => {
    await db.sql.run('CREATE TABLE roster_probe (n int)');
    let before: Promise<unknown> = Promise.resolve();
    const seen: number[] = [];
    const { content, ended } = await begin(async (tx) => {
      await tx.rows('SELECT n FROM roster_probe');
      before = db.sql.run('INSERT INTO roster_probe VALUES (1)');
      return sheet((async function* () {
        await before;
        seen.push((await tx.row<{ count: number }>('SELECT count(*) AS count FROM roster_probe'))!.count);
        yield [1];
      })());
    });
    await pipeline(content, nowhere());
    await ended;
    expect(seen).to.deep.equal([0]);
  });

  it('throws what goes wrong before the first byte', async () => {
    const failed = await begin(() => Promise.reject(new Error('no such roster'))).then(() => null, (error: Error) => error);
    expect(failed?.message).to.equal('no such roster');
  });

  it('breaks off instead of ending when a row cannot be read', async () => {
    const { content, ended } = await begin(async (tx) => sheet((async function* () {
      yield* series(tx, 2000);
      await tx.rows('SELECT 1 / 0');
    })()));
    const outcome = await pipeline(content, nowhere()).then(() => 'ended', (error: Error) => error.message);
    await ended;
    expect(outcome).to.equal('division by zero');
  });

  it('gives the connection back when the reader leaves', async () => {
    const { content, ended } = await begin(async (tx) => sheet(series(tx, ENDLESS)));
    await once(content, 'readable');
    content.destroy();
    await ended;
    await nextTurn();
    expect(db.database.pool.idleCount).to.equal(db.database.pool.totalCount);
  });

  it('gives the connection back when the request is aborted before anybody reads', async () => {
    const request = new AbortController();
    const { ended } = await begin(async (tx) => sheet(series(tx, ENDLESS)), request.signal);
    request.abort();
    await ended;
    await nextTurn();
    expect(db.database.pool.idleCount).to.equal(db.database.pool.totalCount);
  });

  it('breaks off, and nothing else does, when the database drops the connection while the reader waits', async () => {
    let backend = 0;
    const { content, ended } = await begin(async (tx) => {
      backend = (await tx.row<{ pid: number }>('SELECT pg_backend_pid() AS pid'))!.pid;
      return sheet(series(tx, ENDLESS));
    });
    await once(content, 'readable');
    await db.sql.run('SELECT pg_terminate_backend($1)', [backend]);
    const outcome = await pipeline(content, nowhere()).then(() => 'ended', () => 'broken off');
    await ended;
    expect(outcome).to.equal('broken off');
    expect((await db.sql.row<{ one: number }>('SELECT 1 AS one'))?.one).to.equal(1);
  });

  it('stops reading the database while the reader waits', async () => {
    let asked = 0;
    const { content, ended } = await begin(async (tx) => sheet((async function* () {
      for await (const row of series(tx, ENDLESS)) {
        asked += 1;
        yield row;
      }
    })()));
    await once(content, 'readable');
    // Nothing is taken from the stream: what it buffers fills up, and from then on no row is asked for.
    let before = -1;
    for (let still = 0; still < 2000; still = asked === before ? still + 1 : 0) {
      before = asked;
      await nextTurn();
    }
    expect(asked).to.be.lessThan(1_000_000);
    content.destroy();
    await ended;
  });
});
