import type { Response } from 'express';
import { sqlState } from '../database/database.js';
import { Problem, problems } from '../problem.js';

/** SQLSTATE classes → what they mean for the caller. Longer keys win; anything absent is a defect of ours. */
const BY_SQLSTATE: Readonly<Record<string, () => Problem>> = {
  '22021': () => problems['invalid-request']({ detail: '文本含有不允许的字符' }),
  '22P05': () => problems['invalid-request']({ detail: '文本含有不允许的字符' }),
  '22P02': () => problems['invalid-request']({ detail: '某项内容的格式不正确' }),
  '22003': () => problems['invalid-request']({ detail: '某项数值超出范围' }),
  '22007': () => problems['invalid-request']({ detail: '某项日期或时间不正确' }),
  '22008': () => problems['invalid-request']({ detail: '某项日期或时间超出范围' }),
  '22': () => problems['invalid-request']({ detail: '某项内容不正确' }),
  '23505': () => problems['conflict']({ detail: '已存在相同的记录' }),
  '23P01': () => problems['conflict']({ detail: '与现有记录的期间重叠或重复' }),
  '23503': () => problems['unprocessable']({ detail: '引用的记录不存在' }),
  '23514': () => problems['unprocessable']({ detail: '内容不符合登记约束' }),
  '23001': () => problems['conflict']({ detail: '历史记录不可修改或删除' }),
  '40001': () => busy(),
  '40P01': () => busy(),
  '57014': () => busy(),
  '55P03': () => busy(),
  '53': () => busy(),
  '57P': () => busy(),
  '08': () => busy(),
};

function busy(): Problem {
  return problems['unavailable']({ headers: { 'Retry-After': '5' } });
}

/** The problem that an error stands for; unknown errors become `internal` (500) and carry the original as cause. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const state = sqlState(error);
  if (state !== null) {
    const maker = BY_SQLSTATE[state] ?? BY_SQLSTATE[state.slice(0, 3)] ?? BY_SQLSTATE[state.slice(0, 2)];
    if (maker) return maker();
  }
  if (isConnectionError(error)) return busy();
  if (isHttpParserError(error)) return fromHttpError(error);
  return problems['internal']({ cause: error });
}

/** Writes an RFC 9457 document. */
export function sendProblem(response: Response, problem: Problem, requestId: string): void {
  response.status(problem.status);
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.setHeader('Cache-Control', 'no-store');
  // `end`, not `send`: a problem is not the resource, so it carries no ETag that somebody might keep.
  response.type('application/problem+json').end(JSON.stringify({
    type: `/problems/${problem.code}`,
    title: problem.title,
    status: problem.status,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    code: problem.code,
    ...(problem.errors.length === 0 ? {} : { errors: problem.errors }),
    requestId,
    ...problem.extra,
  }));
}

function isConnectionError(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === 'ECONNREFUSED' || code === 'ECONNRESET'
    || (typeof message === 'string' && /^(Connection terminated|timeout exceeded when trying to connect)/.test(message));
}

/** Errors that Express and its body parsers raise with a `status` of their own. */
function isHttpParserError(error: unknown): error is { status: number; type?: string } {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500;
}

function fromHttpError(error: { status: number; type?: string }): Problem {
  if (error.status === 413) return problems['payload-too-large']();
  if (error.status === 415) return problems['unsupported-media-type']();
  if (error.type !== undefined) return problems['malformed-body']();
  return problems['invalid-request']({ detail: '请求地址或内容无法解析' });
}
