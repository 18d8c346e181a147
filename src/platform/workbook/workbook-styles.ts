import type { Alignment, Borders, Style } from 'exceljs';
import type { SheetColumn } from './sheet-column.js';

/** Shared objects: the writer recognises a style by identity, which spares it the work for each cell. */

export type RowStyle = 'title' | 'subtitle' | 'section' | 'note' | 'cover';

type CellStyle = Partial<Style>;

const FONT = '宋体';
const THIN = { style: 'thin', color: { argb: 'FF7F7F7F' } } as const;
const BORDER: Partial<Borders> = { top: THIN, left: THIN, bottom: THIN, right: THIN };

export const HEADER_STYLE: CellStyle = {
  font: { name: FONT, size: 10, bold: true }, border: BORDER,
  fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFD9E2F3' } },
  alignment: { horizontal: 'center', vertical: 'middle', wrapText: true },
};

/** A column that must be filled in. */
export const REQUIRED_HEADER_STYLE: CellStyle = { ...HEADER_STYLE, font: { name: FONT, size: 10, bold: true, color: { argb: 'FFC00000' } } };

export const ROW_STYLES: Readonly<Record<RowStyle, { readonly style: CellStyle; readonly height: number }>> = {
  cover: { style: { font: { name: FONT, size: 26, bold: true }, alignment: { horizontal: 'center', vertical: 'middle', wrapText: true } }, height: 60 },
  title: { style: { font: { name: FONT, size: 16, bold: true }, alignment: { horizontal: 'center', vertical: 'middle', wrapText: true } }, height: 30 },
  subtitle: { style: { font: { name: FONT, size: 10 }, alignment: { horizontal: 'left', vertical: 'middle', wrapText: true } }, height: 18 },
  section: {
    style: {
      font: { name: FONT, size: 11, bold: true }, border: BORDER, alignment: { vertical: 'middle', wrapText: true },
      fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF2F2F2' } },
    },
    height: 20,
  },
  note: { style: { font: { name: FONT, size: 11 }, alignment: { horizontal: 'left', vertical: 'top', wrapText: true } }, height: 20 },
};

const BODY_FONT = { name: FONT, size: 10 };
const KINDS: Readonly<Record<SheetColumn['kind'], { readonly numFmt: string; readonly horizontal: NonNullable<Alignment['horizontal']> }>> = {
  // The text format keeps what begins with = or has leading zeros as text, also when somebody edits it in Excel.
  text: { numFmt: '@', horizontal: 'left' },
  number: { numFmt: 'General', horizontal: 'right' },
  integer: { numFmt: '0', horizontal: 'right' },
  date: { numFmt: 'yyyy-mm-dd', horizontal: 'center' },
};

/** The style of each column's cells; columns of one kind share theirs. */
export function bodyStyles(columns: readonly SheetColumn[]): CellStyle[] {
  const byKind = new Map<SheetColumn['kind'], CellStyle>();
  return columns.map(({ kind }) => {
    const known = byKind.get(kind);
    if (known) return known;
    const { numFmt, horizontal } = KINDS[kind];
    const style: CellStyle = { numFmt, font: BODY_FONT, border: BORDER, alignment: { horizontal, vertical: 'middle', wrapText: kind === 'text' } };
    byKind.set(kind, style);
    return style;
  });
}
