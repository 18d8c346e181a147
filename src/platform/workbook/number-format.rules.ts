/** Whether a number format of Excel shows a date (ECMA-376 part 1, 18.8.30 and 18.8.31). */

/** Built-in formats that show a calendar date, the East Asian ones included; times of day alone are not among them. */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);

/** @param code the custom format code of the id, when the workbook declares one */
export function isDateFormat(id: number, code: string | undefined): boolean {
  return code === undefined ? BUILT_IN_DATES.has(id) : isDateFormatCode(code);
}

/** True for a format code with a year, a day, or a month that is not a minute: `yyyy-mm-dd`, `[$-804]yyyy"年"m"月"`, `m/d`. */
export function isDateFormatCode(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').replace(/AM\/PM|A\/P|上午\/下午|General/gi, '').split(';', 1)[0] ?? '';
  if (/[#0?@]/.test(bare.replace(/[sS]\.0+/g, ''))) return false;
  return /[yd]/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare) && !/\[[hms]+\]/i.test(code));
}
