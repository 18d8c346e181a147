import { ok, route, type RouteTable } from '../platform/http/route.js';
import { problems } from '../platform/problem.js';
import * as dto from './reference.dto.js';
import type { ReferenceService } from './reference.service.js';
import { valueDomains } from './value-domains.js';

const TAG = '基础数据';
const CACHE = 'public, max-age=3600';

/** Categories, divisions and dictionaries, for everybody. */
export function referenceRoutes(reference: ReferenceService): RouteTable {
  return [
    route({
      method: 'GET', path: '/public/categories', id: 'listCategories', summary: '执业类别', tag: TAG, access: 'public', cacheControl: CACHE,
      responses: [{ status: 200, description: '执业类别和分类文件', body: dto.CategoryList }],
      handler: async () => {
        const { categories, documents } = await reference.data();
        return ok({
          items: categories.categories.map(({ code, name, parentCode, level, confidence }) =>
            ({ code, name, parent: parentCode, class: code.slice(0, 2), level, confidence })),
          documents: documents.map(({ id, classCode, className, title, number, issuedOn }) => ({ id, class: classCode, className, title, number, issuedOn })),
        });
      },
    }),
    route({
      method: 'GET', path: '/public/divisions', id: 'listDivisions', summary: '下级行政区划', tag: TAG, access: 'public', cacheControl: CACHE,
      query: dto.DivisionsQuery, responses: [{ status: 200, description: '行政区划', body: dto.DivisionList }],
      handler: async ({ query }) => {
        const divisions = await reference.divisions();
        if (query.parent !== undefined && !divisions.byCode(query.parent)) {
          throw problems['invalid-request']({ errors: [{ pointer: '?parent', code: 'unknown-division', message: '没有这个行政区划代码' }] });
        }
        return ok({
          items: divisions.childrenOf(query.parent ?? null).map(({ code, name, parentCode, level, current }) => ({ code, name, parent: parentCode, level, current })),
        });
      },
    }),
    route({
      method: 'GET', path: '/public/dictionaries', id: 'listDictionaries', summary: '代码表', tag: TAG, access: 'public', cacheControl: CACHE,
      responses: [{ status: 200, description: '代码表', body: dto.DictionaryList }],
      handler: async () => ok({
        items: Object.entries(valueDomains).map(([code, domain]) => ({
          code, items: domain.items.map(({ code: item, label, labelEn }) => ({ code: item, label, labelEn })),
        })),
      }),
    }),
  ];
}
