/**
 * Search of Chinese names (design §4.12) by posting lists: one row (token, sort key, subject) for each token of a name.
 * Every query is answered by exact tokens, so a B-tree on (token, sort_key) gives the first page in order at once, whatever
 * the size of the table. What is longer than the longest token is found by a piece of it and then verified.
 */
import { otherSurnameReading, syllables } from './pinyin.js';
import type { Syllable } from './pinyin.js';

/** Longest Han token in characters; longer text is found by its pieces of this length. */
export const GRAM_LIMIT = 4;
/** Longest pinyin token in letters; longer text is found by its first letters. */
export const PINYIN_LIMIT = 12;
/** Longest token of initials in letters. */
export const INITIALS_LIMIT = 6;
/** Longer search terms are cut here: no name is as long. */
export const QUERY_LIMIT = 100;

export interface NameKind { readonly person: boolean }

/** What a row stores beside its tokens so that long queries can be verified in SQL with LIKE or strpos. */
export interface NameReadings {
  /** The normalised name. */
  readonly name: string;
  /** All syllables without separator; a second reading of the surname follows after a space. */
  readonly pinyin: string;
  /** The first letter of each syllable; likewise. */
  readonly initials: string;
}

/** One posting list to look into, and what each row of it must contain beyond that (null: the token says it all). */
export interface Probe {
  readonly token: string;
  readonly verify: { readonly column: keyof NameReadings; readonly contains: string } | null;
}

/**
 * A search term understood. A name matches when in *every* group at least *one* probe matches.
 * `han`: characters of the name; `latin`: pinyin or initials; `mixed`: both in one term (李xm); `number`: digits only.
 */
export type NameQuery =
  | { readonly kind: 'empty' }
  | { readonly kind: 'number'; readonly prefix: string }
  | { readonly kind: 'han'; readonly text: string; readonly grams: readonly string[]; readonly groups: readonly (readonly Probe[])[] }
  | { readonly kind: 'latin' | 'mixed'; readonly text: string; readonly groups: readonly (readonly Probe[])[] };

const PIECES = /[\p{Script=Han}〇]+|[^\p{Script=Han}〇]+/gu;

/** Brings what people type to one form: full width to half width, small letters, no spaces, punctuation or control characters. */
export function normalizeName(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('ü', 'v').replace(/[\p{P}\p{S}\p{Z}\p{C}]/gu, '');
}

/** All tokens under which a name is found, each once, in no particular order. */
export function nameTokens(name: string, kind: NameKind): string[] {
  const tokens = new Set<string>();
  const spoken = syllables(normalizeName(name), kind.person);
  addGrams(tokens, spoken);
  addReadings(tokens, spoken);
  const other = kind.person ? otherSurnameReading(spoken) : null;
  if (other !== null) addReadings(tokens, [{ ...spoken[0]!, reading: other }, ...spoken.slice(1)], 1);
  return [...tokens];
}

/** The columns that long queries are verified against. */
export function nameReadings(name: string, kind: NameKind): NameReadings {
  const spoken = syllables(normalizeName(name), kind.person);
  const readings = spoken.map((syllable) => syllable.reading);
  const forms = [readings];
  const other = kind.person ? otherSurnameReading(spoken) : null;
  if (other !== null) forms.push([other, ...readings.slice(1)]);
  return {
    name: spoken.map((syllable) => syllable.text).join(''),
    pinyin: forms.map((form) => form.join('')).join(' '),
    initials: forms.map((form) => form.map(firstLetter).join('')).join(' '),
  };
}

/**
 * The key by which names sort in pinyin order under `COLLATE "C"`: syllables separated by spaces, so that all of 李 (li)
 * come before 连 (lian), then U+0001 and the name itself, so that equal readings keep one order.
 */
export function sortKey(name: string, kind: NameKind): string {
  const readings = syllables(normalizeName(name), kind.person).map((syllable) => syllable.reading);
  return `${readings.join(' ')}\u0001${name.normalize('NFKC').trim()}`;
}

/** Understands a search term. Full-width input, spaces and punctuation make no difference. */
export function classifyQuery(term: string): NameQuery {
  const text = [...normalizeName(term)].slice(0, QUERY_LIMIT).join('');
  if (text === '') return { kind: 'empty' };
  if (/^\d+$/.test(text)) return { kind: 'number', prefix: text };
  const pieces = text.match(PIECES) ?? [];
  const groups = pieces.flatMap((piece) => isHan(piece) ? hanGroups(piece) : [latinProbes(piece)]);
  if (pieces.length > 1) return { kind: 'mixed', text, groups };
  if (isHan(text)) return { kind: 'han', text, grams: grams(text), groups };
  return { kind: 'latin', text, groups };
}

function addGrams(tokens: Set<string>, spoken: readonly Syllable[]): void {
  for (let start = 0; start < spoken.length; start++) {
    let gram = '';
    for (let end = start; end < spoken.length && end < start + GRAM_LIMIT; end++) {
      gram += spoken[end]!.text;
      tokens.add(gram);
    }
  }
}

/** Pinyin and initials from each syllable on (only from the first `starts` ones when given). */
function addReadings(tokens: Set<string>, spoken: readonly Syllable[], starts = spoken.length): void {
  for (let start = 0; start < Math.min(starts, spoken.length); start++) {
    let letters = '';
    let initials = '';
    for (let end = start; end < spoken.length; end++) {
      const before = letters.length;
      letters += spoken[end]!.reading;
      if (before < PINYIN_LIMIT) tokens.add(letters.slice(0, PINYIN_LIMIT));
      if (initials.length < INITIALS_LIMIT) tokens.add(initials += firstLetter(spoken[end]!.reading));
      else if (before >= PINYIN_LIMIT) break;
    }
  }
}

function hanGroups(text: string): Probe[][] {
  const pieces = grams(text);
  const verify = pieces.length === 1 ? null : { column: 'name' as const, contains: text };
  return pieces.map((token) => [{ token, verify }]);
}

/** The text itself, or all its pieces of four characters: the caller walks the rarest and verifies. */
function grams(text: string): string[] {
  const characters = [...text];
  if (characters.length <= GRAM_LIMIT) return [text];
  const pieces = characters.slice(GRAM_LIMIT - 1).map((_, start) => characters.slice(start, start + GRAM_LIMIT).join(''));
  return [...new Set(pieces)];
}

/** Whatever is typed may be pinyin as well as initials; up to six letters one token answers for both. */
function latinProbes(text: string): Probe[] {
  if (text.length <= INITIALS_LIMIT) return [{ token: text, verify: null }];
  const spelled: Probe = text.length <= PINYIN_LIMIT
    ? { token: text, verify: null }
    : { token: text.slice(0, PINYIN_LIMIT), verify: { column: 'pinyin', contains: text } };
  return [spelled, { token: text.slice(0, INITIALS_LIMIT), verify: { column: 'initials', contains: text } }];
}

function firstLetter(reading: string): string {
  return [...reading][0] ?? '';
}

function isHan(text: string): boolean {
  return /^[\p{Script=Han}〇]/u.test(text);
}
