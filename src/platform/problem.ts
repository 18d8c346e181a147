/** Errors as values (RFC 9457): stable English code, Chinese title, one place where status and title are decided. */

/** One wrong field of a request. */
export interface FieldError {
  /** JSON pointer into the body (`/items/3/category`), or `?name` for a query parameter, `:name` for a path parameter. */
  readonly pointer: string;
  readonly code: string;
  /** What is wrong, in Chinese, for the person who typed it. */
  readonly message: string;
}

export interface ProblemKind { readonly status: number; readonly title: string }

export interface ProblemInit {
  /** What happened in this case, in Chinese. Never SQL, a path or a stack. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Headers to send along, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Extra members of the problem document. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The only error that becomes a 4xx. Everything else that is thrown is a defect and answers 500. */
export class Problem extends Error {
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(readonly code: string, readonly status: number, readonly title: string, init: ProblemInit = {}) {
    super(`${code}: ${init.detail ?? title}`, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'Problem';
    this.detail = init.detail;
    this.errors = init.errors ?? [];
    this.headers = init.headers ?? {};
    this.extra = init.extra ?? {};
  }
}

/**
 * Declares a feature's problems as a table of code → status and title and returns one maker per code.
 * @example const problems = defineProblems({ 'licence-not-found': { status: 404, title: '未找到该许可证' } });
 *          throw problems['licence-not-found']({ detail: '许可证号 440118001 不在名册内' });
 */
export function defineProblems<K extends string>(table: Readonly<Record<K, ProblemKind>>):
  Readonly<Record<K, (init?: ProblemInit) => Problem>> {
  const makers = {} as Record<K, (init?: ProblemInit) => Problem>;
  for (const code of Object.keys(table) as K[]) {
    const kind = table[code];
    makers[code] = (init) => new Problem(code, kind.status, kind.title, init);
  }
  return makers;
}

/** Problems that any part of the platform may raise. */
export const problems = defineProblems({
  'invalid-request': { status: 400, title: '请求内容不符合要求' },
  'malformed-body': { status: 400, title: '请求体无法解析' },
  'invalid-cursor': { status: 400, title: '分页游标无效或不属于本次查询' },
  'unauthenticated': { status: 401, title: '请先登录' },
  'forbidden': { status: 403, title: '没有权限执行该操作' },
  'not-found': { status: 404, title: '未找到' },
  'method-not-allowed': { status: 405, title: '不支持该方法' },
  'conflict': { status: 409, title: '与现有记录冲突' },
  'idempotency-key-reused': { status: 422, title: '同一幂等键用于了不同的请求' },
  'idempotency-in-progress': { status: 409, title: '相同幂等键的请求正在处理' },
  'version-conflict': { status: 412, title: '记录已被他人修改' },
  'payload-too-large': { status: 413, title: '提交的内容过大' },
  'uri-too-long': { status: 414, title: '请求地址过长' },
  'unsupported-media-type': { status: 415, title: '不支持的内容类型' },
  'unprocessable': { status: 422, title: '请求无法处理' },
  'precondition-required': { status: 428, title: '修改须携带 If-Match' },
  'too-many-requests': { status: 429, title: '请求过于频繁，请稍后再试' },
  'internal': { status: 500, title: '服务内部错误' },
  'unavailable': { status: 503, title: '服务暂不可用' },
});
