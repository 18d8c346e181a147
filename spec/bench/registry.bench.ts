import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { civilToday } from '../../src/platform/calendar/index.js';
import { startBenchServer, type BenchServer } from './bench-database.js';
import { Child } from './child.js';
import { gatherInOneDivision, measureExport } from './export/export.bench.js';
import type { LedgerFigures } from './ledger/ledger.process.js';
import { describeMachine } from './machine.js';
import { loadFirstBlock, loadFurtherBlocks, populationSource } from './population/load.js';
import { document, isMet, targets, targetTable, type Figures } from './report.js';
import { measureSearch } from './search/search.bench.js';
import { PROJECT_ROOT } from './service.js';

const COMMAND = 'bash scripts/bench.sh registry';
const TIMES = 10;

const started = performance.now();
const today = civilToday(new Date());
const server = await startBenchServer(PROJECT_ROOT);
let stopping: Promise<void> | null = null;
const stop = () => stopping ??= server.stop();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop().finally(() => process.exit(130)));
try {
  const figures = await measure(server);
  const list = targets(figures);
  console.log(`\n${targetTable(list)}\n`);
  await mkdir(path.join(PROJECT_ROOT, 'docs'), { recursive: true });
  await writeFile(path.join(PROJECT_ROOT, 'docs', 'benchmarks.md'), document(COMMAND, today, describeMachine(server.version), figures));
  const missed = list.filter((target) => !isMet(target)).length;
  tell(missed === 0 ? '全部达到目标，已写入 docs/benchmarks.md' : `${missed} 项未达到目标，已写入 docs/benchmarks.md`);
  process.exitCode = missed === 0 ? 0 : 1;
} finally {
  await stop();
}

async function measure({ folder, url, create, clone }: BenchServer): Promise<Figures> {
  tell('生成 50,000 名鉴定人…');
  const source = await populationSource(PROJECT_ROOT, today);
  await create('small');
  await loadFirstBlock(url('small'), source);
  await clone('roster', 'small');
  await gatherInOneDivision(url('roster'));
  tell('名册导出…');
  const roster = await measureExport(url('roster'), folder);
  tell('账本…');
  const ledger = await inChild<LedgerFigures>('ledger/ledger.process.js', { url: await create('ledger') });
  tell('生成 500,000 名鉴定人…');
  await clone('large', 'small');
  await loadFurtherBlocks(url('large'), source, TIMES);
  tell('公开查询…');
  return { roster, ledger, search: await measureSearch({ small: url('small'), large: url('large') }, folder) };
}

async function inChild<T>(module: string, question: object): Promise<T> {
  const child = Child.start(path.join(import.meta.dirname, module));
  try {
    return await child.ask<T>(question);
  } finally {
    await child.end();
  }
}

function tell(line: string): void {
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}`);
}
