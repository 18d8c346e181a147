/** Random numbers that come out the same on every machine, so that two runs measure the same registry. */
export class Random {
  constructor(private state: number) {}

  /** Between 0 and 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from 0 up to, not including, `bound`. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

/** Draws from a list in which earlier ones are the more frequent: the weight of rank r is r^-exponent. */
export class RankedChoice<T> {
  private readonly cumulative: number[] = [];
  private readonly total: number;

  constructor(private readonly list: readonly T[], exponent: number) {
    let sum = 0;
    list.forEach((_, index) => this.cumulative.push(sum += (index + 1) ** -exponent));
    this.total = sum;
  }

  draw(random: Random): T {
    const point = random.next() * this.total;
    let low = 0;
    let high = this.list.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.cumulative[middle]! < point) low = middle + 1; else high = middle;
    }
    return this.list[low]!;
  }
}
