import { Readable } from 'node:stream';
import type { AnnotationOrder } from '../annotated-workbook.js';
import { REASON_COLUMN_TITLE, isReasonTitle } from '../sheet-header.js';
import { readSharedStrings } from '../shared-strings.js';
import type { SharedStrings } from '../shared-strings.js';
import { parseSheet } from '../sheet-parser.js';
import { readPart, readWorkbookParts, relationshipsPartOf, WORKBOOK_PART } from '../workbook-parts.js';
import type { Relationship, SheetPart, WorkbookParts } from '../workbook-parts.js';
import { serveWorkbookWorker } from '../workbook-worker.js';
import { ZipArchive } from '../zip-archive.js';
import { ZipWriter } from '../zip-writer.js';
import { CellFormats, MINIMAL_STYLES } from './cell-formats.js';
import { commentBoxesPart, commentsPart } from './comment-parts.js';
import { planComments } from './comment-plan.js';
import { extendContentTypes, extendRelationships } from './package-parts.js';
import { sheetNotes } from './sheet-notes.rules.js';
import type { NotedIssue } from './sheet-notes.rules.js';
import { SheetRewriter } from './sheet-rewriter.js';
import { rewriteXml } from './xml-rewriter.js';

const CONTENT_TYPES_PART = '[Content_Types].xml';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** Beyond this many Excel becomes slow; the last column has every reason in any case. */
const MAX_COMMENTS = 2000;

/** Rewrites the parts of one workbook; every part that is not touched is copied as it is packed. */
class Annotator {
  private readonly done = new Set<string>();
  private readonly contentTypes = { defaults: new Map<string, string>(), overrides: new Map<string, string>() };
  private commentsLeft = MAX_COMMENTS;

  constructor(
    private readonly archive: ZipArchive, private readonly output: ZipWriter, private readonly parts: WorkbookParts,
    private readonly formats: CellFormats, private readonly strings: SharedStrings,
  ) {}

  async annotateSheet(sheet: SheetPart, number: number, headerRow: number, issues: readonly NotedIssue[]): Promise<void> {
    const { reasonColumn, annotatedBefore } = await this.survey(sheet, headerRow);
    if (issues.length === 0 && !annotatedBefore) return;
    const { marks, reasons, comments } = sheetNotes(issues);
    const headerReason = reasons.get(headerRow);
    reasons.set(headerRow, headerReason === undefined ? REASON_COLUMN_TITLE : `${REASON_COLUMN_TITLE}\n${headerReason}`);
    const plan = comments.length > 0 || annotatedBefore ? await planComments(this.archive, sheet.part, number) : null;
    if (plan) {
      const taken = new Set(plan.kept.map(({ row, column }) => `${row}:${column}`));
      const added = comments.filter(({ row, column }) => !taken.has(`${row}:${column}`)).slice(0, this.commentsLeft);
      this.commentsLeft -= added.length;
      await this.add(plan.commentsPart, commentsPart(plan.kept, added));
      await this.add(plan.boxesPart, commentBoxesPart([...plan.kept, ...added]));
      this.contentTypes.defaults.set('vml', 'application/vnd.openxmlformats-officedocument.vmlDrawing');
      this.contentTypes.overrides.set(plan.commentsPart, `${SPREADSHEET}.comments+xml`);
      await this.relate(plan.relationshipsPart, plan.newRelationships);
    }
    const rewriter = new SheetRewriter({ marks, reasons, reasonColumn, headerRow, drawingId: plan?.drawingId ?? null }, this.formats);
    await this.add(sheet.part, rewriteXml(await readPart(this.archive, sheet.part), rewriter));
  }

  async finish(): Promise<void> {
    await this.writeStyles();
    await this.add(CONTENT_TYPES_PART, extendContentTypes(await readPart(this.archive, CONTENT_TYPES_PART), this.contentTypes));
    for (const entry of this.archive.entries) {
      if (this.done.has(entry.fileName.toLowerCase()) || entry.fileName.endsWith('/')) continue;
      await this.output.copy({
        name: entry.fileName, method: entry.compressionMethod, crc32: entry.crc32,
        packedBytes: entry.compressedSize, unpackedBytes: entry.uncompressedSize,
      }, await this.archive.readPacked(entry));
    }
  }

  /** The column for the reasons: the one of an earlier annotation, else the first that no row uses. */
  private async survey(sheet: SheetPart, headerRow: number): Promise<{ reasonColumn: number; annotatedBefore: boolean }> {
    let last = 0;
    let existing: number | null = null;
    const source = await readPart(this.archive, sheet.part);
    const context = { part: sheet.part, strings: this.strings, dateStyles: [], date1904: false };
    for await (const rows of parseSheet(source, context)) {
      for (const { rowNumber, cells } of rows) {
        last = Math.max(last, cells.at(-1)?.column ?? 0);
        if (rowNumber !== headerRow) continue;
        existing = cells.find((cell) => cell.kind === 'text' && isReasonTitle(cell.value))?.column ?? null;
      }
    }
    return { reasonColumn: existing ?? last + 1, annotatedBefore: existing !== null };
  }

  private async writeStyles(): Promise<void> {
    const { stylesPart } = this.parts;
    if (stylesPart !== null && this.archive.find(stylesPart)) {
      await this.add(stylesPart, rewriteXml(await readPart(this.archive, stylesPart), this.formats.rewriter()));
      return;
    }
    const part = 'xl/styles.xml';
    await this.add(part, rewriteXml(Readable.from([Buffer.from(MINIMAL_STYLES)]), this.formats.rewriter()));
    this.contentTypes.overrides.set(part, `${SPREADSHEET}.styles+xml`);
    const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles';
    if (stylesPart === null) await this.relate(relationshipsPartOf(WORKBOOK_PART), [{ id: 'rIdStyles', type, target: 'styles.xml', external: false }]);
  }

  private async relate(part: string, relationships: readonly Relationship[]): Promise<void> {
    if (relationships.length === 0) return;
    const existing = this.archive.find(part);
    await this.add(part, extendRelationships(existing ? await this.archive.read(existing) : null, relationships));
  }

  private async add(part: string, content: AsyncIterable<string> | Iterable<string>): Promise<void> {
    this.done.add(part.toLowerCase());
    await this.output.add(this.archive.find(part)?.fileName ?? part, content);
  }
}

async function* annotate(order: AnnotationOrder): AsyncGenerator<string> {
  const archive = await ZipArchive.open(order.file);
  const parts = await readWorkbookParts(archive);
  const styles = parts.stylesPart === null ? undefined : archive.find(parts.stylesPart);
  const formats = await CellFormats.read(styles ? await archive.read(styles) : Readable.from([Buffer.from(MINIMAL_STYLES)]));
  const strings = await readSharedStrings(archive, parts.sharedStringsPart);
  const output = await ZipWriter.create(order.target);
  try {
    const annotator = new Annotator(archive, output, parts, formats, strings);
    for (const [index, sheet] of parts.sheets.entries()) {
      const issues = order.issues.filter((issue) => issue.sheet === sheet.name);
      const headerRow = order.headerRows[sheet.name];
      if (issues.length === 0 && headerRow === undefined) continue;
      await annotator.annotateSheet(sheet, index + 1, headerRow ?? 1, issues);
      yield sheet.name;
    }
    await annotator.finish();
    await output.finish();
  } catch (error) {
    await output.abandon();
    throw error;
  } finally {
    archive.close();
  }
}

await serveWorkbookWorker(annotate);
