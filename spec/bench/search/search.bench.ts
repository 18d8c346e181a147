import path from 'node:path';
import { loadConfig } from '../../../src/platform/config/config.js';
import { Database } from '../../../src/platform/database/database.js';
import { ReferenceService } from '../../../src/reference/index.js';
import { Child } from '../child.js';
import { PROJECT_ROOT } from '../service.js';
import { median, percentile } from '../statistics.js';
import type { FloodAnswer, FloodQuestion, SequenceAnswer, SequenceQuestion } from './load.process.js';
import { searchCases, searchPath, type Bearer, type SearchCase } from './search-case.js';
import { statementOf } from './statements.js';

const CONNECTIONS = 50;
const ROUNDS = 5;
const ROUND_SECONDS = 4;
const WARM_UP_SECONDS = 3;
const SEQUENCE_ROUNDS = 9;
const BEARERS = 60;

export interface Flood { readonly requestsPerSecond: number; readonly medianMs: number; readonly p99Ms: number }

export interface SearchFigures {
  readonly cases: number;
  readonly service: Flood;
  readonly bare: Flood;
  /** The service on ten times the rows, under the same load. */
  readonly large: Flood;
  /** One request at a time: median milliseconds of all searches and by kind, small and large. */
  readonly sequential: readonly { readonly kind: string; readonly smallMs: number; readonly largeMs: number }[];
}

/** Measures the public search of appraisers over HTTP. @param urls of the databases with the registry and with ten times its rows */
export async function measureSearch(urls: { readonly small: string; readonly large: string }, folder: string): Promise<SearchFigures> {
  const { cases, statements, poolSize } = await prepare(urls.small);
  const paths = cases.map(searchPath);
  const start = (module: string) => Child.start(path.join(import.meta.dirname, module));
  const [service, large, bare, load] = [start('service.process.js'), start('service.process.js'), start('bare.process.js'), start('load.process.js')];
  try {
    const ports = {
      service: await service.ask<number>({ url: urls.small, dataDir: path.join(folder, 'service') }),
      bare: await bare.ask<number>({ url: urls.small, poolSize, statements }),
      large: await large.ask<number>({ url: urls.large, dataDir: path.join(folder, 'large') }),
    };
    await checkSameAnswers(ports, paths);
    const flood = (port: number, seconds: number) => load.ask<FloodAnswer>({ kind: 'flood', port, paths, connections: CONNECTIONS, seconds } satisfies FloodQuestion);
    const rounds = { service: [] as FloodAnswer[], bare: [] as FloodAnswer[], large: [] as FloodAnswer[] };
    for (const port of Object.values(ports)) await flood(port, WARM_UP_SECONDS);
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of ['service', 'bare', 'large'] as const) rounds[name].push(await flood(ports[name], ROUND_SECONDS));
    }
    const latencies = await load.ask<SequenceAnswer>({ kind: 'sequence', ports: [ports.service, ports.large], paths, rounds: SEQUENCE_ROUNDS } satisfies SequenceQuestion);
    return { cases: cases.length, service: summary(rounds.service), bare: summary(rounds.bare), large: summary(rounds.large), sequential: byKind(cases, latencies) };
  } finally {
    await Promise.all([service.end(), large.end(), bare.end(), load.end()]);
  }
}

async function prepare(url: string) {
  const poolSize = loadConfig({}, PROJECT_ROOT).databasePoolSize;
  const database = new Database({ url, poolSize: 2, statementTimeoutMs: 60_000 });
  // In an order that has nothing to do with names or places, and is the same in every run.
  const bearers = await database.rows<Bearer>(`
    SELECT d.name, c.certificate_no AS "certificateNo" FROM certificate c
    JOIN appraiser_detail d ON d.appraiser_id = c.appraiser_id AND upper_inf(d.valid)
    WHERE c.number_format = 'twelve-digit' ORDER BY md5(c.certificate_no) LIMIT $1`, [BEARERS]);
  const reference = await new ReferenceService(database).data();
  const cases = searchCases(bearers);
  const statements = new Map(cases.map((one) => [searchPath(one), statementOf(one, reference)]));
  await database.close();
  return { cases, statements, poolSize };
}

interface Item { readonly name: string; readonly certificateNo: string | null }

/** Both servers find the same people in the same order; without this their speeds would mean nothing. */
async function checkSameAnswers(ports: { readonly service: number; readonly bare: number }, paths: readonly string[]): Promise<void> {
  const read = async (port: number, address: string) => (await fetch(`http://127.0.0.1:${port}${address}`)).json();
  const shown = (items: readonly Item[]) => items.map(({ name, certificateNo }) => `${name} ${certificateNo}`).join('\n');
  for (const address of paths) {
    const { items } = await read(ports.service, address) as { items: Item[] };
    const rows = await read(ports.bare, address) as Item[];
    if (shown(items) !== shown(rows.slice(0, items.length)) || rows.length - items.length > 1) throw new Error(`the servers answer differently: ${address}`);
  }
}

function summary(rounds: readonly FloodAnswer[]): Flood {
  return {
    requestsPerSecond: median(rounds.map((round) => round.requestsPerSecond)),
    medianMs: median(rounds.map((round) => median(round.latenciesMs))),
    p99Ms: median(rounds.map((round) => percentile(round.latenciesMs, 0.99))),
  };
}

function byKind(cases: readonly SearchCase[], [small = [], large = []]: SequenceAnswer): SearchFigures['sequential'] {
  const middle = (times: readonly (readonly number[])[], kind: string | null) =>
    median(times.filter((_, index) => kind === null || cases[index]!.kind === kind).map(median));
  const line = (label: string, kind: string | null) => ({ kind: label, smallMs: middle(small, kind), largeMs: middle(large, kind) });
  return [line('全部', null), ...[...new Set(cases.map(({ kind }) => kind))].map((kind) => line(kind, kind))];
}
