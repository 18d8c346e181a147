import { nameReadings, nameTokens, sortKey } from '../../../src/platform/search/index.js';
import { personName } from './names.js';
import type { Random } from './random.js';

export interface PooledName {
  readonly name: string;
  readonly sortKey: string;
  readonly pinyin: string;
  readonly initials: string;
}

const PERSON = { person: true };

/**
 * The names that people are given. Reading a name costs far more than drawing one, so a bounded number of different names is read
 * once; frequent ones stand in the pool more than once. In the larger registry a rare name is therefore borne by
 * more people than in life, which makes its searches harder, not easier.
 */
export class NamePool {
  private readonly drawn: PooledName[] = [];
  readonly distinct = new Map<string, PooledName>();

  constructor(random: Random, distinct: number) {
    while (this.distinct.size < distinct) {
      const name = personName(random);
      let pooled = this.distinct.get(name);
      if (!pooled) {
        const { pinyin, initials } = nameReadings(name, PERSON);
        this.distinct.set(name, pooled = { name, sortKey: sortKey(name, PERSON), pinyin, initials });
      }
      this.drawn.push(pooled);
    }
  }

  draw(random: Random): PooledName {
    return random.pick(this.drawn);
  }

  /** For COPY: name, sort key, readings and all tokens of each name. */
  copyText(): string {
    let text = '';
    for (const { name, sortKey: key, pinyin, initials } of this.distinct.values()) {
      text += `${name}\t${key}\t${pinyin}\t${initials}\t{${nameTokens(name, PERSON).join(',')}}\n`;
    }
    return text;
  }
}

/** The first reading of a person's name, as one would type it. */
export function pinyinOf(name: string): { readonly pinyin: string; readonly initials: string } {
  const { pinyin, initials } = nameReadings(name, PERSON);
  return { pinyin: pinyin.split(' ')[0]!, initials: initials.split(' ')[0]! };
}
