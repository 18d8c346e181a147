/**
 * Prints a digest of everything that one part of the build is made from: `dependencies`, `server` or `console`.
 * Contents count, not times: a fresh checkout of the same commit gives the same digest.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const CONSOLE = path.join('src', 'console');
const TOOLS = ['package.json', 'package-lock.json'];
const PARTS = {
  dependencies: () => ['package-lock.json', '.npmrc'],
  server: () => [...TOOLS, 'tsconfig.json', ...filesIn('src').filter((file) => !file.startsWith(CONSOLE + path.sep)), ...filesIn('spec')],
  console: () => [...TOOLS, ...filesIn(CONSOLE)],
};

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

const files = PARTS[process.argv[2]];
if (!files) throw new Error(`unknown part: ${process.argv[2]}`);
const digest = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}\n`);
for (const file of files().filter((name) => existsSync(name))) {
  const content = readFileSync(file);
  digest.update(`${file} ${content.length}\n`).update(content);
}
process.stdout.write(digest.digest('hex'));
