import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What of a connection pool is measured (`pg.Pool` has this shape). */
export interface MeasuredPool { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number }

export interface RequestMeasure {
  readonly method: string;
  /** The route's template (`/public/institutions/:licenceNo`), never the address itself, or `unmatched`. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

export type JobOutcome = 'succeeded' | 'retried' | 'failed' | 'lost' | 'cancelled' | 'interrupted';

/** Everything that Prometheus can ask of this process, in a registry of its own. */
export class Metrics {
  readonly registry = new Registry();

  private readonly httpDuration = new Histogram({
    name: 'hengjian_http_request_duration_seconds', help: 'Time from taking in a request to the end of its answer',
    labelNames: ['method', 'route', 'status'] as const, registers: [this.registry],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  });
  private readonly jobRuns = new Counter({
    name: 'hengjian_job_runs_total', help: 'Finished attempts of scheduled and background jobs',
    labelNames: ['job', 'outcome'] as const, registers: [this.registry],
  });
  private readonly outboxDeliveries = new Counter({
    name: 'hengjian_outbox_deliveries_total', help: 'Attempts to deliver an outbox message',
    labelNames: ['topic', 'outcome'] as const, registers: [this.registry],
  });
  private readonly ledgerEntries = new Counter({
    name: 'hengjian_ledger_entries_total', help: 'Ledger entries sealed by this process', registers: [this.registry],
  });

  private readonly pools = new Map<string, MeasuredPool>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    registerPoolGauge(this.registry, this.pools);
  }

  observeRequest(measure: RequestMeasure): void {
    this.httpDuration.observe({ method: measure.method, route: measure.route, status: String(measure.status) }, measure.seconds);
  }

  countJob(job: string, outcome: JobOutcome): void {
    this.jobRuns.inc({ job, outcome });
  }

  countDelivery(topic: string, outcome: 'delivered' | 'retried' | 'dead'): void {
    this.outboxDeliveries.inc({ topic, outcome });
  }

  countLedgerEntries(entries: number): void {
    this.ledgerEntries.inc(entries);
  }

  /** Shows a pool's connections whenever metrics are asked for. */
  watchPool(name: string, pool: MeasuredPool): void {
    this.pools.set(name, pool);
  }

  /** The page that Prometheus reads. */
  async render(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}

function registerPoolGauge(registry: Registry, sources: ReadonlyMap<string, MeasuredPool>): void {
  new Gauge({
    name: 'hengjian_database_connections', help: 'Connections of the database pool, and callers waiting for one',
    labelNames: ['pool', 'state'] as const, registers: [registry],
    collect() {
      for (const [pool, source] of sources) {
        this.set({ pool, state: 'busy' }, source.totalCount - source.idleCount);
        this.set({ pool, state: 'idle' }, source.idleCount);
        this.set({ pool, state: 'waiting' }, source.waitingCount);
      }
    },
  });
}
