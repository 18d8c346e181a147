import { chmod, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Container } from 'inversify';
import { systemContext, type RequestContext } from './platform/context.js';
import { generatePassword } from './platform/crypto/index.js';
import { Database } from './platform/database/database.js';
import type { Tx } from './platform/database/sql.js';
import { AccountService, type NewAccount } from './platform/identity/account.service.js';
import { ClientService } from './platform/identity/client.service.js';
import { ImportService } from './registry/index.js';

/** Written beside the demo data, readable by the owner only: how to log in. */
export interface DemoAccounts {
  readonly accounts: readonly { readonly username: string; readonly password: string; readonly role: string; readonly division: string | null; readonly institution: string | null }[];
  readonly clients: readonly { readonly clientId: string; readonly clientSecret: string; readonly scopes: readonly string[] }[];
}

export const DEMO_ACCOUNTS_FILE = 'demo-accounts.json';
const ROSTER = 'seeders/demo/roster-guangdong-2026.xlsx';
const GUANGDONG = '440000';
const GUANGZHOU = '440100';

/**
 * Fills a new database with the demonstration roster, accounts and clients. Begun again after a kill it goes on where it was:
 * the import changes nothing the second time, and accounts exist only once everything else does.
 * @returns how to log in
 */
export async function seedDemo(container: Container, rootDir: string, dataDir: string): Promise<DemoAccounts> {
  const context = systemContext('demo-seed');
  const database = container.get(Database);
  await container.get(ImportService).importFile(context, {
    path: path.join(rootDir, ROSTER), originalName: path.basename(ROSTER), mode: 'commit', onError: 'abort',
  });
  return database.transaction(async (tx) => {
    const demo = await createLogins(container, tx, context);
    // The file is there before the accounts are: a kill in between leaves a file that the next start replaces.
    await writeDemoFile(path.join(dataDir, DEMO_ACCOUNTS_FILE), demo);
    await tx.run('UPDATE service_info SET demo = true, seeded_at = now()');
    return demo;
  });
}

async function createLogins(container: Container, tx: Tx, context: RequestContext): Promise<DemoAccounts> {
  const institution = await tx.row<{ id: string; name: string }>(`SELECT d.institution_id AS id, d.name
    FROM institution_detail d JOIN licence l ON l.institution_id = d.institution_id
    WHERE d.division_code LIKE '4401%' AND upper_inf(d.recorded) AND l.licence_no IS NOT NULL ORDER BY l.licence_no LIMIT 1`);
  const accounts: (NewAccount & { place: string | null })[] = [
    account('province', '省司法厅监管员', 'province', GUANGDONG), account('prefecture', '广州市司法局监管员', 'prefecture', GUANGZHOU),
    account('district', '越秀区司法局监管员', 'district', '440104'),
    { ...account('institution', '机构经办人', 'institution', null), institutionId: institution?.id ?? null, place: institution?.name ?? null },
    account('court', '法院书记员', 'court', null), account('sysadmin', '系统管理员', 'sysadmin', null),
    account('secadmin', '安全管理员', 'secadmin', null), account('auditor', '审计管理员', 'auditor', null),
  ];
  const service = container.get(AccountService);
  const logins: DemoAccounts['accounts'][number][] = [];
  for (const { place, ...input } of accounts) {
    const password = generatePassword();
    await service.createActive(tx, context, input, password);
    logins.push({ username: input.username, password, role: input.role, division: input.divisionCode, institution: place });
  }
  const scopes = ['registry:read'];
  const client = await container.get(ClientService).create(tx, context, { id: 'demo-court', name: '演示法院业务系统', scopes });
  return { accounts: logins, clients: [{ ...client, scopes }] };
}

function account(username: string, displayName: string, role: string, divisionCode: string | null): NewAccount & { place: string | null } {
  return { username, displayName, role, divisionCode, institutionId: null, place: null };
}

async function writeDemoFile(file: string, demo: DemoAccounts): Promise<void> {
  const temporary = `${file}.new`;
  await writeFile(temporary, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  await chmod(temporary, 0o600);
  await rename(temporary, file);
}
