import path from 'node:path';
import { isDateFormat } from './number-format.rules.js';
import { attributeByLocalName, localName, parseXml } from './xml-stream.js';
import type { XmlAttributes } from './xml-stream.js';
import { workbookProblems } from './workbook-problems.js';
import type { ZipArchive } from './zip-archive.js';

export interface SheetPart {
  readonly name: string;
  readonly hidden: boolean;
  /** Name of the part in the archive, without leading slash. */
  readonly part: string;
}

/** The skeleton of a workbook: which sheets there are, in the order of their tabs, and where their parts lie. */
export interface WorkbookParts {
  readonly sheets: readonly SheetPart[];
  readonly date1904: boolean;
  readonly stylesPart: string | null;
  readonly sharedStringsPart: string | null;
}

export interface Relationship { readonly id: string; readonly type: string; readonly target: string; readonly external: boolean }

export const WORKBOOK_PART = 'xl/workbook.xml';
const MAX_SHEETS = 100;
/** Excel's own bound of cell formats. */
const MAX_CELL_FORMATS = 65_490;

/** @throws Problem `workbook-damaged`, `workbook-too-complex` */
export async function readWorkbookParts(archive: ZipArchive): Promise<WorkbookParts> {
  const relationships = await readRelationships(archive, WORKBOOK_PART);
  const byId = new Map(relationships.map((relationship) => [relationship.id, relationship]));
  const sheets: SheetPart[] = [];
  let date1904 = false;
  await parseXml(await readPart(archive, WORKBOOK_PART), {
    open(name, attributes) {
      const element = localName(name);
      if (element === 'workbookPr') date1904 = isTrue(attributes['date1904']);
      if (element !== 'sheet') return;
      const relationship = byId.get(attributeByLocalName(attributes, 'id') ?? '');
      if (!relationship) throw damagedPart(WORKBOOK_PART);
      if (!relationship.type.endsWith('/worksheet')) return; // chart sheets and dialogs hold no rows
      if (sheets.length >= MAX_SHEETS) throw workbookProblems['workbook-too-complex']({ detail: `工作表超过 ${MAX_SHEETS} 个` });
      const state = attributes['state'] ?? 'visible';
      sheets.push({ name: attributes['name'] ?? '', hidden: state !== 'visible', part: relationship.target });
    },
  });
  if (sheets.length === 0) throw damagedPart(WORKBOOK_PART);
  const partOf = (type: string) => relationships.find((one) => one.type.endsWith(type) && !one.external)?.target ?? null;
  return { sheets, date1904, stylesPart: partOf('/styles'), sharedStringsPart: partOf('/sharedStrings') };
}

/** Relationships of a part, targets resolved to part names. Empty when the part has none. */
export async function readRelationships(archive: ZipArchive, part: string): Promise<readonly Relationship[]> {
  const entry = archive.find(relationshipsPartOf(part));
  if (!entry) return [];
  const found: Relationship[] = [];
  await parseXml(await archive.read(entry), {
    open(name, attributes) {
      if (localName(name) !== 'Relationship') return;
      const external = attributes['TargetMode'] === 'External';
      const target = attributes['Target'] ?? '';
      found.push({ id: attributes['Id'] ?? '', type: attributes['Type'] ?? '', external, target: external ? target : resolveTarget(part, target) });
    },
  });
  return found;
}

export function relationshipsPartOf(part: string): string {
  return path.posix.join(path.posix.dirname(part), '_rels', `${path.posix.basename(part)}.rels`);
}

function resolveTarget(part: string, target: string): string {
  return path.posix.join('/', target.startsWith('/') ? target : path.posix.join(path.posix.dirname(part), target)).slice(1);
}

/** For each cell format (`s` of a cell), whether it shows a date. */
export async function readDateStyles(archive: ZipArchive, stylesPart: string | null): Promise<readonly boolean[]> {
  const entry = stylesPart === null ? undefined : archive.find(stylesPart);
  if (!entry) return [];
  const codes = new Map<number, string>();
  const formatIds: number[] = [];
  let inCellFormats = false;
  await parseXml(await archive.read(entry), {
    open(name, attributes) {
      switch (localName(name)) {
        case 'numFmt': codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? ''); break;
        case 'cellXfs': inCellFormats = true; break;
        case 'xf': if (inCellFormats) formatIds.push(Number(attributes['numFmtId'] ?? 0)); break;
      }
      if (formatIds.length > MAX_CELL_FORMATS) throw workbookProblems['workbook-too-complex']({ detail: '单元格格式过多' });
    },
    close(name) {
      if (localName(name) === 'cellXfs') inCellFormats = false;
    },
  });
  return formatIds.map((id) => isDateFormat(id, codes.get(id)));
}

export async function readPart(archive: ZipArchive, part: string) {
  const entry = archive.find(part);
  if (!entry) throw damagedPart(part);
  return archive.read(entry);
}

export function damagedPart(part: string) {
  return workbookProblems['workbook-damaged']({ detail: `工作簿部件 ${path.posix.basename(part)} 缺失或内容有误` });
}

export function isTrue(value: XmlAttributes[string] | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}
