import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';

/** An answer of the service, already checked against its own OpenAPI document. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // The shape depends on the route; the document says which, and `ApiClient` has checked it.
  // Tests read members directly.
  readonly body: ApiBody;
  readonly bytes: Buffer;
}

/** JSON of unknown shape that tests may walk through. */
export type ApiBody = { readonly [member: string]: ApiBody } & readonly ApiBody[] & string & number & boolean & null;

export interface ApiRequest {
  readonly token?: string | null;
  readonly json?: unknown;
  readonly form?: FormData | URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  /** Body sent as it is, to try malformed ones. */
  readonly raw?: string | Buffer;
}

interface OpenApi {
  readonly paths: Record<string, Record<string, { responses: Record<string, { $ref?: string; content?: Record<string, { schema: object }> }> }>>;
  readonly components: { readonly schemas: object; readonly responses: Record<string, { content: Record<string, { schema: object }> }> };
}

/** Calls the service over HTTP and fails the test when an answer is not what `/api/v1/openapi.json` promises. */
export class ApiClient {
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly templates: readonly { readonly template: string; readonly pattern: RegExp }[];
  private readonly ajv: Ajv2020;

  private constructor(readonly url: string, private readonly document: OpenApi) {
    this.ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema({ $id: 'openapi', components: document.components }, 'openapi');
    this.templates = Object.keys(document.paths)
      .sort((a, b) => a.split('{').length - b.split('{').length)
      .map((template) => ({ template, pattern: new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`) }));
  }

  static async connect(url: string): Promise<ApiClient> {
    return new ApiClient(url, await (await fetch(`${url}/api/v1/openapi.json`)).json() as OpenApi);
  }

  get(path: string, request: ApiRequest = {}): Promise<ApiAnswer> { return this.send('GET', path, request); }
  post(path: string, request: ApiRequest = {}): Promise<ApiAnswer> { return this.send('POST', path, request); }

  async send(method: string, path: string, request: ApiRequest): Promise<ApiAnswer> {
    const target = path.startsWith('/verify') || path.startsWith('/healthz') || path.startsWith('/readyz') || path.startsWith('/metrics') ? path : `/api/v1${path}`;
    const response = await fetch(this.url + target, {
      method, redirect: 'manual',
      headers: {
        ...(request.token ? { authorization: `Bearer ${request.token}` } : {}),
        ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      body: request.json !== undefined ? JSON.stringify(request.json) : request.form ?? request.raw ?? null,
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const body = (isJson && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : null) as ApiBody;
    this.check(method, target.split('?')[0]!, response.status, response.headers.get('content-type'), body);
    return { status: response.status, headers: response.headers, body, bytes };
  }

  /** Logs in and answers the token. */
  async logIn(username: string, password: string): Promise<string> {
    const answer = await this.post('/sessions', { json: { username, password } });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return answer.body['token'] as unknown as string;
  }

  private check(method: string, path: string, status: number, contentType: string | null, body: unknown): void {
    const label = `${method} ${path} → ${status}`;
    expect(status, `${label}: ${JSON.stringify(body)}`).to.not.equal(500);
    const template = this.templates.find((candidate) => candidate.pattern.test(path))?.template;
    const problem = /problem\+json/.test(contentType ?? '');
    if (problem) this.validate(`${label} problem`, { $ref: 'openapi#/components/schemas/Problem' }, body);
    if (template === undefined) {
      expect(status, `${label} is not in the API document`).to.be.oneOf([400, 404, 414]);
      return;
    }
    const operation = this.document.paths[template]![method.toLowerCase()];
    if (!operation) {
      expect(status, `${label} is not in the API document`).to.equal(405);
      return;
    }
    const declared = operation.responses[String(status)];
    expect(declared, `${label} is not a declared answer`).to.exist;
    if (problem || !declared) return;
    const schema = declared.content?.['application/json']?.schema;
    if (schema) this.validate(label, JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object, body);
  }

  private validate(label: string, schema: object, body: unknown): void {
    const key = JSON.stringify(schema);
    let validator = this.validators.get(key);
    if (!validator) this.validators.set(key, validator = this.ajv.compile(schema));
    const valid = validator(body);
    expect(valid, `${label}: ${this.ajv.errorsText(validator.errors)} in ${JSON.stringify(body)?.slice(0, 500)}`).to.equal(true);
  }
}
