import type { Config } from '../../platform/config/config.js';
import type { KeyStore } from '../../platform/crypto/index.js';
import { ok, route, type RouteTable } from '../../platform/http/route.js';
import { registryProblems } from '../registry.problems.js';
import { unknownStatementPage, verifyPage } from '../statement/verify.page.js';
import * as dto from './qualification.dto.js';
import type { QualificationService } from './qualification.service.js';
import type { StatementCheckService } from './statement-check.service.js';

const TAG = '资格核验';
/** Pairs in one call. */
export const MAX_BATCH = 500;

export interface QualificationRoutesPorts {
  readonly qualifications: QualificationService;
  readonly statements: StatementCheckService;
  readonly keys: KeyStore;
  readonly config: Config;
}

/** “Was this appraiser qualified on that day?”, answered with a signed statement, and everything needed to check one. */
export function qualificationRoutes(ports: QualificationRoutesPorts): RouteTable {
  return [
    route({
      method: 'GET', path: '/public/qualifications', id: 'checkQualification', summary: '某鉴定人在某日是否具备某类别的执业资格', tag: TAG, access: 'public',
      query: dto.QualificationQuery, rateLimit: { name: 'qualifications', points: ports.config.publicRequestsPerMinute, seconds: 60 },
      responses: [{ status: 200, description: '答复和签名声明', body: dto.StatedQualification }],
      handler: async ({ context, query }) => ok(await ports.qualifications.state(context, query)),
    }),
    route({
      method: 'POST', path: '/registry/qualification-checks', id: 'checkQualifications', summary: '批量核验，至多 500 项，出具一份签名声明', tag: TAG,
      access: { permission: 'registry:read' }, body: dto.QualificationBatchBody,
      responses: [{ status: 200, description: '逐项答复和签名声明', body: dto.StatedQualificationBatch }],
      handler: async ({ context, body }) => {
        if (body.items.length > MAX_BATCH) throw registryProblems['batch-too-large']({ detail: `一次至多 ${MAX_BATCH} 项，本次 ${body.items.length} 项` });
        return ok(await ports.qualifications.stateMany(context, body));
      },
    }),
    route({
      method: 'GET', path: '/public/keys', id: 'publicKeys', summary: '签名公钥，含已停用的', tag: TAG, access: 'public', cacheControl: 'public, max-age=300',
      responses: [{ status: 200, description: '公钥', body: dto.PublicKeyList }],
      handler: async () => ok({ items: ports.keys.publicKeys() }),
    }),
    route({
      method: 'GET', path: '/public/statements/:id', id: 'checkStatement', summary: '查验一份声明：签名是否真实、所载是否仍然有效', tag: TAG, access: 'public',
      params: dto.StatementParams, responses: [{ status: 200, description: '查验结果', body: dto.StatementCheckView }],
      handler: async ({ context, params }) => {
        const checked = await ports.statements.check(context, params.id);
        if (!checked) throw registryProblems['statement-not-found']();
        return ok(checked);
      },
    }),
    route({
      method: 'GET', path: '/verify/:id', absolute: true, id: 'verifyPage', summary: '声明查验页（供人阅读，可打印）', tag: TAG, access: 'public',
      params: dto.StatementParams,
      responses: [{ status: 200, description: '查验页', contentType: 'text/html' }, { status: 404, description: '没有该声明', contentType: 'text/html' }],
      handler: async ({ context, params }) => {
        const model = await ports.statements.page(context, params.id);
        return { status: model ? 200 : 404, content: (model ? verifyPage(model) : unknownStatementPage(params.id)).text, contentType: 'text/html; charset=utf-8' };
      },
    }),
  ];
}
