import { cellText, foldWidth, parseCivilDate } from '../../../platform/workbook/index.js';
import type { WorkbookRow } from '../../../platform/workbook/index.js';

const DATA_DATE = /数据截[止至](?:日期|时间|日)?[:\s]*(\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2})/;

/**
 * The day as of which a roster speaks (司发通〔2010〕84号: data as of 31 December), from its title rows:
 * 数据截止：2025年12月31日. Null when no row says so.
 */
export function statedDataDate(rows: readonly WorkbookRow[]): string | null {
  for (const row of rows) {
    for (const cell of row.cells) {
      const text = cellText(cell);
      const match = text.ok ? DATA_DATE.exec(foldWidth(text.value)) : null;
      if (!match) continue;
      const parts = match[1]!.split(/\D+/).filter((part) => part !== '');
      const date = parseCivilDate({ column: cell.column, kind: 'text', value: parts.join('-'), raw: '' });
      if (date.ok) return date.value;
    }
  }
  return null;
}
