import { sm3 } from '../crypto/index.js';
import { canonicalJson } from './canonical-json.rules.js';
import { uuidBytes, uuidText } from './entry-encoding.rules.js';
import { encodeFields } from './fields.rules.js';

/** What the hash of a block covers. Digests are 32 bytes. */
export interface BlockHeader {
  readonly number: number;
  /** `linkDigest` of the block before, 32 zero bytes in block 1. */
  readonly previousHash: Buffer;
  readonly merkleRoot: Buffer;
  readonly leafListDigest: Buffer;
  readonly entryCount: number;
  /** Entries in this and all earlier blocks. */
  readonly totalEntries: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly sealedAt: Date;
  readonly algorithm: string;
  readonly keyId: string;
}

/** A block without its leaf list. */
export interface SealedBlock extends BlockHeader {
  readonly blockHash: Buffer;
  /** DER SM2 signature of `blockHash`. */
  readonly signature: Buffer;
}

/** What one line of a leaf list says of an entry. */
export interface Leaf { readonly seq: number; readonly id: string; readonly digest: Buffer }

export const NO_PREVIOUS_BLOCK = Buffer.alloc(32);
/** Seq (8), id (16), leaf digest (32). */
export const LEAF_BYTES = 56;
const DIGEST_OFFSET = 24;
const BLOCK_TAG = 'hengjian-ledger-block-1';
const LINK_TAG = 'hengjian-ledger-link-1';

/** SM3 over the canonical bytes of the header; this is what is signed. */
export function blockHash(header: BlockHeader): Buffer {
  return sm3(encodeFields([
    BLOCK_TAG,
    BigInt(header.number), header.previousHash, header.merkleRoot, header.leafListDigest,
    BigInt(header.entryCount), BigInt(header.totalEntries), BigInt(header.firstSeq), BigInt(header.lastSeq),
    BigInt(header.sealedAt.getTime()), header.algorithm, header.keyId,
  ]));
}

/**
 * What the next block holds of this one. It covers the signature too, so that the signature of the newest block vouches for all
 * signatures before it and verification need not check each of them by elliptic-curve arithmetic.
 */
export function linkDigest(block: Pick<SealedBlock, 'blockHash' | 'signature'>): Buffer {
  return sm3(encodeFields([LINK_TAG, block.blockHash, block.signature]));
}

/** Writes the leaf list of a block, in the order given. */
export function encodeLeafList(leaves: readonly Leaf[]): Buffer {
  const list = Buffer.alloc(leaves.length * LEAF_BYTES);
  leaves.forEach((leaf, index) => {
    const offset = index * LEAF_BYTES;
    list.writeBigUInt64BE(BigInt(leaf.seq), offset);
    list.set(uuidBytes(leaf.id), offset + 8);
    list.set(leaf.digest, offset + DIGEST_OFFSET);
  });
  return list;
}

/** The seq in one line of a leaf list. */
export function leafSeq(list: Buffer, index: number): number {
  const offset = index * LEAF_BYTES;
  return list.readUInt32BE(offset) * 2 ** 32 + list.readUInt32BE(offset + 4);
}

/** One line of a leaf list. */
export function leafAt(list: Buffer, index: number): Leaf {
  const line = list.subarray(index * LEAF_BYTES, (index + 1) * LEAF_BYTES);
  return { seq: leafSeq(list, index), id: uuidText(line.subarray(8, DIGEST_OFFSET)), digest: line.subarray(DIGEST_OFFSET) };
}

/** The digests of a leaf list one after another, as the Merkle functions take them. */
export function leafDigests(list: Buffer): Buffer {
  const count = list.length / LEAF_BYTES;
  const digests = Buffer.allocUnsafe(count * 32);
  for (let index = 0; index < count; index++) {
    list.copy(digests, index * 32, index * LEAF_BYTES + DIGEST_OFFSET, (index + 1) * LEAF_BYTES);
  }
  return digests;
}

/** Where in a leaf list an entry stands, or -1. Leaf lists are in order of seq. */
export function leafIndexOf(list: Buffer, seq: number): number {
  let low = 0;
  let high = list.length / LEAF_BYTES;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (leafSeq(list, middle) < seq) low = middle + 1; else high = middle;
  }
  return low * LEAF_BYTES < list.length && leafSeq(list, low) === seq ? low : -1;
}

/** What is kept outside the database, so that cutting off the newest blocks shows. */
export interface Checkpoint {
  readonly blockNo: number;
  /** Hex. */
  readonly blockHash: string;
  /** Entries sealed up to and with this block. */
  readonly entries: number;
  /** When the checkpoint was taken, ISO 8601. */
  readonly at: string;
  readonly algorithm: string;
  readonly keyId: string;
  /** Base64 DER SM2 signature of `checkpointMessage`. */
  readonly signature: string;
}

/** The bytes that the signature of a checkpoint covers. */
export function checkpointMessage(checkpoint: Omit<Checkpoint, 'signature'>): Buffer {
  const { blockNo, blockHash: hash, entries, at, algorithm, keyId } = checkpoint;
  return Buffer.from(canonicalJson({ type: 'hengjian-ledger-checkpoint-1', blockNo, blockHash: hash, entries, at, algorithm, keyId }), 'utf8');
}
