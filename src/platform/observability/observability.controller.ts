import { ok, route, type RouteTable } from '../http/route.js';
import type { Health } from './health.js';
import type { Metrics } from './metrics.js';
import { LivenessView, ReadinessView } from './observability.dto.js';

const TAG = '运行状态';

/** What load balancers and Prometheus ask. */
export function observabilityRoutes(health: Health, metrics: Metrics): RouteTable {
  return [
    route({
      method: 'GET', path: '/healthz', absolute: true, id: 'liveness', summary: '进程是否存活', tag: TAG, access: 'public',
      responses: [{ status: 200, description: '存活', body: LivenessView }],
      handler: async () => ok({ status: 'ok' }),
    }),
    route({
      method: 'GET', path: '/readyz', absolute: true, id: 'readiness', summary: '是否可以提供服务', tag: TAG, access: 'public',
      responses: [{ status: 200, description: '可以', body: ReadinessView }, { status: 503, description: '尚不可以', body: ReadinessView }],
      handler: async () => {
        const readiness = await health.readiness();
        return { status: readiness.ready ? 200 : 503, body: readiness };
      },
    }),
    route({
      method: 'GET', path: '/metrics', absolute: true, id: 'metrics', summary: '运行指标（Prometheus 文本格式）', tag: TAG,
      access: { permission: 'metrics:read' },
      responses: [{ status: 200, description: '指标', contentType: 'text/plain' }],
      handler: async () => {
        const page = await metrics.render();
        return { content: page.text, contentType: page.contentType };
      },
    }),
  ];
}
