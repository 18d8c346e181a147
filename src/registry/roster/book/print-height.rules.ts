/** Heights of rows with wrapped text in merged cells: no spreadsheet program fits those by itself. */

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;
/** Widths of a character of 宋体 in the unit of column widths (a digit of the default font at 11 points), for each point of size. */
const WIDE_UNITS = 0.191;
const NARROW_UNITS = 0.0955;
const LINE_POINTS = 1.35;
/** What a spreadsheet allows. */
const HIGHEST_ROW = 409;

/** Lines that a text fills; a word is never cut before punctuation, so a line loses up to one wide character. */
export function lineCount(text: string, columnUnits: number, fontPoints: number): number {
  const room = columnUnits - WIDE_UNITS * fontPoints;
  return text.split('\n').reduce((lines, line) => {
    let units = 0;
    for (const character of line) units += (WIDE.test(character) ? WIDE_UNITS : NARROW_UNITS) * fontPoints;
    return lines + Math.max(1, Math.ceil(units / room));
  }, 0);
}

/** Height in points that shows so many lines, or as many of them as one row may. */
export function heightOf(lines: number, fontPoints: number): number {
  return Math.min(Math.ceil(lines * fontPoints * LINE_POINTS + 4), HIGHEST_ROW);
}
