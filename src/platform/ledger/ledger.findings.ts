/** What verification can find wrong. */
export type FindingKind = keyof typeof FINDING_TITLES;

const FINDING_TITLES = {
  'entry-changed': '记录内容被改动',
  'entry-reordered': '记录次序被调换',
  'entry-missing': '已封存的记录缺失',
  'entry-lost-unsealed': '未封存的记录缺失',
  'entry-unaccounted': '记录既不在任何区块，也不在待封存之列',
  'block-changed': '区块内容被改动',
  'block-missing': '区块缺失',
  'block-signature-invalid': '区块签名无效',
  'block-key-unknown': '区块签名密钥未知',
  'chain-broken': '区块与前一区块不衔接',
  'checkpoint-invalid': '检查点签名无效',
  'tail-truncated': '检查点之后的区块被截断',
} as const;

/** One thing that is wrong, with the entry or block by name. */
export interface Finding {
  readonly kind: FindingKind;
  readonly title: string;
  readonly blockNo: number | null;
  readonly seq: number | null;
  readonly entryId: string | null;
  /** What the signed record says: a digest in hex, or an entry id where the order was changed. */
  readonly expected: string | null;
  /** What the database holds now. */
  readonly found: string | null;
  /** More in Chinese, where kind and place do not say it all. */
  readonly detail: string | null;
}

/** After this many the rest is only counted: a ledger that is wrong from end to end must not fill the memory. */
const MAX_FINDINGS = 1000;

/** Collects findings of one run. */
export class Findings {
  readonly items: Finding[] = [];
  private counted = 0;

  /** How many there are, also beyond those kept. */
  get total(): number { return this.counted; }

  add(kind: FindingKind, place: Partial<Omit<Finding, 'kind' | 'title'>>): void {
    this.counted++;
    if (this.items.length >= MAX_FINDINGS) return;
    this.items.push({
      kind, title: FINDING_TITLES[kind], blockNo: null, seq: null, entryId: null, expected: null, found: null, detail: null, ...place,
    });
  }
}
