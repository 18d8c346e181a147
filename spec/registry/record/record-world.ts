import { expect } from 'chai';
import type { ApiAnswer, ApiBody } from '../../support/api-client.js';
import { aLicenceNo, type AppraiserBuilder, type BuiltAppraiser, type BuiltInstitution, type InstitutionBuilder } from '../../support/registry-builders.js';
import { testService, type TestService } from '../../support/service.js';

export interface RecordCall {
  readonly token?: string;
  /** `If-Match`; without it the version of the record now. */
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The service, and what supervisors and clerks do with its records. */
export interface RecordWorld {
  readonly service: TestService;
  /** Tokens of Guangdong's province, of Guangzhou, and of an institution's clerk. */
  province(): Promise<string>;
  prefecture(division?: string): Promise<string>;
  clerk(institution: { readonly id: string }): Promise<string>;
  institution(build: InstitutionBuilder): Promise<BuiltInstitution>;
  appraiser(build: AppraiserBuilder): Promise<BuiltAppraiser>;
  get(path: string, token?: string): Promise<ApiAnswer>;
  /** Gives a command to a record, as the province and under its present version unless told otherwise. */
  command(path: string, json: object, call?: RecordCall): Promise<ApiAnswer>;
  /** Ledger entries about a record, oldest first. */
  ledger(id: string): Promise<LedgerRow[]>;
}

export interface LedgerRow { readonly action: string; readonly actorName: string; readonly divisionCode: string | null; readonly change: ApiBody }

/** Call inside `describe`. */
export function recordWorld(): RecordWorld {
  const service = testService();
  const province = () => service.token('province', { division: '440000' });
  const get = async (path: string, token?: string) => service.api.get(`/registry${path}`, { token: token ?? await province() });
  return {
    service, province, get,
    prefecture: (division = '440100') => service.token('prefecture', { division }),
    clerk: ({ id }) => service.token('institution', { institution: id }),
    institution: (build) => service.db.tx((tx) => build.save(tx)),
    appraiser: (build) => service.db.tx((tx) => build.save(tx)),
    async command(path, json, call = {}) {
      const token = call.token ?? await province();
      const record = path.split('/').slice(0, 3).join('/');
      const version = call.version ?? (await get(record)).body['version'];
      return service.api.post(`/registry${path}`, { token, json, headers: { 'if-match': `"v${String(version)}"`, ...call.headers } });
    },
    async ledger(id) {
      const auditor = await service.token('auditor');
      const { body } = await service.api.get(`/ledger/entries?subjectId=${id}&limit=200`, { token: auditor });
      return (body['items'] as unknown as LedgerRow[]).toReversed();
    },
  };
}

/** Members of a list in an answer. */
export function size(list: unknown): number {
  return (list as readonly unknown[]).length;
}

/** What is wrong with a body, by field. */
export function faults({ body }: ApiAnswer): string[] {
  return (body['errors'] as unknown as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`);
}

export function expectProblem(answer: ApiAnswer, status: number, code: string): void {
  expect([answer.status, answer.body['code']], JSON.stringify(answer.body)).to.deep.equal([status, code]);
}

/** A registration of a social institution that is right in every respect. */
export function aRegistration(more: object = {}) {
  return {
    kind: 'social', since: '2024-05-01', documentNo: '粤司许〔2024〕18号', documentTitle: '准予行政许可决定书',
    detail: { name: '广东明衡司法鉴定中心', divisionCode: '440105', address: '广州市海珠区新港中路1号', registeredFundsFen: 100_000_000, equipment: [{ name: '气相色谱仪', quantity: 2, owned: true }] },
    scopes: [{ categoryCode: 'FY-02' }, { categoryCode: 'FY-05' }],
    licence: { licenceNo: aLicenceNo(), from: '2024-05-01', to: '2029-04-30', authority: '广东省司法厅' },
    ...more,
  };
}
