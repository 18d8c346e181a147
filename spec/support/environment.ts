import { existsSync } from 'node:fs';
import path from 'node:path';

/** The checkout, found upwards from the compiled file. */
export const PROJECT_ROOT = findRoot(import.meta.dirname);
export const TEMPLATE_DATABASE = 'hengjian_template';

/** The address of another database on the test server. */
export function databaseUrl(name: string): string {
  const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  url.pathname = `/${name}`;
  return url.href;
}

function findRoot(from: string): string {
  if (existsSync(path.join(from, 'package-lock.json'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('package-lock.json not found above the specs');
  return findRoot(parent);
}
