import { defineProblems } from '../problem.js';

const PROBLEM_TABLE = {
  /** Not a single byte. */
  'workbook-empty': { status: 422, title: '上传的文件是空文件' },
  /** Text, HTML, CSV, image, PDF, another Office format … */
  'workbook-unsupported-format': { status: 415, title: '不是 Excel 工作簿（.xlsx）文件' },
  /** BIFF (.xls of Excel 97–2003). */
  'workbook-legacy-format': { status: 415, title: '不支持旧版 Excel（.xls）格式' },
  'workbook-encrypted': { status: 422, title: '工作簿已加密' },
  'workbook-truncated': { status: 422, title: '工作簿文件不完整' },
  'workbook-damaged': { status: 422, title: '工作簿文件已损坏' },
  /** Parts whose names, number or flags no honest workbook has. */
  'workbook-unsafe-archive': { status: 422, title: '工作簿文件结构不安全' },
  /** Small on the wire, huge when unpacked. */
  'workbook-expands-too-much': { status: 422, title: '工作簿解压后过大' },
  'workbook-has-macros': { status: 422, title: '工作簿含有宏' },
  /** DOCTYPE or entity declarations. */
  'workbook-forbidden-xml': { status: 422, title: '工作簿含有不允许的 XML 声明' },
  'workbook-too-large': { status: 413, title: '工作簿文件过大' },
  /** Ran out of the memory or the time that a workbook is given, or is wider, longer or deeper than accepted. */
  'workbook-too-complex': { status: 422, title: '工作簿过于复杂，无法处理' },
} as const;

export type WorkbookProblemCode = keyof typeof PROBLEM_TABLE;

/** Why an uploaded file is not accepted as a workbook; each code is stable. */
export const workbookProblems = defineProblems<WorkbookProblemCode>(PROBLEM_TABLE);

export function isWorkbookProblemCode(code: string): code is WorkbookProblemCode {
  return Object.hasOwn(PROBLEM_TABLE, code);
}
