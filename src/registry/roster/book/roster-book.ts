import type { CellValue, SheetColumn, SheetDefinition, SheetRow, StyledRow } from '../../../platform/workbook/index.js';
import { formatScopeText } from '../../scope-text/index.js';
import type { ScopeVocabulary } from '../../scope-text/index.js';
import type { CategoryEntry, LeftOut, ListedAppraiser, NameEntry } from '../roster.model.js';
import { sexLabel } from '../sex-label.rules.js';
import type { BookPlan, PlannedInstitution } from './book-plan.rules.js';
import { coverRows, noteRows } from './front-matter.rules.js';
import type { BookImprint } from './front-matter.rules.js';
import { institutionBlock } from './institution-block.rules.js';
import { heightOf, lineCount } from './print-height.rules.js';

/** What the book is made of; the long parts are read while they are written. */
export interface BookSource {
  readonly imprint: BookImprint;
  readonly plan: BookPlan;
  readonly leftOut: LeftOut;
  readonly vocabulary: ScopeVocabulary;
  /** In the order of the plan. */
  readonly appraisers: () => AsyncIterable<ListedAppraiser>;
  readonly categories: () => AsyncIterable<CategoryEntry>;
  readonly names: () => AsyncIterable<NameEntry>;
}

const MAIN_SHEET = '机构与鉴定人';
const MAIN_COLUMNS: readonly SheetColumn[] = [
  { title: '姓名', kind: 'text', width: 11 }, { title: '性别', kind: 'text', width: 6 }, { title: '专业技术职称', kind: 'text', width: 15 },
  { title: '执业类别', kind: 'text', width: 46 }, { title: '执业证号', kind: 'text', width: 16 }, { title: '有效期至', kind: 'text', width: 13 },
];
const CONTENTS_COLUMNS: readonly SheetColumn[] = [
  { title: '部分、地市', kind: 'text', width: 54 }, { title: '机构（家）', kind: 'integer', width: 12 }, { title: '鉴定人（人）', kind: 'integer', width: 14 },
  { title: '机构编号', kind: 'text', width: 14 }, { title: '所在行', kind: 'integer', width: 10 },
];
const CATEGORY_COLUMNS: readonly SheetColumn[] = [
  { title: '机构编号', kind: 'integer', width: 10 }, { title: '机构名称', kind: 'text', width: 36 }, { title: '地市', kind: 'text', width: 12 },
  { title: '人数', kind: 'integer', width: 7 }, { title: '鉴定人', kind: 'text', width: 42 },
];
const NAME_COLUMNS: readonly SheetColumn[] = [
  { title: '姓名', kind: 'text', width: 14 }, { title: '执业机构', kind: 'text', width: 52 }, { title: '执业证号', kind: 'text', width: 17 },
  { title: '机构编号', kind: 'integer', width: 11 }, { title: '所在行', kind: 'integer', width: 11 },
];
/** Cover and notes: several columns under merged rows, because a single one is never scaled to the width of the page. */
const PAGE_COLUMNS: readonly SheetColumn[] = Array.from({ length: 4 }, () => ({ title: '', kind: 'text', width: 24 }));
const BODY_POINTS = 11;
const NAMES_PER_ROW = 60;
/** Width of the sheet of institutions, in characters. */
export const MAIN_WIDTH = widthOf(MAIN_COLUMNS);
/** Its first row below title and header. */
export const MAIN_FIRST_ROW = 3;

/** The sheets of the annual roster in their order, in print layout (dossier §12 “Roster volume layout”). */
export function bookSheets(source: BookSource): SheetDefinition[] {
  const { imprint, plan, leftOut } = source;
  const page = { header: false, orientation: 'portrait', columns: PAGE_COLUMNS } as const;
  const list = { orientation: 'portrait' } as const;
  const categoryTitles = ['按执业类别索引', '机构按其业务范围所载类别编入；鉴定人为该机构持有该类别或其下项目的人员。'];
  return [
    { ...page, name: '封面', rows: coverRows(imprint) },
    { ...page, name: '编制说明', titles: ['编制说明'], rows: noteRows(imprint, plan, leftOut, widthOf(PAGE_COLUMNS)) },
    { ...list, name: '目录', titles: ['目录'], columns: CONTENTS_COLUMNS, rows: contentsRows(plan) },
    { ...list, name: MAIN_SHEET, titles: [MAIN_SHEET], columns: MAIN_COLUMNS, rows: mainRows(source) },
    { ...list, name: '按执业类别索引', titles: categoryTitles, columns: CATEGORY_COLUMNS, rows: categoryRows(source) },
    { ...list, name: '按姓名索引', titles: ['按姓名索引'], columns: NAME_COLUMNS, rows: nameRows(source) },
  ];
}

function* contentsRows(plan: BookPlan): Generator<SheetRow> {
  for (const part of plan.parts) {
    yield { style: 'section', cells: [part.title, part.institutions, part.appraisers, '', part.row] };
    for (const city of part.cities) {
      yield [`　　${city.name}`, city.institutions, city.appraisers, numbers(city.members), city.row];
    }
  }
  yield { style: 'section', cells: ['合计', plan.institutions.length, plan.appraisers, '', ''] };
}

function numbers(members: readonly PlannedInstitution[]): string {
  const first = members[0]?.number;
  const last = members.at(-1)?.number;
  return first === last ? String(first) : `${first}—${last}`;
}

/** Part, city, institution, appraiser: exactly the rows that the plan has counted. */
async function* mainRows({ plan, vocabulary, appraisers }: BookSource): AsyncGenerator<SheetRow> {
  const people = new Lookahead(appraisers());
  try {
    for (const part of plan.parts) {
      yield { style: 'title', cells: [part.title], merged: true, pageBreakBefore: part.row > MAIN_FIRST_ROW };
      for (const city of part.cities) {
        const title = `${city.name}（机构${city.institutions}家，鉴定人${city.appraisers}人）`;
        yield { style: 'title', cells: [title], merged: true, pageBreakBefore: city !== part.cities[0] };
        for (const institution of city.members) {
          yield* institutionBlock(institution, institution.number, vocabulary, MAIN_WIDTH);
          for (;;) {
            const next = await people.takeIf((person) => person.institutionNumber === institution.number);
            if (next === null) break;
            const categories = formatScopeText(next.categories, vocabulary);
            yield bodyRow([next.name, sexLabel(next.sex), next.title, categories, next.certificateNo, next.validTo], MAIN_COLUMNS);
          }
        }
      }
    }
  } finally {
    await people.close();
  }
}

async function* categoryRows({ plan, vocabulary, categories }: BookSource): AsyncGenerator<SheetRow> {
  let current = '';
  for await (const { categoryCode, institutionNumber, appraisers, names } of categories()) {
    if (categoryCode !== current) {
      current = categoryCode;
      yield { style: 'section', cells: [categoryTitle(categoryCode, vocabulary)], merged: true };
    }
    const institution = plan.institutions[institutionNumber - 1]!;
    const [first = '', ...more] = nameRuns(names);
    yield bodyRow([institutionNumber, institution.name, institution.city, appraisers, first], CATEGORY_COLUMNS);
    for (const run of more) yield bodyRow(['', '', '', '', run], CATEGORY_COLUMNS);
  }
}

/** Names that go into one row; more of them would be higher than a row may be. */
function nameRuns(names: string | null): string[] {
  const all = names === null ? [] : names.split('、');
  return Array.from({ length: Math.ceil(all.length / NAMES_PER_ROW) }, (_, run) => all.slice(run * NAMES_PER_ROW, (run + 1) * NAMES_PER_ROW).join('、'));
}

/** FY-0201 法医临床鉴定—人体损伤程度鉴定. */
function categoryTitle(code: string, vocabulary: ScopeVocabulary): string {
  const path = [...vocabulary.index.ancestorsOf(code)].reverse();
  return `${code}　${[...path.map(({ name }) => name), vocabulary.byCode(code)?.name ?? ''].join('—')}`;
}

async function* nameRows({ plan, names }: BookSource): AsyncGenerator<SheetRow> {
  let current = '';
  for await (const { name, sortKey, certificateNo, institutionNumber, position } of names()) {
    const initial = /^[a-z]/.test(sortKey) ? sortKey[0]!.toUpperCase() : '其他';
    if (initial !== current) {
      current = initial;
      yield { style: 'section', cells: [initial], merged: true };
    }
    const institution = plan.institutions[institutionNumber - 1]!;
    yield bodyRow([name, institution.name, certificateNo, institutionNumber, institution.firstAppraiserRow + position - 1], NAME_COLUMNS);
  }
}

/** A line that is as high as its longest cell: not every program that prints the book fits rows by itself. */
function bodyRow(cells: readonly CellValue[], columns: readonly SheetColumn[]): StyledRow {
  const lines = cells.map((cell, index) => (typeof cell === 'string' ? lineCount(cell, columns[index]?.width ?? 0, BODY_POINTS) : 1));
  return { style: 'note', cells, height: heightOf(Math.max(...lines), BODY_POINTS) };
}

function widthOf(columns: readonly SheetColumn[]): number {
  return columns.reduce((sum, { width }) => sum + (width ?? 0), 0);
}

/** Lets a reader take the next row only when it is the one it waits for. */
class Lookahead<T> {
  private readonly rows: AsyncIterator<T>;
  private next: IteratorResult<T> | null = null;

  constructor(rows: AsyncIterable<T>) {
    this.rows = rows[Symbol.asyncIterator]();
  }

  async takeIf(wanted: (row: T) => boolean): Promise<T | null> {
    this.next ??= await this.rows.next();
    if (this.next.done || !wanted(this.next.value)) return null;
    const row = this.next.value;
    this.next = null;
    return row;
  }

  async close(): Promise<void> {
    await this.rows.return?.();
  }
}
