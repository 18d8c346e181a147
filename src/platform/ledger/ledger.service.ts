import type { RequestContext } from '../context.js';
import { sm3 } from '../crypto/index.js';
import type { PublicKeyRecord, Signer } from '../crypto/index.js';
import type { Database } from '../database/database.js';
import type { Sql, Tx } from '../database/sql.js';
import { blockHash, checkpointMessage, encodeLeafList, leafDigests, leafIndexOf, linkDigest, NO_PREVIOUS_BLOCK } from './block.rules.js';
import type { BlockHeader, Checkpoint } from './block.rules.js';
import { canonicalJson } from './canonical-json.rules.js';
import { encodeEntry } from './entry-encoding.rules.js';
import type { LedgerEntry } from './entry-encoding.rules.js';
import { PROOF_FORMAT } from './inclusion-proof.rules.js';
import type { InclusionProof } from './inclusion-proof.rules.js';
import { ledgerProblems } from './ledger.problems.js';
import { ledgerRepository } from './ledger.repository.js';
import type { LedgerFilter, LedgerPosition, LeafListRow } from './ledger.repository.js';
import { verifyLedger } from './ledger-verification.js';
import type { VerificationReport, VerifyOptions } from './ledger-verification.js';
import { inclusionPath, leafDigest, merkleRoot } from './merkle.rules.js';

/** What a command writes about itself. */
export interface LedgerEvent {
  /** Stable dotted name, such as `registry.licence.issued`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly divisionCode?: string | null;
  /** Anything that is JSON; no personal data in clear. */
  readonly change: unknown;
}

/** The part of the key store that the ledger needs. */
export interface LedgerKeys {
  signer(): Signer;
  publicKey(id: string): PublicKeyRecord | null;
}

export interface SealReport {
  readonly blocks: number;
  readonly entries: number;
  /** True when another process was sealing, so nothing was done here. */
  readonly busy: boolean;
  /** Seqs that wait for sealing but whose entry has disappeared: tampering, to be reported at once. */
  readonly lost: readonly number[];
}

/** An entry in a list. */
export interface ListedEntry extends Omit<LedgerEntry, 'change'> {
  /** The parsed change. */
  readonly change: unknown;
  readonly sealed: boolean;
}

/** Entries a block; bounds its leaf list to 224 kB. */
const BLOCK_ENTRIES = 4096;
/** Entries written by one statement. */
const APPEND_BATCH = 2000;
const LOST_LIMIT = 1000;

/** The append-only record of who did what to which record (design §4.4). */
export class LedgerService {
  constructor(private readonly database: Database, private readonly keys: LedgerKeys) {}

  /**
   * Writes one entry in the transaction of the command itself, so that the one never stands without the other.
   * @returns the entry's id
   * @throws TypeError when `change` is not JSON
   */
  async append(tx: Tx, context: RequestContext, event: LedgerEvent): Promise<string> {
    const [id] = await this.appendMany(tx, context, [event]);
    return id!;
  }

  /** Writes many entries, in their order, a few thousand a statement. @returns their ids in the same order */
  async appendMany(tx: Tx, context: RequestContext, events: readonly LedgerEvent[]): Promise<string[]> {
    const origin = { actor: context.actor, requestId: context.requestId, recordedAt: context.now };
    const ids: string[] = [];
    for (let start = 0; start < events.length; start += APPEND_BATCH) {
      const entries = events.slice(start, start + APPEND_BATCH).map((event) => ({
        action: event.action, subject: event.subject, divisionCode: event.divisionCode ?? null, change: canonicalJson(event.change),
      }));
      ids.push(...await ledgerRepository.insert(tx, origin, entries));
    }
    return ids;
  }

  /**
   * Seals what has been committed into signed blocks, each in a transaction of its own. Any number of processes may call it.
   * @param maxBlocks stops after so many blocks; the next call goes on
   */
  async seal(now: Date, maxBlocks = 1000): Promise<SealReport> {
    let blocks = 0;
    let entries = 0;
    for (; blocks < maxBlocks; blocks++) {
      const sealed = await this.database.transaction((tx) => this.sealBlock(tx, now));
      if (sealed === null) return { blocks, entries, busy: true, lost: [] };
      if (sealed === 0) break;
      entries += sealed;
    }
    return { blocks, entries, busy: false, lost: await ledgerRepository.lostBeforeSealing(this.database, LOST_LIMIT) };
  }

  /** @returns how many entries were sealed, null when another process is sealing */
  private async sealBlock(tx: Tx, now: Date): Promise<number | null> {
    if (!await ledgerRepository.claimSealing(tx)) return null;
    const entries = await ledgerRepository.pendingEntries(tx, BLOCK_ENTRIES);
    const [first] = entries;
    if (first === undefined) return 0;
    const previous = await ledgerRepository.newestBlock(tx);
    const signer = this.keys.signer();
    const leafList = encodeLeafList(entries.map((entry) => ({ seq: entry.seq, id: entry.id, digest: digestOf(entry) })));
    const header: BlockHeader = {
      number: (previous?.number ?? 0) + 1,
      previousHash: previous === null ? NO_PREVIOUS_BLOCK : linkDigest(previous),
      merkleRoot: merkleRoot(leafDigests(leafList)),
      leafListDigest: sm3(leafList),
      entryCount: entries.length,
      totalEntries: (previous?.totalEntries ?? 0) + entries.length,
      firstSeq: first.seq,
      lastSeq: entries[entries.length - 1]!.seq,
      sealedAt: now,
      algorithm: signer.algorithm,
      keyId: signer.keyId,
    };
    const hash = blockHash(header);
    await ledgerRepository.insertBlock(tx, { ...header, blockHash: hash, signature: signer.sign(hash) }, leafList, entries.map((entry) => entry.seq));
    return entries.length;
  }

  /** Finds every changed, missing, reordered or unaccounted entry and every altered block; see `verifyLedger`. */
  verify(options: VerifyOptions = {}): Promise<VerificationReport> {
    return verifyLedger(this.database, (id) => this.keys.publicKey(id), options);
  }

  /** A signed note of the newest block, to be kept outside the database; null while nothing is sealed. */
  async checkpoint(now: Date): Promise<Checkpoint | null> {
    const block = await ledgerRepository.newestBlock(this.database);
    if (block === null) return null;
    const signer = this.keys.signer();
    const checkpoint = {
      blockNo: block.number, blockHash: block.blockHash.toString('hex'), entries: block.totalEntries, at: now.toISOString(),
      algorithm: signer.algorithm, keyId: signer.keyId,
    };
    return { ...checkpoint, signature: signer.sign(checkpointMessage(checkpoint)).toString('base64') };
  }

  /**
   * A self-contained proof that an entry stands in a signed block.
   * @throws Problem `ledger-entry-not-found` (404), `ledger-entry-not-sealed` (409)
   */
  async inclusionProof(entryId: string): Promise<InclusionProof> {
    const entry = await ledgerRepository.entryById(this.database, entryId);
    if (entry === null) throw ledgerProblems['ledger-entry-not-found']();
    const row = (await ledgerRepository.blocksAround(this.database, entry.seq)).find(({ leafList }) => leafIndexOf(leafList, entry.seq) >= 0);
    const key = row && this.keys.publicKey(row.block.keyId);
    if (!row || !key) throw ledgerProblems['ledger-entry-not-sealed']();
    return toProof(entry, row, key.publicKeyPem);
  }

  /** A page of entries, newest first. @returns up to `limit` entries and where the next page begins, null at the end */
  async list(sql: Sql, filter: LedgerFilter, after: LedgerPosition | null, limit: number):
    Promise<{ items: ListedEntry[]; next: LedgerPosition | null }> {
    const rows = await ledgerRepository.list(sql, filter, after, limit + 1);
    const items = rows.slice(0, limit).map(({ entry, sealed }) => ({ ...entry, change: JSON.parse(entry.change) as unknown, sealed }));
    const last = items[items.length - 1];
    return { items, next: rows.length > limit && last !== undefined ? { recordedAt: last.recordedAt, seq: last.seq } : null };
  }
}

function digestOf(entry: LedgerEntry): Buffer {
  return Buffer.from(leafDigest(encodeEntry(entry)), 'hex');
}

function toProof(entry: LedgerEntry, { block, leafList }: LeafListRow, publicKeyPem: string): InclusionProof {
  const leafIndex = leafIndexOf(leafList, entry.seq);
  return {
    format: PROOF_FORMAT, entry, leafIndex,
    path: inclusionPath(leafDigests(leafList), leafIndex).map((digest) => digest.toString('hex')),
    block: {
      number: block.number, previousHash: block.previousHash.toString('hex'), merkleRoot: block.merkleRoot.toString('hex'),
      leafListDigest: block.leafListDigest.toString('hex'), entryCount: block.entryCount, totalEntries: block.totalEntries,
      firstSeq: block.firstSeq, lastSeq: block.lastSeq, sealedAt: block.sealedAt.toISOString(),
      algorithm: block.algorithm, keyId: block.keyId, blockHash: block.blockHash.toString('hex'), signature: block.signature.toString('base64'),
    },
    publicKeyPem,
  };
}
