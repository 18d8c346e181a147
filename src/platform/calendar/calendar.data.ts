/** The announced holiday arrangements, read from the package `chinese-days`, and how declarations change them. */
import { createRequire } from 'node:module';
import type { HolidayTable } from './calendar.rules.js';
import { civilDate, yearOf } from './civil-date.js';
import type { CivilDate } from './civil-date.js';

/** A day that a bureau declared off or worked, over or beside the yearly arrangement. */
export interface CalendarOverride { readonly day: CivilDate; readonly kind: 'holiday' | 'workday'; readonly name: string }

/** A bureau's word that a year's arrangement is complete (or, `covered: false`, that it is not to be relied on). */
export interface CalendarYear { readonly year: number; readonly covered: boolean }

interface PackagedDays {
  /** Day → "English name,Chinese name,length". */
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}

/** Holidays that every yearly notice of the State Council has contained since 2004. */
const ALWAYS_ANNOUNCED = ['元旦', '春节', '劳动节', '国庆节'];

let packaged: HolidayTable | undefined;

/** The arrangement as packaged, without any declaration of a bureau. Read once. */
export function packagedHolidayTable(): HolidayTable {
  // The package's functions silently treat years that are not announced as ordinary ones, so its data is read instead.
  packaged ??= tableOf(createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as PackagedDays);
  return packaged;
}

/** A table with a bureau's declarations laid over it. */
export function withDeclarations(
  base: HolidayTable, overrides: readonly CalendarOverride[], years: readonly CalendarYear[],
): HolidayTable {
  const holidays = new Map(base.holidays);
  const workdays = new Map(base.workdays);
  const coveredYears = new Set(base.coveredYears);
  for (const { day, kind, name } of overrides) {
    (kind === 'holiday' ? workdays : holidays).delete(day);
    (kind === 'holiday' ? holidays : workdays).set(day, name);
  }
  for (const { year, covered } of years) {
    if (covered) coveredYears.add(year);
    else coveredYears.delete(year);
  }
  return { holidays, workdays, coveredYears };
}

/** Turns the package's data into a table; a year counts as covered when it has the standing holidays and make-up days. */
export function tableOf(data: PackagedDays): HolidayTable {
  const holidays = namedDays(data.holidays);
  const workdays = namedDays(data.workdays);
  const years = new Set([...holidays.keys()].map(yearOf));
  const coveredYears = new Set([...years].filter((year) => {
    const names = new Set([...holidays].filter(([day]) => yearOf(day) === year).map(([, name]) => name));
    const makeUpDays = [...workdays.keys()].some((day) => yearOf(day) === year);
    return makeUpDays && ALWAYS_ANNOUNCED.every((name) => names.has(name));
  }));
  return { holidays, workdays, coveredYears };
}

function namedDays(days: Readonly<Record<string, string>>): Map<CivilDate, string> {
  return new Map(Object.entries(days).map(([day, label]) => [civilDate(day), label.split(',')[1] ?? label]));
}
