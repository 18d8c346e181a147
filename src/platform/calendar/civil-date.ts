/**
 * Civil dates: days of the calendar of Asia/Shanghai as `YYYY-MM-DD` text, with no time of day and no time zone.
 * Arithmetic goes through day numbers (days since 1970-01-01), so no machine's zone can shift a day.
 */
declare const civil: unique symbol;

/** `YYYY-MM-DD` that names an existing day between 1000-01-01 and 9999-12-31. Compares with `<` like the days do. */
export type CivilDate = string & { readonly [civil]: true };

const DAY_MS = 86_400_000;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The date that the text names, or null when it is not `YYYY-MM-DD` or no such day exists. */
export function parseCivilDate(text: string): CivilDate | null {
  const match = SHAPE.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return text as CivilDate;
}

/** For dates written in code or read from the database. @throws RangeError when the text is not a civil date */
export function civilDate(text: string): CivilDate {
  const date = parseCivilDate(text);
  if (date === null) throw new RangeError(`not a civil date: ${JSON.stringify(text)}`);
  return date;
}

/** The day it is in Asia/Shanghai at an instant. China has kept UTC+8 without summer time since 1991-09-15. */
export function civilToday(now: Date): CivilDate {
  return civilDate(new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10));
}

export function yearOf(date: CivilDate): number {
  return Number(date.slice(0, 4));
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(date: CivilDate): number {
  const days = dayNumber(date);
  // 1970-01-01 was a Thursday.
  return ((days + 3) % 7 + 7) % 7 + 1;
}

/** Days from `from` to `to`: 1 when `to` is the next day, negative when it lies before. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The day `days` days later (earlier when negative). @throws RangeError when that leaves the years 1000–9999 */
export function addDays(date: CivilDate, days: number): CivilDate {
  return fromDayNumber(dayNumber(date) + days);
}

/**
 * 民法典 art. 202: a period of months ends on the corresponding day of the last month, or on that month's last day when
 * there is no corresponding day.
 * @throws RangeError when that leaves the years 1000–9999
 */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const index = yearOf(date) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  const day = Math.min(Number(date.slice(8)), daysInMonth(year, month));
  return civilDate(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);
}

/** 民法典 art. 202, for years: 29 February is followed by 28 February of a common year. */
export function addYears(date: CivilDate, years: number): CivilDate {
  return addMonths(date, years * 12);
}

/**
 * The last day of a validity of whole years that begins on its day of issue: five years from 2021-09-08 end on 2026-09-07.
 * A validity is not a period for doing something and never moves because of a holiday.
 */
export function lastDayOfValidity(issuedOn: CivilDate, years: number): CivilDate {
  return addDays(addYears(issuedOn, years), -1);
}

function dayNumber(date: CivilDate): number {
  return Date.UTC(yearOf(date), Number(date.slice(5, 7)) - 1, Number(date.slice(8))) / DAY_MS;
}

function fromDayNumber(days: number): CivilDate {
  const instant = new Date(days * DAY_MS);
  if (Number.isNaN(instant.getTime())) throw new RangeError(`no civil date at day ${days}`);
  return civilDate(instant.toISOString().slice(0, 10));
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
