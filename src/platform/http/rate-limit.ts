import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { problems } from '../problem.js';
import type { RateLimit } from './route.js';

/**
 * Limits requests by address within this process; several processes behind one proxy each allow their share.
 * Design §4: answers over the limit are 429 with Retry-After.
 */
export class RateLimits {
  private readonly limiters = new Map<string, RateLimiterMemory>();

  /** @throws Problem `too-many-requests` (429) */
  async consume(limit: RateLimit, key: string): Promise<void> {
    try {
      await this.limiter(limit).consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw problems['too-many-requests']({ headers: { 'Retry-After': String(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))) } });
    }
  }

  private limiter(limit: RateLimit): RateLimiterMemory {
    const known = this.limiters.get(limit.name);
    if (known) return known;
    const limiter = new RateLimiterMemory({ keyPrefix: limit.name, points: limit.points, duration: limit.seconds });
    this.limiters.set(limit.name, limiter);
    return limiter;
  }
}
