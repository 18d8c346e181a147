// Creates the three administrators of a new production database. Run once, as the service account and with the service's
// environment, after `bash scripts/start.sh` has built and migrated: node scripts/first-administrators.mjs
import path from 'node:path';
import { Application } from '../dist/server/src/application.js';
import { ConfigError, loadConfig } from '../dist/server/src/platform/config/config.js';
import { systemContext } from '../dist/server/src/platform/context.js';
import { generatePassword, KeyStore } from '../dist/server/src/platform/crypto/index.js';
import { Database } from '../dist/server/src/platform/database/database.js';
import { AccountService } from '../dist/server/src/platform/identity/account.service.js';
import { createLogger } from '../dist/server/src/platform/observability/index.js';

const ADMINISTRATORS = [['sysadmin', '系统管理员'], ['secadmin', '安全管理员'], ['auditor', '审计管理员']];

const root = path.resolve(import.meta.dirname, '..');
const config = loadConfig(process.env, root);
if (config.databaseUrl === null) throw new ConfigError('须以 DATABASE_URL 指定数据库；内置演示数据库已有演示账号');
const database = new Database({ url: config.databaseUrl, poolSize: 2, statementTimeoutMs: config.statementTimeoutMs });
try {
  const keys = await KeyStore.open({ directory: config.keyDir, generate: false, now: new Date() });
  const { container } = new Application({ config, database, keys, log: createLogger({ level: 'warn' }), consoleFolder: '' });
  const created = await database.transaction(async (tx) => {
    const passwords = [];
    for (const [username, displayName] of ADMINISTRATORS) {
      const password = generatePassword();
      await container.get(AccountService).createActive(tx, systemContext('first-administrators'),
        { username, displayName, role: username, divisionCode: null, institutionId: null }, password, { mustChangePassword: true });
      passwords.push(`${username.padEnd(12)}${password}`);
    }
    return passwords;
  });
  console.log('初始密码只显示这一次，首次登录须修改 / shown once, to be changed at the first login:');
  for (const line of created) console.log(`  ${line}`);
} finally {
  await database.close();
}
