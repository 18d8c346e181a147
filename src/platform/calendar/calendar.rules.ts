/** How statutory periods are counted (民法典 art. 201–203; 行政许可法 art. 82; 行政处罚法 art. 85). */
import { addDays, addMonths, addYears, weekdayOf, yearOf } from './civil-date.js';
import type { CivilDate } from './civil-date.js';

/** The largest period that is counted, in any unit: eight years of working days, and far beyond every statutory period. */
export const MAX_PERIOD = 2000;

/** What is known of the days off: the State Council's yearly arrangement together with local declarations. */
export interface HolidayTable {
  /** Days off that fall out of the weekly rhythm, with the holiday's name. */
  readonly holidays: ReadonlyMap<CivilDate, string>;
  /** Saturdays and Sundays that are worked (调休), with the holiday they make up for. */
  readonly workdays: ReadonlyMap<CivilDate, string>;
  /** Years whose arrangement has been announced. Days of other years follow the weekly rhythm only, provisionally. */
  readonly coveredYears: ReadonlySet<number>;
}

export type PeriodUnit = 'working-day' | 'day' | 'month' | 'year';

/** A length of time as the law states it: 7 working days, 60 days, 6 months, 3 years. */
export interface Period { readonly amount: number; readonly unit: PeriodUnit }

/** The last day of a period. */
export interface Due {
  readonly due: CivilDate;
  /** True when a day between start and due lies in a year whose holidays are not announced: the due date may still move. */
  readonly provisional: boolean;
}

/** A span in which the clock stood still: `from` is its first day, `to` the day on which it runs again. */
export interface PausedSpan { readonly from: CivilDate; readonly to: CivilDate }

/** Whether public offices work on that day. */
export function isWorkingDay(table: HolidayTable, day: CivilDate): boolean {
  if (table.workdays.has(day)) return true;
  if (table.holidays.has(day)) return false;
  return weekdayOf(day) <= 5;
}

/**
 * The n-th working day after `from`; the first day is not counted (民法典 art. 201). With 0 it is `from` itself, or the
 * next working day when `from` is a day off (art. 203).
 * @throws RangeError unless 0 ≤ n ≤ 2000
 */
export function addWorkingDays(table: HolidayTable, from: CivilDate, n: number): Due {
  requireAmount(n);
  let day = from;
  if (n === 0) return withProvisional(table, from, nextWorkingDay(table, from));
  for (let left = n; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(table, day)) left -= 1;
  }
  return withProvisional(table, from, day);
}

/**
 * The last day of a period that begins after `from`. Periods of days, months and years run over days off, but when they
 * would end on one, they end on the next working day (民法典 art. 203).
 * @throws RangeError unless the amount is a whole number from 0 to 2000
 */
export function periodEnd(table: HolidayTable, from: CivilDate, period: Period): Due {
  requireAmount(period.amount);
  if (period.unit === 'working-day') return addWorkingDays(table, from, period.amount);
  return withProvisional(table, from, nextWorkingDay(table, calendarEnd(from, period)));
}

/**
 * The last day of a period whose clock stood still for a while (通则 art. 28: time for supplementing material does not
 * count). Each paused day gives one day back: working days for a period of working days, calendar days otherwise.
 * @param pauses spans that do not overlap, in order; a pause that begins after the period has ended gives nothing back
 */
export function pausedPeriodEnd(table: HolidayTable, from: CivilDate, period: Period, pauses: readonly PausedSpan[]): Due {
  requireAmount(period.amount);
  if (period.unit === 'working-day') return pausedWorkingDays(table, from, period.amount, pauses);
  let end = calendarEnd(from, period);
  for (const pause of pauses) {
    const counted = maxDate(pause.from, addDays(from, 1));
    if (counted > end || pause.to <= counted) continue;
    for (let day = counted; day < pause.to; day = addDays(day, 1)) end = addDays(end, 1);
  }
  return withProvisional(table, from, nextWorkingDay(table, end));
}

/** Working days after `from` up to and with `to`; 0 when `to` is not later. */
export function workingDaysBetween(table: HolidayTable, from: CivilDate, to: CivilDate): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(table, day)) count += 1;
  return count;
}

/** The day itself when it is worked, otherwise the next one that is (民法典 art. 203). */
export function nextWorkingDay(table: HolidayTable, day: CivilDate): CivilDate {
  let next = day;
  while (!isWorkingDay(table, next)) next = addDays(next, 1);
  return next;
}

function calendarEnd(from: CivilDate, period: Period): CivilDate {
  if (period.unit === 'month') return addMonths(from, period.amount);
  if (period.unit === 'year') return addYears(from, period.amount);
  return addDays(from, period.amount);
}

function pausedWorkingDays(table: HolidayTable, from: CivilDate, amount: number, pauses: readonly PausedSpan[]): Due {
  const paused = (day: CivilDate): boolean => pauses.some((pause) => day >= pause.from && day < pause.to);
  if (amount === 0) return addWorkingDays(table, from, 0);
  let day = from;
  for (let left = amount; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(table, day) && !paused(day)) left -= 1;
  }
  return withProvisional(table, from, day);
}

function withProvisional(table: HolidayTable, from: CivilDate, due: CivilDate): Due {
  let provisional = false;
  // The first day is not counted, so its year alone does not make a due date uncertain.
  const first = from < due ? addDays(from, 1) : due;
  for (let year = yearOf(first); year <= yearOf(due); year++) if (!table.coveredYears.has(year)) provisional = true;
  return { due, provisional };
}

function maxDate(a: CivilDate, b: CivilDate): CivilDate {
  return a > b ? a : b;
}

function requireAmount(n: number): void {
  if (!Number.isInteger(n) || n < 0 || n > MAX_PERIOD) throw new RangeError(`a period must be a whole number from 0 to ${MAX_PERIOD}`);
}
