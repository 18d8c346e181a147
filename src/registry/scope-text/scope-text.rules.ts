/**
 * Scope text of licences and certificates (95号 art. 22, 96号 art. 17): 文书鉴定（笔迹鉴定、印章印文鉴定）；法医毒物鉴定.
 * A group with brackets grants the items in them, a group without brackets all of it.
 */
import { covers } from '../../reference/index.js';
import type { Category } from '../../reference/index.js';
import { canonicalScope } from './scope-vocabulary.js';
import type { NameMatch, ScopeVocabulary } from './scope-vocabulary.js';

/**
 * `unknown`: no such category; `ambiguous`: stands in several groups and no group is named; `not-in-group`: a known name
 * under the wrong group; `empty-brackets`: a group whose items were forgotten grants nothing.
 */
export type ScopeFault = 'unknown' | 'ambiguous' | 'not-in-group' | 'empty-brackets';

export interface UnknownScope {
  /** The part as it was written. */
  readonly text: string;
  /** Where it begins in the text given, counted in UTF-16 units. */
  readonly position: number;
  readonly fault: ScopeFault;
}

export interface ParsedScope {
  /** Category codes in order, none covered by another. */
  readonly codes: readonly string[];
  readonly unknown: readonly UnknownScope[];
}

/** Longer texts are refused as one unknown part: all categories together do not fill this. */
export const SCOPE_TEXT_LIMIT = 20_000;
/** Brackets nested deeper than this belong to no scope. */
const MAX_DEPTH = 4;

const OPENING = '(（[［【〔﹙{｛「';
const CLOSING = ')）]］】〕﹚}｝」';
const SEPARATORS = '、,，;；。.．/／|｜:：\n\r\t';
const CODE = /^([A-Z]{2})[-_ ]?(\d{6}|\d{4}|\d{2})(?!\d)/;
/** `（1）` after a name begins a list item, not the items of a group. */
const BRACKETED_ORDINAL = /^[(（][\d０-９一二三四五六七八九十]{1,3}[)）]/;
/** A list number or the code of the document in front of a name: `1.`, `（2）`, `三、`, `0101 `. */
const ORDINAL = /^(?:[(（][\d０-９一二三四五六七八九十]{1,3}[)）]|[\d０-９]{1,2}[.．、)）]|[一二三四五六七八九十]{1,3}[、.．]|[\d０-９]{4}(?:[\d０-９]{2})?\s?)\s*(?=\S)/;

/** Reads a scope text. Never throws: what cannot be read is reported with its place. */
export function parseScopeText(text: string, vocabulary: ScopeVocabulary): ParsedScope {
  if (text.length > SCOPE_TEXT_LIMIT) return { codes: [], unknown: [{ text: text.slice(0, 100), position: 0, fault: 'unknown' }] };
  const reader = new ScopeReader(text, vocabulary);
  reader.list(null, 0);
  return { codes: canonicalScope(reader.codes), unknown: reader.unknown };
}

/** Writes codes as a scope text in official names that `parseScopeText` reads back. Unknown codes are written as they are. */
export function formatScopeText(codes: Iterable<string>, vocabulary: ScopeVocabulary): string {
  const groups = new Map<string, string[]>();
  for (const code of canonicalScope(codes)) {
    const group = code.slice(0, 5);
    groups.set(group, [...groups.get(group) ?? [], code]);
  }
  const nameOf = (code: string): string => vocabulary.byCode(code)?.name ?? code;
  return [...groups].map(([group, members]) => members.includes(group)
    ? nameOf(group) : `${nameOf(group)}（${members.map(nameOf).join('、')}）`).join('；');
}

/** One pass over one text. Positions are UTF-16 units of the text as given; each unit is normalised where it is looked at. */
class ScopeReader {
  readonly codes: string[] = [];
  readonly unknown: UnknownScope[] = [];
  private readonly units: readonly string[];
  private position = 0;

  constructor(private readonly text: string, private readonly vocabulary: ScopeVocabulary) {
    this.units = text.split('');
  }

  /** Reads entries up to the bracket that closes them, or the end. @returns how many there were */
  list(within: Category | null, depth: number): number {
    let entries = 0;
    for (;;) {
      this.skipSeparators();
      const unit = this.units[this.position];
      if (unit === undefined) return entries;
      if (CLOSING.includes(unit)) {
        if (depth > 0) return entries;
        // A bracket too many at the outside carries no meaning.
        this.position += 1;
        continue;
      }
      this.entry(within, depth);
      entries += 1;
    }
  }

  private entry(within: Category | null, depth: number): void {
    const start = this.position;
    const match = this.codeAt(start) ?? this.nameAt(start, within) ?? this.afterOrdinal(start, within);
    if (!match || depth > MAX_DEPTH) {
      this.position = this.endOfUnknown(start);
      this.report(start, this.position, 'unknown');
      return;
    }
    this.position = match.end;
    const categories = choose(match.categories, within);
    if (this.openBracket()) this.bracketed(start, categories, within, depth);
    else this.grant(start, match.end, categories, within);
  }

  private bracketed(start: number, categories: readonly Category[], within: Category | null, depth: number): void {
    const group = categories.length === 1 ? categories[0]! : null;
    if (!group || within && !covers(within.code, group.code)) {
      this.position = this.endOfUnknown(start);
      this.report(start, this.position, group ? 'not-in-group' : faultOf(categories));
      return;
    }
    this.position += 1;
    const entries = this.list(group, depth + 1);
    if (this.position < this.units.length) this.position += 1;
    if (entries === 0) this.report(start, this.position, 'empty-brackets');
  }

  private grant(start: number, end: number, categories: readonly Category[], within: Category | null): void {
    // An old name may stand for several whole groups or items of one group; an item name in several groups is unclear.
    const clear = categories.length === 1 || categories.length > 1 && new Set(categories.map((category) => category.name)).size === categories.length;
    const inGroup = categories.filter((category) => !within || covers(within.code, category.code));
    if (categories.length > 0 && inGroup.length === 0) this.report(start, end, 'not-in-group');
    else if (!clear) this.report(start, end, faultOf(categories));
    else this.codes.push(...inGroup.map((category) => category.code));
  }

  /** The longest name that begins here, ends before a separator or bracket and has balanced brackets of its own. */
  private nameAt(start: number, within: Category | null): NameMatch | null {
    const fitting = this.vocabulary.matchesAt(this.units, start)
      .filter((match) => this.balanced(start, match.end) && this.endsAt(match.end));
    return fitting.find((match) => choose(match.categories, within).some((category) => !within || covers(within.code, category.code)))
      ?? fitting[0] ?? null;
  }

  private codeAt(start: number): NameMatch | null {
    const window = this.text.slice(start, start + 12).normalize('NFKC').toUpperCase();
    const match = CODE.exec(window);
    const category = match ? this.vocabulary.byCode(`${match[1]!}-${match[2]!}`) : null;
    if (!match || !category) return null;
    // Full-width letters and digits are one unit each, like their half-width forms.
    const end = start + match[0].length;
    if (this.endsAt(end)) return { end, categories: [category] };
    // A code with its name beside it: the name must be one of the code's.
    const named = this.nameAt(this.skipSpaces(end), null);
    return named?.categories.includes(category) ? { end: named.end, categories: [category] } : null;
  }

  /** Passes over at most two list numbers: （3）0101 笔迹鉴定. */
  private afterOrdinal(start: number, within: Category | null, left = 2): NameMatch | null {
    const ordinal = ORDINAL.exec(this.text.slice(start, start + 16));
    if (!ordinal || left === 0) return null;
    const end = start + ordinal[0].length;
    return this.nameAt(end, within) ?? this.afterOrdinal(end, within, left - 1);
  }

  private balanced(start: number, end: number): boolean {
    let depth = 0;
    for (let position = start; position < end; position++) {
      if (OPENING.includes(this.units[position]!)) depth += 1;
      else if (CLOSING.includes(this.units[position]!) && --depth < 0) return false;
    }
    return depth === 0;
  }

  private endsAt(end: number): boolean {
    const unit = this.units[this.skipSpaces(end)];
    return unit === undefined || SEPARATORS.includes(unit) || OPENING.includes(unit) || CLOSING.includes(unit) || this.units[end]!.trim() === '';
  }

  /** The next separator or closing bracket that is not inside brackets opened on the way. */
  private endOfUnknown(start: number): number {
    let depth = 0;
    let position = start;
    for (; position < this.units.length; position++) {
      const unit = this.units[position]!;
      if (OPENING.includes(unit)) depth += 1;
      else if (CLOSING.includes(unit) && depth-- === 0) break;
      else if (depth === 0 && SEPARATORS.includes(unit)) break;
    }
    return Math.max(position, start + 1);
  }

  private openBracket(): boolean {
    let at = this.position;
    while (this.units[at]?.trim() === '') at += 1;
    const unit = this.units[at];
    if (unit === undefined || !OPENING.includes(unit) || BRACKETED_ORDINAL.test(this.text.slice(at, at + 6))) return false;
    this.position = at;
    return true;
  }

  private skipSeparators(): void {
    while (this.position < this.units.length) {
      const unit = this.units[this.position]!;
      if (unit.trim() !== '' && !SEPARATORS.includes(unit)) return;
      this.position += 1;
    }
  }

  private skipSpaces(from: number): number {
    let position = from;
    while (position < this.units.length && this.units[position]!.trim() === '' && !'\n\r'.includes(this.units[position]!)) position += 1;
    return position;
  }

  private report(start: number, end: number, fault: ScopeFault): void {
    this.unknown.push({ text: this.text.slice(start, end).trim(), position: start, fault });
  }
}

/** The readings of a name inside a group, or all of them when none lies there. */
function choose(categories: readonly Category[], within: Category | null): readonly Category[] {
  if (!within) return categories;
  const inside = categories.filter((category) => category.code !== within.code && covers(within.code, category.code));
  if (inside.length > 0) return inside;
  // 法医毒物鉴定（法医毒物鉴定）names the whole group again.
  return categories.filter((category) => category.code === within.code).concat(categories.filter((category) => category.code !== within.code));
}

function faultOf(categories: readonly Category[]): ScopeFault {
  return categories.length > 1 ? 'ambiguous' : 'unknown';
}
