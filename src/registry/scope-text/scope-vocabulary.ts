import { covers, normalizeCategoryName } from '../../reference/index.js';
import type { Category, CategoryIndex } from '../../reference/index.js';

interface Node { readonly next: Map<string, Node>; categories: readonly Category[] }

/** No name has more punctuation and spaces in a row than this, however it is typed. */
const LONGEST_GAP = 8;

/** What a walk along the text found: the categories whose name ends at `end` (index after its last character). */
export interface NameMatch { readonly end: number; readonly categories: readonly Category[] }

/** The category names that a scope text may contain, ready for finding the longest one. Immutable; build it once. */
export class ScopeVocabulary {
  private readonly root: Node = { next: new Map(), categories: [] };

  constructor(readonly index: CategoryIndex) {
    for (const [name, categories] of index.names()) this.add(name, categories);
  }

  /** The category of a code, or null. */
  byCode(code: string): Category | null {
    return this.index.byCode(code);
  }

  /**
   * All names that begin at `start`, longest first. Punctuation, brackets and spaces of the text are passed over, since
   * rosters write names without their inner punctuation, with other punctuation, or broken over two lines.
   */
  matchesAt(characters: readonly string[], start: number): NameMatch[] {
    const found: NameMatch[] = [];
    let node = this.root;
    let gap = 0;
    for (let position = start; position < characters.length; position++) {
      const letter = normalizeCategoryName(characters[position]!);
      if (letter === '') {
        if (++gap > LONGEST_GAP) break;
        continue;
      }
      gap = 0;
      const next = node.next.get(letter);
      if (!next) break;
      node = next;
      if (node.categories.length > 0) found.unshift({ end: position + 1, categories: node.categories });
    }
    return found;
  }

  private add(name: string, categories: readonly Category[]): void {
    let node = this.root;
    for (const letter of name) {
      let next = node.next.get(letter);
      if (!next) node.next.set(letter, next = { next: new Map(), categories: [] });
      node = next;
    }
    node.categories = categories;
  }
}

/** A scope without what another of its codes covers anyway (FY-05 covers FY-0502), each code once, in order. */
export function canonicalScope(codes: Iterable<string>): string[] {
  const all = [...new Set(codes)].sort();
  return all.filter((code) => !all.some((other) => other !== code && covers(other, code)));
}
