import { isCivilDate } from '../../platform/http/fields.js';
import { problems } from '../../platform/problem.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The instant whose knowledge is asked for: ISO 8601 with offset, or a civil date, which means its last moment in China.
 * @param pointer of the field, for the error
 * @returns null when nothing was asked, or today: then the registry speaks as of now
 * @throws Problem 400 when it is no instant or lies in the future
 */
export function readKnownAt(text: string | undefined, now: Date, pointer: string): Date | null {
  if (text === undefined) return null;
  const wrong = (message: string) => problems['invalid-request']({ errors: [{ pointer, code: 'invalid-known-at', message }] });
  // An unescaped `+` of the offset arrives as a space.
  const trimmed = text.trim().replace(/ (\d{2}:\d{2})$/, '+$1');
  const isDay: boolean = isCivilDate(trimmed);
  if (isDay) {
    const end = new Date(Date.parse(`${trimmed}T00:00:00+08:00`) + 86_400_000 - 1);
    if (end.getTime() - 86_400_000 >= now.getTime()) throw wrong('不得晚于现在');
    return end > now ? null : end;
  }
  if (!INSTANT.test(trimmed) || !isCivilDate(trimmed.slice(0, 10)) || Number.isNaN(Date.parse(trimmed))) {
    throw wrong('须为带时区的 ISO 8601 时间（如 2026-03-05T09:00:00+08:00）或日期');
  }
  const instant = new Date(trimmed);
  if (instant > now) throw wrong('不得晚于现在');
  return instant;
}
