/**
 * Holds the rules of `.dependency-cruiser.cjs`, and proves that the sources were really read: with a TypeScript it does not
 * understand, dependency-cruiser reports no violations because it saw no modules.
 */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const LEAST_SHARE_READ = 0.9;
const MAX_REPORT_BYTES = 256 * 1024 * 1024;

const sources = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => path.join(entry.parentPath, entry.name).split(path.sep).join('/'));

const cruiser = path.join('node_modules', '.bin', 'depcruise');
const { stdout } = await promisify(execFile)(cruiser, ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'],
  { maxBuffer: MAX_REPORT_BYTES })
  // It also exits non-zero when it found violations; only without a report is that a failure of its own.
  .catch((error) => (error.stdout ? error : Promise.reject(error)));
const { modules, summary } = JSON.parse(stdout);

const read = new Set(modules.map((module) => module.source));
const missed = sources.filter((source) => !read.has(source));
const relations = modules.reduce((sum, module) => sum + module.dependencies.length, 0);
if (sources.length === 0 || relations === 0 || missed.length > sources.length * (1 - LEAST_SHARE_READ)) {
  console.error(`only ${sources.length - missed.length} of ${sources.length} source files were read, ${relations} dependencies`);
  missed.slice(0, 20).forEach((source) => console.error(`  not read: ${source}`));
  process.exit(1);
}

const violations = summary.violations.filter(({ rule }) => rule.severity === 'error' || rule.severity === 'warn');
for (const { rule, from, to, cycle } of violations) {
  const steps = cycle?.length > 0 ? cycle.map((step) => step.name ?? step) : [to];
  console.error(`${rule.name}: ${[from, ...steps].join(' → ')}`);
}
console.log(`${sources.length - missed.length} of ${sources.length} source files, ${relations} dependencies, ${violations.length} violations`);
process.exit(violations.length === 0 ? 0 : 1);
