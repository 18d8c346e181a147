import path from 'node:path';

/** Everything that the environment decides, read once at start and handed along; nothing else reads `process.env`. */
export interface Config {
  readonly mode: 'demo' | 'production';
  readonly host: string;
  readonly port: number;
  /** Null: the embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | null;
  readonly databasePoolSize: number;
  readonly rootDir: string;
  readonly dataDir: string;
  /** Folder of the signing, field and digest keys. */
  readonly keyDir: string;
  /** True when the keys were put there by somebody, not generated beside the demo data. */
  readonly keysAreExternal: boolean;
  /** Address that people and QR codes use, without a trailing slash. */
  readonly publicUrl: string;
  /** Reverse proxies whose X-Forwarded-For is believed, counted from the service outwards. */
  readonly trustedProxies: number;
  readonly logLevel: string;
  /** Requests a minute that one address may make without login. */
  readonly publicRequestsPerMinute: number;
  readonly requestTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

/** Raised when the environment asks for something that cannot be run; the message is for the operator. */
export class ConfigError extends Error {}

/**
 * Reads the configuration.
 * @param env the process environment
 * @param rootDir the project folder
 * @throws ConfigError naming the variable that is wrong
 */
export function loadConfig(env: NodeJS.ProcessEnv, rootDir: string): Config {
  const production = env['NODE_ENV'] === 'production';
  const dataDir = path.resolve(rootDir, env['DATA_DIR'] ?? '.data');
  const port = integer(env, 'PORT', 3000, 0, 65535);
  const config: Config = {
    mode: production ? 'production' : 'demo',
    host: env['HOST'] ?? '0.0.0.0',
    port,
    databaseUrl: postgresUrl(env['DATABASE_URL']),
    databasePoolSize: integer(env, 'DATABASE_POOL_SIZE', 16, 2, 200),
    rootDir,
    dataDir,
    keyDir: env['KEY_DIR'] ? path.resolve(rootDir, env['KEY_DIR']) : path.join(dataDir, 'keys'),
    keysAreExternal: Boolean(env['KEY_DIR']),
    publicUrl: (env['PUBLIC_URL'] ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    trustedProxies: integer(env, 'TRUSTED_PROXIES', 0, 0, 10),
    logLevel: env['LOG_LEVEL'] ?? 'info',
    publicRequestsPerMinute: integer(env, 'PUBLIC_REQUESTS_PER_MINUTE', 1200, 1, 100_000_000),
    requestTimeoutMs: integer(env, 'REQUEST_TIMEOUT_MS', 30_000, 1000, 600_000),
    statementTimeoutMs: integer(env, 'STATEMENT_TIMEOUT_MS', 15_000, 100, 600_000),
  };
  if (config.statementTimeoutMs >= config.requestTimeoutMs) {
    throw new ConfigError('STATEMENT_TIMEOUT_MS 必须小于 REQUEST_TIMEOUT_MS');
  }
  if (production) refuseUnsafeProduction(config, env);
  return config;
}

function refuseUnsafeProduction(config: Config, env: NodeJS.ProcessEnv): void {
  if (config.databaseUrl === null) throw new ConfigError('生产环境须以 DATABASE_URL 指定数据库，不使用内置演示数据库');
  if (!config.keysAreExternal) throw new ConfigError('生产环境须以 KEY_DIR 指定密钥目录，不使用自动生成的默认密钥');
  if (!env['PUBLIC_URL']) throw new ConfigError('生产环境须以 PUBLIC_URL 指定对外地址（二维码和声明书使用）');
}

function postgresUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (!/^postgres(ql)?:\/\//.test(text)) throw new ConfigError('DATABASE_URL 须为 postgres:// 开头的地址');
  return text;
}

function integer(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new ConfigError(`${name} 须为 ${min} 到 ${max} 之间的整数，现为 “${text}”`);
  }
  return value;
}
