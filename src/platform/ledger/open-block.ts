import { LEAF_BYTES, leafAt, leafSeq } from './block.rules.js';
import type { Leaf } from './block.rules.js';

const DIGEST_OFFSET = 24;

/** A block whose entries are being read: its leaf list with a place in it. */
export class OpenBlock {
  /** Seq of the entry that must come next; infinite after the last. */
  nextSeq: number;
  private index = 0;
  /** Two hex characters a byte: comparing text costs less than making a buffer of each digest. */
  private readonly hex: string;

  constructor(readonly number: number, private readonly leafList: Buffer) {
    this.hex = leafList.toString('hex');
    this.nextSeq = this.seqAt(0);
  }

  get exhausted(): boolean { return this.nextSeq === Number.POSITIVE_INFINITY; }

  /** Whether the entry that must come next has this digest (hex). */
  expects(digest: string): boolean {
    return this.hex.startsWith(digest, (this.index * LEAF_BYTES + DIGEST_OFFSET) * 2);
  }

  /** The entry that must come next. */
  current(): Leaf {
    return leafAt(this.leafList, this.index);
  }

  advance(): void {
    this.nextSeq = this.seqAt(++this.index);
  }

  private seqAt(index: number): number {
    return (index + 1) * LEAF_BYTES <= this.leafList.length ? leafSeq(this.leafList, index) : Number.POSITIVE_INFINITY;
  }
}
