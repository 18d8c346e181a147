import { ok, route, type RouteTable } from '../../platform/http/route.js';
import * as dto from './public-query.dto.js';
import type { PublicQueryService } from './public-query.service.js';

const TAG = '公开查询';
// Short, since a suspension must not stay hidden in a cache; answers carry an ETag, so that asking again is cheap.
const CACHE = 'public, max-age=60';

/** The register for everybody: no login, limited by address. */
export function publicQueryRoutes(register: PublicQueryService): RouteTable {
  return [
    route({
      method: 'GET', path: '/public/institutions', id: 'searchInstitutions', summary: '查询司法鉴定机构', tag: TAG, access: 'public', cacheControl: CACHE,
      query: dto.InstitutionsQuery, responses: [{ status: 200, description: '机构，按名称拼音排列；以数字查询时按许可证号排列', body: dto.InstitutionItemPage }],
      handler: async ({ context, query }) => ok(await register.institutions(context, query)),
    }),
    route({
      method: 'GET', path: '/public/institutions/:licenceNo', id: 'getPublicInstitution', summary: '司法鉴定机构', tag: TAG, access: 'public', cacheControl: CACHE,
      params: dto.LicenceParams, query: dto.AsOfQuery, responses: [{ status: 200, description: '机构', body: dto.InstitutionRecord }],
      handler: async ({ context, params, query }) => ok(await register.institution(context, params.licenceNo, query.asOf)),
    }),
    route({
      method: 'GET', path: '/public/appraisers', id: 'searchAppraisers', summary: '查询司法鉴定人', tag: TAG, access: 'public', cacheControl: CACHE,
      query: dto.AppraisersQuery, responses: [{ status: 200, description: '鉴定人，按姓名拼音排列；以数字查询时按执业证号排列', body: dto.AppraiserItemPage }],
      handler: async ({ context, query }) => ok(await register.appraisers(context, query)),
    }),
    route({
      method: 'GET', path: '/public/appraisers/:certificateNo', id: 'getPublicAppraiser', summary: '司法鉴定人', tag: TAG, access: 'public', cacheControl: CACHE,
      params: dto.CertificateParams, query: dto.AsOfQuery, responses: [{ status: 200, description: '鉴定人', body: dto.AppraiserRecord }],
      handler: async ({ context, params, query }) => ok(await register.appraiser(context, params.certificateNo, query.asOf)),
    }),
  ];
}
