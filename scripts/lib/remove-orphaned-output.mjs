/** Removes compiled files whose source has gone, which the compiler leaves: a deleted spec must not go on being run. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const OUTPUT = path.join('dist', 'server');
const outputs = existsSync(OUTPUT) ? readdirSync(OUTPUT, { recursive: true, withFileTypes: true }) : [];
for (const entry of outputs) {
  if (!entry.isFile() || !entry.name.endsWith('.js')) continue;
  const file = path.join(entry.parentPath, entry.name);
  const source = path.relative(OUTPUT, file).replace(/\.js$/, '.ts');
  if (existsSync(source)) continue;
  rmSync(file);
  rmSync(`${file}.map`, { force: true });
}
