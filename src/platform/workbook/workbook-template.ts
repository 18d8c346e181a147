import ExcelJS from 'exceljs';
import { columnLetters } from './cell.js';
import type { ColumnSpec } from './sheet-header.js';
import { SheetNames } from './sheet-names.js';
import { HEADER_STYLE, REQUIRED_HEADER_STYLE, ROW_STYLES, bodyStyles } from './workbook-styles.js';

export interface TemplateSheet {
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
}

export interface TemplateOptions {
  /** General remarks, one line each, above the explanation of the columns. */
  readonly notes: readonly string[];
  readonly creator: string;
  readonly created: Date;
}

/** Rows that carry format and drop-downs in a template. */
const PREPARED_ROWS = 2000;
const NOTES_SHEET = '填写说明';
const CHOICES_SHEET = '选项';
const DEFAULT_WIDTH = 18;
/** Excel's bound for a list written into the validation itself. */
const MAX_INLINE_LIST = 255;

/**
 * An empty workbook to be filled in and imported: one sheet each with header (required columns in red), formats and
 * drop-downs, then a sheet that explains the columns. Long lists of choices lie on a hidden sheet.
 * @returns the bytes of the .xlsx file
 */
export async function workbookTemplate(sheets: readonly TemplateSheet[], options: TemplateOptions): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  Object.assign(workbook, { creator: options.creator, lastModifiedBy: options.creator, created: options.created, modified: options.created });
  const names = new SheetNames();
  const choices = new ChoiceLists();
  for (const sheet of sheets) addSheet(workbook, names.next(sheet.name), sheet.columns, choices);
  addNotes(workbook, names.next(NOTES_SHEET), sheets, options.notes);
  choices.writeTo(workbook, CHOICES_SHEET);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function addSheet(workbook: ExcelJS.Workbook, name: string, columns: readonly ColumnSpec[], choices: ChoiceLists): void {
  const worksheet = workbook.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '1:1' },
  });
  const styles = bodyStyles(columns.map((column) => ({ title: column.title, kind: column.kind ?? 'text' })));
  columns.forEach((column, index) => {
    const target = worksheet.getColumn(index + 1);
    target.width = column.width ?? DEFAULT_WIDTH;
    target.numFmt = styles[index]?.numFmt ?? '@';
    const header = worksheet.getCell(1, index + 1);
    header.value = column.title;
    header.style = column.required ? REQUIRED_HEADER_STYLE : HEADER_STYLE;
    if (column.note !== undefined) header.note = column.note;
    if (column.choices && column.choices.length > 0) addDropDown(worksheet, columnLetters(index + 1), column, choices.formula(column.choices));
  });
  worksheet.getRow(1).height = 24;
}

function addDropDown(worksheet: ExcelJS.Worksheet, letters: string, column: ColumnSpec, formula: string): void {
  // exceljs types only the validation of single cells, where a range spares two thousand of them.
  const { dataValidations } = worksheet as ExcelJS.Worksheet & { readonly dataValidations: { add(range: string, validation: ExcelJS.DataValidation): void } };
  dataValidations.add(`${letters}2:${letters}${PREPARED_ROWS + 1}`, {
    type: 'list', allowBlank: !column.required, formulae: [formula], showErrorMessage: true, errorStyle: 'warning',
    errorTitle: column.title, error: '请从下拉列表中选择',
  });
}

function addNotes(workbook: ExcelJS.Workbook, name: string, sheets: readonly TemplateSheet[], notes: readonly string[]): void {
  const worksheet = workbook.addWorksheet(name, { pageSetup: { paperSize: 9, orientation: 'portrait', fitToPage: true, fitToWidth: 1, fitToHeight: 0 } });
  worksheet.columns = [{ width: 18 }, { width: 22 }, { width: 10 }, { width: 60 }, { width: 26 }];
  const addLine = (text: string, style: 'title' | 'note') => {
    const row = worksheet.addRow([text]);
    worksheet.mergeCells(row.number, 1, row.number, 5);
    row.getCell(1).style = ROW_STYLES[style].style;
    row.height = ROW_STYLES[style].height;
  };
  addLine(name, 'title');
  for (const note of notes) addLine(note, 'note');
  worksheet.addRow(['工作表', '列', '是否必填', '填写要求', '示例']).eachCell((cell) => { cell.style = HEADER_STYLE; });
  const [textStyle] = bodyStyles([{ title: '', kind: 'text' }]);
  for (const sheet of sheets) {
    for (const column of sheet.columns) {
      const row = worksheet.addRow([sheet.name, column.title, column.required ? '必填' : '选填', column.note ?? '', column.example ?? '']);
      row.eachCell({ includeEmpty: true }, (cell) => { cell.style = textStyle ?? {}; });
    }
  }
}

/** Lists too long for a validation, a column each. */
class ChoiceLists {
  private readonly lists: (readonly string[])[] = [];

  formula(choices: readonly string[]): string {
    const inline = choices.join(',');
    if (inline.length <= MAX_INLINE_LIST && choices.every((choice) => !/[",]/.test(choice) && choice.trim() === choice)) return `"${inline}"`;
    this.lists.push(choices);
    const letters = columnLetters(this.lists.length);
    return `${CHOICES_SHEET}!$${letters}$1:$${letters}$${choices.length}`;
  }

  writeTo(workbook: ExcelJS.Workbook, name: string): void {
    if (this.lists.length === 0) return;
    const worksheet = workbook.addWorksheet(name, { state: 'hidden' });
    this.lists.forEach((choices, index) => {
      choices.forEach((choice, row) => { worksheet.getCell(row + 1, index + 1).value = choice; });
    });
  }
}
