/** What went wrong with a request, in the form of the service's problem documents (RFC 9457). */
export interface FieldProblem { readonly pointer: string; readonly message: string }

export class ApiProblem extends Error {
  constructor(
    /** HTTP status; 0 when the service could not be reached. */
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string | null = null,
    readonly fields: readonly FieldProblem[] = [],
    readonly retryAfterSeconds: number | null = null,
    readonly requestId: string | null = null,
  ) {
    super(title);
    this.name = 'ApiProblem';
  }
}

/** Reads the problem from an answer; answers that are no problem documents (a proxy's error page) get words of our own. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const body = await readJson(response);
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : null);
  const fields = Array.isArray(body['errors']) ? body['errors'].filter(isFieldProblem) : [];
  const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new ApiProblem(response.status, text('code') ?? 'unknown', text('title') ?? fallbackTitle(response.status), text('detail'),
    fields, Number.isFinite(retryAfter) ? retryAfter : null, text('requestId') ?? response.headers.get('X-Request-Id'));
}

/** The service cannot be reached at all. */
export function unreachable(): ApiProblem {
  return new ApiProblem(0, 'unreachable', '无法连接服务', '请检查网络连接后重试。');
}

/** What to tell the person, beyond the title. */
export function adviceFor(problem: ApiProblem): string | null {
  if (problem.status === 429) return `请在 ${problem.retryAfterSeconds ?? 60} 秒后重试。`;
  if (problem.status >= 500) return `请稍后重试；如仍不成功，请将编号 ${problem.requestId ?? '（无）'} 告知系统管理员。`;
  return problem.detail;
}

/** The message for one field, by the name that the form gives it. */
export function fieldMessage(problem: ApiProblem | null, name: string): string | null {
  return problem?.fields.find((field) => fieldName(field) === name)?.message ?? null;
}

/** `?asOf`, `:id` and `/username` → the name of the field. */
export function fieldName(field: FieldProblem): string {
  return field.pointer.replace(/^[?:/]/, '');
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  if (!/\bjson\b/.test(response.headers.get('Content-Type') ?? '')) return {};
  const body: unknown = await response.json();
  return typeof body === 'object' && body !== null ? body as Record<string, unknown> : {};
}

function isFieldProblem(value: unknown): value is FieldProblem {
  const { pointer, message } = (value ?? {}) as Record<string, unknown>;
  return typeof pointer === 'string' && typeof message === 'string';
}

function fallbackTitle(status: number): string {
  return status >= 500 ? '服务暂不可用' : `请求未成功（${status}）`;
}
