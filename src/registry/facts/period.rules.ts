import { addDays } from '../../platform/calendar/index.js';
import type { CivilDate } from '../../platform/calendar/index.js';

/** Civil days from `from` to `to`, both included: a licence to 2026-09-07 is still valid on that day. `to: null` is open. */
export interface Period { readonly from: CivilDate; readonly to: CivilDate | null }

/** 民法典 art. 201–202: the days between, both ends belonging to the period. */
export function contains(period: Period, day: CivilDate): boolean {
  return period.from <= day && (period.to === null || day <= period.to);
}

/** Whether the ends are in order, so that there is at least one day. */
export function isPeriod(period: Period): boolean {
  return period.to === null || period.from <= period.to;
}

export function overlap(a: Period, b: Period): boolean {
  return (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
}

/** What is left of a period when the days of `cut` are taken out of it: none, one or two periods in order. */
export function without(period: Period, cut: Period): Period[] {
  if (!overlap(period, cut)) return [period];
  const left: Period[] = [];
  if (period.from < cut.from) left.push({ from: period.from, to: addDays(cut.from, -1) });
  if (cut.to !== null && (period.to === null || cut.to < period.to)) left.push({ from: addDays(cut.to, 1), to: period.to });
  return left;
}

/** The days that both have, or null. */
export function common(a: Period, b: Period): Period | null {
  if (!overlap(a, b)) return null;
  const to = a.to === null ? b.to : b.to === null || a.to < b.to ? a.to : b.to;
  return { from: a.from > b.from ? a.from : b.from, to };
}
