import { stat } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { Child } from '../child.js';
import { median } from '../statistics.js';
import type { ExportAnswer, ExportQuestion } from './export.process.js';

const ROUNDS = 3;
/** The table is written division by division, so the whole registry is put into one. */
const DIVISION = '440100';

export interface ExportFigures {
  readonly rows: number;
  readonly fileMegabytes: number;
  readonly serviceMs: number;
  readonly bareMs: number;
  /** exceljs alone with all cells in memory. */
  readonly memoryMs: number;
  /** The worst of the rounds. */
  readonly peakMegabytes: number;
}

/** Puts all institutions of a database that nobody else uses into one division. */
export async function gatherInOneDivision(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`SET session_replication_role = 'replica'`);
  await client.query('UPDATE institution_detail SET division_code = $1', [DIVISION]);
  await client.query('VACUUM ANALYZE institution_detail');
  await client.end();
}

/** Measures the export of the roster as a table against exceljs alone. */
export async function measureExport(url: string, folder: string): Promise<ExportFigures> {
  const file = (writer: string) => path.join(folder, `${writer}.xlsx`);
  const write = (writer: ExportQuestion['writer']) => once({ writer, url, division: DIVISION, dataDir: path.join(folder, 'export'), file: file(writer) });
  const rounds = { service: [] as ExportAnswer[], bare: [] as ExportAnswer[], memory: [] as ExportAnswer[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const writer of ['service', 'bare', 'memory'] as const) rounds[writer].push(await write(writer));
  }
  const ms = (answers: readonly ExportAnswer[]) => median(answers.map((answer) => answer.ms));
  return {
    rows: rounds.bare[0]!.rows, fileMegabytes: (await stat(file('service'))).size / 2 ** 20,
    serviceMs: ms(rounds.service), bareMs: ms(rounds.bare), memoryMs: ms(rounds.memory),
    peakMegabytes: Math.max(...rounds.service.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

async function once(question: ExportQuestion): Promise<ExportAnswer> {
  const child = Child.start(path.join(import.meta.dirname, 'export.process.js'));
  try {
    return await child.ask<ExportAnswer>(question);
  } finally {
    await child.end();
  }
}
