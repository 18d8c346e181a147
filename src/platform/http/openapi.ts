import { dtoSchema, referredDtos } from './field-schema.js';
import type { Dto, Route, RouteTable } from './route.js';

type Json = Record<string, unknown>;

/** Answers that any route may give, besides its own. */
const COMMON_FAILURES: readonly (readonly [number, string])[] = [
  [400, '请求不符合要求'], [404, '未找到'], [405, '不支持该方法'], [413, '内容过大'], [415, '类型不支持'], [429, '过于频繁'], [500, '内部错误'], [503, '暂不可用'],
];

/** Builds the OpenAPI 3.1 document from the very tables that serve requests. */
export function openApiDocument(routes: RouteTable, info: { version: string; serverUrl: string; scopes: Readonly<Record<string, string>> }): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = (route.absolute ? '' : '/api/v1') + route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route, info);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '衡鉴 司法鉴定管理信息系统', version: info.version,
      description: '司法鉴定机构和司法鉴定人名册、公开查询与法院核验接口。日期为北京时间公历日期 YYYY-MM-DD，时刻为带时区的 ISO 8601；错误为 RFC 9457 problem+json。',
      license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
    },
    servers: [{ url: info.serverUrl }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name, description: `${name}接口` })),
    paths,
    components: {
      schemas: { ...dtoSchemas(routes), Problem: problemSchema() },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: '登录所得会话令牌，或 API 客户端令牌' },
        client: { type: 'oauth2', description: '法院等办案机关的业务系统', flows: { clientCredentials: { tokenUrl: '/api/v1/oauth/token', scopes: info.scopes } } },
      },
      responses: { Problem: { description: '错误', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
    },
  };
}

function security(route: Route, scopes: Readonly<Record<string, string>>): Json[] {
  if (route.access === 'public') return [];
  const forClients = typeof route.access === 'object' && route.access.permission in scopes;
  return [{ bearer: [] }, ...(forClients ? [{ client: [(route.access as { permission: string }).permission] }] : [])];
}

function operation(route: Route, info: { scopes: Readonly<Record<string, string>> }): Json {
  const parameters = [
    ...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query'),
    ...(route.ifMatch ? [header('If-Match', true, '所改记录的 ETag')] : []),
    ...(route.creates ? [header('Idempotency-Key', false, '重复提交时返回首次的结果')] : []),
  ];
  const body = requestBody(route);
  return {
    operationId: route.id, summary: route.summary, tags: [route.tag],
    description: accessText(route),
    security: security(route, info.scopes),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: responses(route),
  };
}

function accessText(route: Route): string {
  if (route.access === 'public') return '无需登录';
  if (route.access === 'authenticated') return '须登录';
  return `须有权限 ${route.access.permission}`;
}

function header(name: string, required: boolean, description: string): Json {
  return { name, in: 'header', required, description, schema: { type: 'string' } };
}

function parametersOf(dto: Dto | undefined, place: 'path' | 'query'): Json[] {
  if (!dto) return [];
  const { properties, required } = dtoSchema(dto);
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name, in: place, required: place === 'path' || required.includes(name), ...(description === undefined ? {} : { description }), schema,
  }));
}

function requestBody(route: Route): Json | null {
  if (route.upload) {
    const fields = route.body ? dtoSchema(route.body) : { properties: {}, required: [] };
    return { required: true, content: { 'multipart/form-data': { schema: {
      type: 'object',
      properties: { [route.upload.field]: { type: 'string', contentMediaType: 'application/octet-stream' }, ...fields.properties },
      required: [route.upload.field, ...fields.required],
    } } } };
  }
  if (!route.body) return null;
  const schema = { $ref: `#/components/schemas/${route.body.name}` };
  return { required: true, content: { 'application/json': { schema }, ...(route.form ? { 'application/x-www-form-urlencoded': { schema } } : {}) } };
}

function responses(route: Route): Json {
  const all: Record<string, Json> = {};
  for (const response of route.responses) {
    all[String(response.status)] = {
      description: response.description,
      ...(response.body ? { content: { 'application/json': { schema: { $ref: `#/components/schemas/${response.body.name}` } } } } : {}),
      ...(response.contentType ? { content: { [response.contentType]: { schema: { type: 'string', contentMediaType: response.contentType } } } } : {}),
    };
  }
  const failures = [
    ...COMMON_FAILURES,
    ...(route.access === 'public' ? [] : [[401, '未登录'], [403, '无权限']] as const),
    ...(route.method === 'GET' ? [] : [[401, '未通过认证'], [403, '无权限'], [409, '冲突'], [422, '无法处理'], [423, '已锁定']] as const),
    ...(route.ifMatch ? [[412, '已被修改'], [428, '缺少 If-Match']] as const : []),
  ];
  for (const [status] of failures) all[String(status)] ??= { $ref: '#/components/responses/Problem' };
  return all;
}

/** Only what the routes mention, followed through references. */
function dtoSchemas(routes: RouteTable): Json {
  const wanted = new Map<string, Dto>();
  const visit = (dto: Dto): void => {
    const known = wanted.get(dto.name);
    // Two classes of one name would silently share a schema.
    if (known && known !== dto) throw new Error(`two DTO classes are named ${dto.name}`);
    if (known) return;
    wanted.set(dto.name, dto);
    referredDtos(dto).forEach(visit);
  };
  for (const route of routes) {
    if (route.body && !route.upload) visit(route.body);
    for (const response of route.responses) if (response.body) visit(response.body);
  }
  return Object.fromEntries([...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, dto]) => [name, { ...dtoSchema(dto), additionalProperties: false }]));
}

function problemSchema(): Json {
  return {
    type: 'object', required: ['type', 'title', 'status', 'code', 'requestId'],
    properties: {
      type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' },
      code: { type: 'string', description: '稳定的英文错误码' }, requestId: { type: 'string' },
      errors: { type: 'array', items: {
        type: 'object', required: ['pointer', 'code', 'message'], additionalProperties: false,
        properties: { pointer: { type: 'string', description: '请求体中的 JSON 指针（/items/3/category）；查询参数为 ?name，路径参数为 :name' }, code: { type: 'string' }, message: { type: 'string' } },
      } },
    },
  };
}
