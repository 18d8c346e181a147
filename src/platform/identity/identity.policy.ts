/** Values of account protection (等保2.0 convention: 5 failures lock, 90 days, idle timeout). */
export interface IdentityPolicy {
  readonly maxFailures: number;
  readonly lockMinutes: number;
  readonly idleMinutes: number;
  readonly sessionHours: number;
  readonly passwordMaxAgeDays: number;
  readonly clientTokenMinutes: number;
}
