import { parseSheet } from './sheet-parser.js';
import type { ParsedRow } from './sheet-parser.js';
import { readSharedStrings } from './shared-strings.js';
import { readDateStyles, readPart, readWorkbookParts } from './workbook-parts.js';
import { serveWorkbookWorker } from './workbook-worker.js';
import { workbookProblems } from './workbook-problems.js';
import type { ReaderOrder, ReaderMessage } from './workbook-reader.js';
import { ZipArchive } from './zip-archive.js';

/** Rows and characters that make a batch; whichever comes first. */
const BATCH_ROWS = 500;
const BATCH_CHARACTERS = 200_000;

async function* readRows(order: ReaderOrder): AsyncGenerator<ReaderMessage> {
  const archive = await ZipArchive.open(order.file);
  const parts = await readWorkbookParts(archive);
  const dateStyles = await readDateStyles(archive, parts.stylesPart);
  const strings = await readSharedStrings(archive, parts.sharedStringsPart);
  let rowsRead = 0;
  for (const [sheetIndex, sheet] of parts.sheets.entries()) {
    if (sheet.hidden && !order.includeHidden) continue;
    const source = await readPart(archive, sheet.part);
    const head = { sheet: sheet.name, sheetIndex, hidden: sheet.hidden, date1904: parts.date1904 };
    let rows: ParsedRow[] = [];
    let characters = 0;
    for await (const parsed of parseSheet(source, { part: sheet.part, strings, dateStyles, date1904: parts.date1904 })) {
      for (const row of parsed) {
        rowsRead += 1;
        if (rowsRead > order.maxRows) throw workbookProblems['workbook-too-complex']({ detail: `有内容的行超过 ${order.maxRows} 行` });
        rows.push(row);
        for (const cell of row.cells) characters += cell.raw.length;
        if (rows.length >= BATCH_ROWS || characters >= BATCH_CHARACTERS) {
          yield { ...head, rows };
          rows = [];
          characters = 0;
        }
      }
    }
    if (rows.length > 0) yield { ...head, rows };
  }
  archive.close();
}

await serveWorkbookWorker(readRows);
