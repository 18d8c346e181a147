import { ApiProblem, readProblem, unreachable } from './problem.js';

/** Who gives the bearer token and wants to hear that it no longer counts. The session feature plugs itself in. */
export interface Credentials {
  token(): string | null;
  /** @param token the one that was refused */
  refused(token: string): void;
}

let credentials: Credentials = { token: () => null, refused: () => undefined };

export function useCredentialsFrom(source: Credentials): void {
  credentials = source;
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number | null | undefined>>;
  /** Sent as JSON, or as it is when it is a form. */
  readonly body?: object;
  /** Version of the record that is changed, sent as If-Match. */
  readonly version?: number;
  readonly signal?: AbortSignal;
  /** True for pages that everybody may read: the token stays at home. */
  readonly anonymous?: boolean;
}

export interface Download { readonly name: string; readonly content: Blob }

/**
 * Calls the service below `/api/v1` and answers its JSON.
 * @throws ApiProblem for every refusal and when the service cannot be reached; AbortError when aborted
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Fetches a file with the caller's token. @throws ApiProblem as `request` */
export async function download(path: string, options: RequestOptions & { readonly name: string }): Promise<Download> {
  const response = await send(path, options);
  return { name: suggestedName(response) ?? options.name, content: await response.blob() };
}

/** Hands a file to the browser's downloads. */
export function saveFile(file: Download): void {
  const url = URL.createObjectURL(file.content);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  // Firefox starts reading after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Any thrown value as a problem; a defect of the page itself stays visible as one. */
export function asProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem(0, 'page-defect', '页面处理出错', String(error));
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const token = options.anonymous ? null : credentials.token();
  const headers = new Headers({ Accept: 'application/json, application/problem+json, */*;q=0.5' });
  if (token !== null) headers.set('Authorization', `Bearer ${token}`);
  if (options.version !== undefined) headers.set('If-Match', `"v${options.version}"`);
  const isForm = options.body instanceof FormData;
  if (options.body && !isForm) headers.set('Content-Type', 'application/json');
  const response = await reach(address(path, options.query), {
    method: options.method ?? 'GET', headers, signal: options.signal ?? null,
    body: options.body ? (isForm ? options.body as FormData : JSON.stringify(options.body)) : null,
  });
  if (response.ok) return response;
  const problem = await readProblem(response);
  // 401 also answers a wrong current password; only this code speaks of the token.
  if (problem.code === 'unauthenticated' && token !== null) credentials.refused(token);
  throw problem;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw unreachable();
  }
}

function address(path: string, query: RequestOptions['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `/api/v1${path}${text ? `?${text}` : ''}`;
}

function suggestedName(response: Response): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  return encoded ? decodeURIComponent(encoded) : null;
}
