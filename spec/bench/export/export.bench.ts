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
  const file = path.join(folder, 'roster.xlsx');
  const write = (writer: ExportQuestion['writer']) => once({
    writer, url, division: DIVISION, dataDir: path.join(folder, 'export'), cellsOf: file, file: writer === 'service' ? file : path.join(folder, 'bare.xlsx'),
  });
  const service: ExportAnswer[] = [];
  const bare: ExportAnswer[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    service.push(await write('service'));
    bare.push(await write('bare'));
  }
  return {
    rows: bare[0]!.rows, fileMegabytes: (await stat(file)).size / 2 ** 20,
    serviceMs: median(service.map(({ ms }) => ms)), bareMs: median(bare.map(({ ms }) => ms)),
    peakMegabytes: Math.max(...service.map(({ peakMegabytes }) => peakMegabytes)),
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
