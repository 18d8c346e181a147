/** The tree of practice categories (regulations §4) and how their names are recognised. */
import type { Category, CategoryAlias } from './reference.model.js';

const CODE = /^[A-Z]{2}-(?:\d{2}|\d{4}|\d{6})$/;

/** Whether the text has the form of a category code; that such a category exists is another question. */
export function isCategoryCode(text: string): boolean {
  return CODE.test(text);
}

/** `FY-020401` → `FY-0204` → `FY-02` → null. */
export function parentCodeOf(code: string): string | null {
  return code.length > 5 ? code.slice(0, -2) : null;
}

/** Whether `code` is `ancestor` itself or lies below it: a scope of FY-05 covers FY-0502. */
export function covers(ancestor: string, code: string): boolean {
  return code.startsWith(ancestor);
}

/**
 * One spelling for all ways in which a name is written: half width, without spaces, punctuation and brackets, so that
 * 诈伤诈病造作伤鉴定 is 诈伤、诈病、造作伤鉴定.
 */
export function normalizeCategoryName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/[\p{P}\p{S}\p{Z}\p{C}]/gu, '');
}

/** The spellings under which a name is accepted besides its own: 法医临床, 法医临床司法鉴定 for 法医临床鉴定. */
export function categoryNameVariants(name: string): string[] {
  const plain = normalizeCategoryName(name);
  if (!plain.endsWith('鉴定')) return [plain];
  const stem = plain.slice(0, -2);
  if (stem.endsWith('司法')) return [plain];
  return [plain, stem, `${stem}司法鉴定`];
}

/** All categories, found by code, by place in the tree and by name. Immutable. */
export class CategoryIndex {
  private readonly byCodes = new Map<string, Category>();
  private readonly children = new Map<string | null, Category[]>();
  private readonly byNames = new Map<string, Category[]>();

  constructor(readonly categories: readonly Category[], readonly aliases: readonly CategoryAlias[]) {
    for (const category of categories) {
      this.byCodes.set(category.code, category);
      append(this.children, category.parentCode, category);
    }
    // Official names win over variants, variants over aliases: an alias must not turn a known name ambiguous.
    const names = new Map<string, Category[]>();
    for (const category of categories) append(names, normalizeCategoryName(category.name), category);
    this.adopt(names);
    const variants = new Map<string, Category[]>();
    for (const category of categories) for (const variant of categoryNameVariants(category.name)) append(variants, variant, category);
    this.adopt(variants);
    const others = new Map<string, Category[]>();
    for (const alias of aliases) append(others, normalizeCategoryName(alias.name), this.require(alias.code));
    this.adopt(others);
  }

  byCode(code: string): Category | null {
    return this.byCodes.get(code) ?? null;
  }

  /** The category and everything below it, in order of codes; empty when the code does not exist. */
  descendantsOf(code: string): Category[] {
    const root = this.byCodes.get(code);
    return root ? [root, ...this.childrenOf(code).flatMap((child) => this.descendantsOf(child.code))] : [];
  }

  /** The categories above it, nearest first. */
  ancestorsOf(code: string): Category[] {
    const parent = parentCodeOf(code);
    const found = parent === null ? null : this.byCode(parent);
    return found ? [found, ...this.ancestorsOf(found.code)] : [];
  }

  /** The categories directly below; the groups for null. */
  childrenOf(code: string | null): readonly Category[] {
    return this.children.get(code) ?? [];
  }

  /**
   * The categories that bear a name, in whatever way it is punctuated. 医疗损害鉴定 stands in three groups: with the group as
   * `within` the answer is one, without it three. An old name may stand for several categories by itself (声像资料鉴定).
   */
  byName(name: string, within: string | null = null): readonly Category[] {
    const found = this.byNames.get(normalizeCategoryName(name)) ?? [];
    return within === null ? found : found.filter((category) => category.code !== within && covers(within, category.code));
  }

  /** Every recognised spelling with its categories, for parsers that look for the longest name. */
  names(): ReadonlyMap<string, readonly Category[]> {
    return this.byNames;
  }

  private adopt(names: ReadonlyMap<string, Category[]>): void {
    for (const [name, categories] of names) if (name !== '' && !this.byNames.has(name)) this.byNames.set(name, categories);
  }

  private require(code: string): Category {
    const category = this.byCodes.get(code);
    if (!category) throw new Error(`alias of unknown category ${code}`);
    return category;
  }
}

function append<K>(map: Map<K, Category[]>, key: K, category: Category): void {
  const list = map.get(key);
  if (!list) map.set(key, [category]);
  else if (!list.includes(category)) list.push(category);
}
