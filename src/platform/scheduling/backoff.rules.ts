/** First pause, its growth and its limit, in seconds. */
export interface Backoff { readonly firstSeconds: number; readonly factor: number; readonly maxSeconds: number }

export const JOB_BACKOFF: Backoff = { firstSeconds: 30, factor: 2, maxSeconds: 900 };

/**
 * When a failed attempt may be repeated.
 * @param attempt the attempt that failed, counted from 1
 */
export function retryAt(failedAt: Date, attempt: number, backoff: Backoff): Date {
  const seconds = Math.min(backoff.firstSeconds * backoff.factor ** (attempt - 1), backoff.maxSeconds);
  return new Date(failedAt.getTime() + seconds * 1000);
}
