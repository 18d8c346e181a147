/** One thing without which requests cannot be served. */
export interface ReadinessCheck {
  /** Short English name shown to the operator: `database`, `files`. */
  readonly name: string;
  /** Resolves when all is well and rejects when not; the signal aborts when nobody waits for the answer any more. */
  check(signal: AbortSignal): Promise<void>;
}

export interface CheckResult { readonly name: string; readonly ok: boolean; readonly milliseconds: number }

export interface Readiness { readonly ready: boolean; readonly checks: readonly CheckResult[] }

export interface HealthOptions {
  /** Milliseconds after which a check counts as failed. */
  readonly timeoutMs?: number;
  /** Told why a check failed; the answer itself never says more than that it did. */
  readonly onFailure?: (name: string, error: unknown) => void;
}

/** Liveness (“the process turns”) and readiness (“it can serve”) for load balancers and supervisors. */
export class Health {
  private readonly checks: ReadinessCheck[] = [];
  private draining = false;

  constructor(private readonly options: HealthOptions = {}) {}

  add(check: ReadinessCheck): void {
    this.checks.push(check);
  }

  /** From now on not ready, so that balancers send nothing more while requests under way are finished. */
  drain(): void {
    this.draining = true;
  }

  /** Runs every check side by side, each within the time limit. Never throws. */
  async readiness(): Promise<Readiness> {
    const checks = await Promise.all(this.checks.map((check) => this.run(check)));
    return { ready: !this.draining && checks.every((check) => check.ok), checks };
  }

  private async run(check: ReadinessCheck): Promise<CheckResult> {
    const started = performance.now();
    const signal = AbortSignal.timeout(this.options.timeoutMs ?? 2000);
    let ok = true;
    try {
      await Promise.race([check.check(signal), rejectOnAbort(signal)]);
    } catch (error) {
      ok = false;
      this.options.onFailure?.(check.name, error);
    }
    return { name: check.name, ok, milliseconds: Math.round(performance.now() - started) };
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
