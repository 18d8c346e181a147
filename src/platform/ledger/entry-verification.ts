import type { PoolClient } from 'pg';
import { sm3 } from '../crypto/index.js';
import type { Sql } from '../database/sql.js';
import { leafDigests } from './block.rules.js';
import { entryId, requestEntries, visitEntries } from './entry-stream.js';
import type { Findings } from './ledger.findings.js';
import { ledgerRepository } from './ledger.repository.js';
import type { LeafListRow } from './ledger.repository.js';
import { leafDigest, merkleRoot } from './merkle.rules.js';
import { OpenBlock } from './open-block.js';

/** Entries fetched at a time: enough to make the round trips cheap, few enough for PostgreSQL to run a batch ahead into the socket. */
const BATCH = 8192;

export interface EntryRange {
  /** Blocks whose entries are compared. */
  readonly fromBlock: number;
  readonly toBlock: number;
  /** Whether these are all blocks, so that an entry in none of them must be waiting for sealing. */
  readonly complete: boolean;
}

export interface EntryProgress { readonly entries: number; readonly seq: number }

/**
 * Reads all entries of the range once, in order of seq, and compares each with the leaf list of its block. Late entries make
 * the ranges of blocks overlap, so several blocks may be open at a time.
 */
export class EntryVerification {
  private open: OpenBlock[] = [];
  private unmatched: { seq: number; id: string; digest: string }[] = [];
  private distantWitnesses: { witness: number; by: number }[] = [];
  private readonly missing = new Set<number>();
  private previousSeq = 0;
  private entries = 0;

  constructor(
    private readonly client: PoolClient,
    private readonly sql: Sql,
    private readonly range: EntryRange,
    private readonly findings: Findings,
    private readonly onProgress: (progress: EntryProgress) => void,
  ) {}

  /** @returns how many entries were read */
  async run(): Promise<number> {
    const { fromBlock, toBlock, complete } = this.range;
    const bounds = complete ? { first: 1, last: Number.MAX_SAFE_INTEGER } : await ledgerRepository.seqRange(this.sql, fromBlock, toBlock);
    if (bounds === null) return 0;
    let after = bounds.first - 1;
    let position = { firstSeq: 0, number: 0 };
    for (let next: number | null = 0; next !== null;) {
      const rows = await ledgerRepository.leafLists(this.sql, fromBlock, toBlock, position, BATCH);
      position = rows[rows.length - 1]?.block ?? position;
      next = await ledgerRepository.nextFirstSeq(this.sql, fromBlock, toBlock, position);
      // An entry before the first one of the next block can only belong to a block that is open by now.
      after = await this.readEntries(rows, after, next === null ? bounds.last : next - 1);
    }
    for (const block of this.open) this.passOver(block, Number.POSITIVE_INFINITY);
    if (complete) await this.reportLostBeforeSealing();
    return this.entries;
  }

  private openBlock({ block, leafList }: LeafListRow): void {
    const digest = sm3(leafList);
    if (!digest.equals(block.leafListDigest)) {
      this.findings.add('block-changed', {
        blockNo: block.number, expected: block.leafListDigest.toString('hex'), found: digest.toString('hex'), detail: '区块的记录清单被改动',
      });
    } else if (!merkleRoot(leafDigests(leafList)).equals(block.merkleRoot)) {
      this.findings.add('block-changed', { blockNo: block.number, expected: block.merkleRoot.toString('hex'), detail: '默克尔根与记录清单不符' });
    }
    this.open.push(new OpenBlock(block.number, leafList));
  }

  /** Opens blocks and reads all entries with `after < seq <= upTo`. @returns the seq up to which everything has been read */
  private async readEntries(blocks: readonly LeafListRow[], after: number, upTo: number): Promise<number> {
    let unopened = blocks;
    for (let from = after; from < upTo; from = this.previousSeq) {
      const stream = requestEntries(this.client, from, upTo, BATCH);
      // PostgreSQL fetches the entries while the leaf lists are checked here.
      unopened = this.openBlocks(unopened);
      const visited = await visitEntries(stream, (seq, witness, bytes) => { this.visit(seq, witness, bytes); });
      await this.settleBatch();
      this.onProgress({ entries: this.entries, seq: this.previousSeq });
      if (visited < BATCH) break;
    }
    this.openBlocks(unopened);
    return Math.max(after, upTo);
  }

  private openBlocks(rows: readonly LeafListRow[]): readonly LeafListRow[] {
    for (const row of rows) this.openBlock(row);
    return [];
  }

  private visit(seq: number, witness: number, bytes: Buffer): void {
    const digest = leafDigest(bytes);
    let sealed = false;
    let exhausted = false;
    for (const block of this.open) {
      if (block.nextSeq < seq) this.passOver(block, seq);
      if (block.nextSeq === seq) {
        sealed = true;
        if (!block.expects(digest)) this.reportChanged(block, seq, bytes, digest);
        block.advance();
      }
      exhausted ||= block.exhausted;
    }
    if (exhausted) this.open = this.open.filter((block) => !block.exhausted);
    if (!sealed && this.range.complete) this.unmatched.push({ seq, id: entryId(bytes), digest });
    if (witness !== this.previousSeq && witness !== 0) this.distantWitnesses.push({ witness, by: seq });
    this.previousSeq = seq;
    this.entries++;
  }

  /** Reports the entries of a block before `seq`, which are not there any more. */
  private passOver(block: OpenBlock, seq: number): void {
    for (; block.nextSeq < seq; block.advance()) {
      const leaf = block.current();
      this.missing.add(leaf.seq);
      this.findings.add('entry-missing', { blockNo: block.number, seq: leaf.seq, entryId: leaf.id, expected: leaf.digest.toString('hex') });
    }
  }

  private reportChanged(block: OpenBlock, seq: number, bytes: Buffer, digest: string): void {
    const expected = block.current();
    const found = entryId(bytes);
    if (expected.id === found) {
      this.findings.add('entry-changed', { blockNo: block.number, seq, entryId: found, expected: expected.digest.toString('hex'), found: digest });
    } else {
      this.findings.add('entry-reordered', {
        blockNo: block.number, seq, entryId: expected.id, expected: expected.id, found, detail: '该序号下现为另一条记录',
      });
    }
  }

  /** The two questions that only the database can answer, asked once a batch. */
  private async settleBatch(): Promise<void> {
    const { unmatched, distantWitnesses } = this;
    this.unmatched = [];
    this.distantWitnesses = [];
    if (unmatched.length > 0) {
      const pending = await ledgerRepository.pendingAmong(this.sql, unmatched.map((entry) => entry.seq));
      for (const { seq, id, digest } of unmatched) {
        if (!pending.has(seq)) this.findings.add('entry-unaccounted', { seq, entryId: id, found: digest });
      }
    }
    if (distantWitnesses.length > 0) {
      const absent = await ledgerRepository.absentAmong(this.sql, distantWitnesses.map(({ witness }) => witness));
      for (const { witness, by } of distantWitnesses) {
        if (absent.has(witness)) this.reportLost(witness, `第${by}条记录写入时它尚在`);
      }
    }
  }

  private async reportLostBeforeSealing(): Promise<void> {
    for (const seq of await ledgerRepository.lostBeforeSealing(this.sql, BATCH)) this.reportLost(seq, '登记为待封存而记录已不在');
  }

  private reportLost(seq: number, detail: string): void {
    if (this.missing.has(seq)) return;
    this.missing.add(seq);
    this.findings.add('entry-lost-unsealed', { seq, detail });
  }
}
