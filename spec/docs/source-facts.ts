import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { JobDefinition } from '../../src/platform/scheduling/index.js';
import type { Setting } from '../../src/platform/settings/index.js';
import type { Access, RouteTable } from '../../src/platform/http/route.js';
import type { RoleDefinition } from '../../src/platform/identity/role.js';
import { PROJECT_ROOT } from '../support/environment.js';

/** The parts of the documents that are made from the code, as Markdown tables. */

/** A file of the project as text. @param file path below the project's root */
export function projectText(file: string): string {
  return readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
}

/** Files below a folder of the project, with the folder in front and `/` between. */
export function projectFiles(folder: string, ending: string): string[] {
  return readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.relative(PROJECT_ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** Every problem code that a `defineProblems` table declares. */
export function problemTable(): string {
  const rows = new Set<string>();
  for (const file of projectFiles('src', '.ts').filter((name) => !name.startsWith('src/console/'))) {
    const text = projectText(file);
    if (!text.includes('defineProblems')) continue;
    // Examples in comments declare nothing.
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '');
    for (const match of code.matchAll(/'([a-z][a-z0-9-]*)': \{ status: (\d{3}), title: '([^']+)' \}/g)) {
      rows.add(`| \`${match[1]!}\` | ${match[2]!} | ${match[3]!} |`);
    }
  }
  return table('| 错误码 | 状态 | 含义 |', [...rows].sort());
}

/** Every route, by subject, with who may call it. */
export function routeTables(routes: RouteTable): string {
  const tags = [...new Set(routes.map((route) => route.tag))];
  return tags.map((tag) => `## ${tag}\n\n${table('| 方法 | 地址 | 用途 | 权限 | 说明 |', routes.filter((route) => route.tag === tag).map((route) =>
    `| ${route.method} | \`${route.absolute ? '' : '/api/v1'}${route.path}\` | ${route.summary} | ${accessText(route.access)} | ${[
      route.ifMatch ? '须 `If-Match`' : '', route.creates ? '可 `Idempotency-Key`' : '', route.upload ? '`multipart/form-data`' : '',
    ].filter((note) => note !== '').join('；')} |`))}`).join('\n\n');
}

/** Roles with their permissions. */
export function roleTable(roles: readonly RoleDefinition[]): string {
  const reach = { nation: '全国', division: '本行政区划及其下级', institution: '本机构', public: '公开信息' } as const;
  return table('| 角色 | 名称 | 数据范围 | 权限 |', roles.map((role) =>
    `| \`${role.code}\` | ${role.title} | ${reach[role.reach]} | ${role.permissions.map((permission) => `\`${permission}\``).join(' ')} |`));
}

/** Settings that a bureau may change. */
export function settingTable(settings: readonly Setting[]): string {
  return table('| 参数 | 名称 | 默认 | 范围 | 依据 | 可靠程度 |', settings.map((setting) =>
    `| \`${setting.key}\` | ${setting.title} | ${shown(setting.default)} | ${bounds(setting)} | ${setting.source} | ${setting.confidence} |`));
}

/** Jobs that run by themselves. */
export function jobTable(jobs: readonly Pick<JobDefinition, 'name' | 'title' | 'cron'>[]): string {
  return table('| 任务 | 作用 | 时刻（cron，北京时间） |', jobs.map((job) => `| \`${job.name}\` | ${job.title} | \`${job.cron}\` |`));
}

function table(head: string, rows: readonly string[]): string {
  const columns = head.split('|').length - 2;
  return [head, `|${'---|'.repeat(columns)}`, ...rows].join('\n');
}

function accessText(access: Access): string {
  return access === 'public' ? '公开' : access === 'authenticated' ? '登录即可' : `\`${access.permission}\``;
}

function bounds(setting: Setting): string {
  if (setting.type === 'boolean') return '是或否';
  if (setting.type === 'choice') return setting.choices.join('、');
  const unit = setting.type === 'text' ? ' 字' : setting.type === 'text-list' ? ' 项' : '';
  return `${setting.min} 至 ${setting.max}${unit}`;
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.join('、') : String(value);
}
