import ExcelJS from 'exceljs';

/** The cells of one sheet as text, row by row; merged cells show in their first column only. */
export type SheetText = readonly (readonly string[])[];

/** Opens a workbook the way any reader would. @returns its sheets by name, in their order */
export async function readSheets(bytes: Buffer): Promise<ReadonlyMap<string, SheetText>> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  return new Map(workbook.worksheets.map((sheet) => [sheet.name, Array.from({ length: sheet.rowCount }, (_, index) => {
    const row = sheet.getRow(index + 1);
    return Array.from({ length: sheet.columnCount }, (_unused, column) => {
      const cell = row.getCell(column + 1);
      if (cell.isMerged && cell.master !== cell) return '';
      return cell.value instanceof Date ? cell.value.toISOString().slice(0, 10) : cell.text;
    });
  })]));
}

/** The row of a sheet by its number. */
export function rowOf(sheet: SheetText | undefined, number: number): readonly string[] {
  return sheet?.[number - 1] ?? [];
}
