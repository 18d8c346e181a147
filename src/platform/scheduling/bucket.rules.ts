/**
 * Names of the periods that a scheduled job is answerable for, in Chinese civil time. They sort as text in the order of time.
 * China keeps one offset all year, so a shift by eight hours is exact.
 */
export interface Buckets {
  /** The bucket in which the instant lies. */
  readonly bucket: (instant: Date) => string;
  /**
   * The buckets owed when the job last fell due at `dueAt`, oldest first and ending with that one; none when nothing is owed.
   * A job that never ran owes only the latest.
   */
  readonly backfill: (lastBucket: string | null, dueAt: Date) => string[];
}

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const MINUTE_MS = 60_000;

/** One bucket every `minutes` (a divisor of a day), `2026-03-05T14:30`. */
export function minuteBuckets(minutes: number, maxBackfill = 1): Buckets {
  if (!Number.isInteger(minutes) || minutes < 1 || 1440 % minutes !== 0) throw new RangeError(`${minutes} minutes do not divide a day`);
  const step = minutes * MINUTE_MS;
  return buckets(16, (local) => local - (local % step), (start) => start + step, maxBackfill);
}

/** One bucket a civil day, `2026-03-05`. At most `maxBackfill` days are made up; older ones are given up. */
export function dailyBuckets(maxBackfill = 366): Buckets {
  const day = 86_400_000;
  return buckets(10, (local) => local - (local % day), (start) => start + day, maxBackfill);
}

/** One bucket a calendar month, `2026-03`. */
export function monthlyBuckets(maxBackfill = 24): Buckets {
  return buckets(7, (local) => monthStart(local, 0), (start) => monthStart(start, 1), maxBackfill);
}

/** One bucket a calendar year, `2026`. */
export function yearlyBuckets(maxBackfill = 5): Buckets {
  return buckets(4, (local) => Date.UTC(new Date(local).getUTCFullYear(), 0), (start) => Date.UTC(new Date(start).getUTCFullYear() + 1, 0), maxBackfill);
}

// Times inside are civil times of Shanghai written as if they were UTC, so that a name is a prefix of the ISO text.
function buckets(length: number, startOf: (local: number) => number, next: (start: number) => number, maxBackfill: number): Buckets {
  const name = (local: number): string => new Date(local).toISOString().slice(0, length);
  const start = (instant: Date): number => startOf(instant.getTime() + SHANGHAI_OFFSET_MS);
  return {
    bucket: (instant) => name(start(instant)),
    backfill: (lastBucket, dueAt) => {
      const latest = start(dueAt);
      if (lastBucket === null) return [name(latest)];
      if (lastBucket >= name(latest)) return [];
      const owed: string[] = [];
      for (let at = next(Date.parse(fullIso(lastBucket))); at <= latest; at = next(at)) {
        owed.push(name(at));
        // Only the newest are kept, so that a long downtime of a frequent job costs neither memory nor days of catching up.
        if (owed.length > maxBackfill) owed.shift();
      }
      return owed;
    },
  };
}

function fullIso(bucket: string): string {
  return `${bucket}${'0000-01-01T00:00:00Z'.slice(bucket.length)}`;
}

function monthStart(local: number, monthsLater: number): number {
  const date = new Date(local);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + monthsLater);
}
