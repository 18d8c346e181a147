import path from 'node:path';
import ExcelJS from 'exceljs';
import { APPRAISER_SHEET, INSTITUTION_SHEET } from '../../../src/registry/import/roster/roster-columns.js';

export type CellInput = string | number | Date | null | { readonly formula: string };
export type RowInput = Readonly<Record<string, CellInput>>;

export interface RosterInput {
  readonly title?: string;
  readonly institutions?: readonly RowInput[];
  readonly appraisers?: readonly RowInput[];
  readonly institutionSheet?: string;
}

let counter = 0;

/** An institution as a roster row; the code of the fixture's first institution keeps its check digit right. */
export function institution(overrides: RowInput = {}): RowInput {
  return {
    机构名称: '广州测试司法鉴定所', 许可证号: '440121001', 统一社会信用代码: '52440104783533742D', 机构负责人: '张三', 法定代表人: '李四',
    机构住所: '广州市越秀区某路 1 号', 所在地市: '广州市', 所在区县: '越秀区', 邮政编码: '510000', 联系电话: '020-12345678',
    业务范围: '法医临床鉴定（人体损伤程度鉴定、骨龄鉴定）；文书鉴定（笔迹鉴定）', 首次颁证日期: '2016-03-01', 颁证日期: '2021-03-01', 有效期至: '2026-02-28',
    登记机关: '广东省司法厅', 机构类型: '社会鉴定机构', 认证认可: 'CMA', ...overrides,
  };
}

export function appraiser(overrides: RowInput = {}): RowInput {
  return {
    姓名: '王五', 性别: '男', 出生年月: '1980-05', 专业技术职称: '副主任法医师', 执业类别: '法医临床鉴定（人体损伤程度鉴定）', 执业证号: '440117001001',
    执业机构: '广州测试司法鉴定所', 机构许可证号: '440121001', 首次执业日期: '2014-05-01', 颁证日期: '2022-05-01', 有效期至: '2027-04-30', 专兼职: '专职', ...overrides,
  };
}

/** Writes a roster with the columns that its rows have, in their order. */
export async function writeRosterFile(folder: string, input: RosterInput): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  addSheet(workbook, input.institutionSheet ?? INSTITUTION_SHEET, input.institutions, input.title);
  addSheet(workbook, APPRAISER_SHEET, input.appraisers, undefined);
  const file = path.join(folder, `roster-${++counter}.xlsx`);
  await workbook.xlsx.writeFile(file);
  return file;
}

function addSheet(workbook: ExcelJS.Workbook, name: string, rows: readonly RowInput[] | undefined, title: string | undefined): void {
  if (!rows) return;
  const sheet = workbook.addWorksheet(name);
  if (title !== undefined) sheet.addRow([title]);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  sheet.addRow(columns);
  for (const row of rows) sheet.addRow(columns.map((column) => row[column] ?? null));
}
