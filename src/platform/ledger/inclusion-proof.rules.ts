import { verifySm2 } from '../crypto/index.js';
import { blockHash } from './block.rules.js';
import { encodeEntry } from './entry-encoding.rules.js';
import type { LedgerEntry } from './entry-encoding.rules.js';
import { leafDigest, verifyInclusion } from './merkle.rules.js';

/** The block of a proof in JSON: digests in hex, signature in base64, instant in ISO 8601. */
export interface ProofBlock {
  readonly number: number;
  readonly previousHash: string;
  readonly merkleRoot: string;
  readonly leafListDigest: string;
  readonly entryCount: number;
  readonly totalEntries: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly sealedAt: string;
  readonly algorithm: string;
  readonly keyId: string;
  readonly blockHash: string;
  readonly signature: string;
}

/** Everything needed to see that an entry is in a signed block, without the database. */
export interface InclusionProof {
  readonly format: typeof PROOF_FORMAT;
  readonly entry: LedgerEntry;
  readonly leafIndex: number;
  /** Siblings from the leaf upwards, hex. */
  readonly path: readonly string[];
  readonly block: ProofBlock;
  readonly publicKeyPem: string;
}

export const PROOF_FORMAT = 'hengjian-ledger-proof-1';

// RFC 9162 §2.1.3.2 over the block that GB/T 32918.2 signs.
/**
 * Checks a proof step by step.
 * @param publicKeyPem the key that the caller trusts under `block.keyId`; the proof's own copy is only a convenience
 * @returns why the proof is refused, in Chinese, or null when it holds
 */
export function inclusionProofRefusal(proof: InclusionProof, publicKeyPem: string): string | null {
  const { block } = proof;
  if (proof.format !== PROOF_FORMAT) return '证明格式未知';
  const leaf = Buffer.from(leafDigest(encodeEntry(proof.entry)), 'hex');
  const path = proof.path.map((digest) => Buffer.from(digest, 'hex'));
  if (!verifyInclusion(leaf, proof.leafIndex, block.entryCount, path, Buffer.from(block.merkleRoot, 'hex'))) {
    return '记录不在该区块内，或记录内容被改动';
  }
  const recomputed = blockHash({
    ...block,
    previousHash: Buffer.from(block.previousHash, 'hex'), merkleRoot: Buffer.from(block.merkleRoot, 'hex'),
    leafListDigest: Buffer.from(block.leafListDigest, 'hex'), sealedAt: new Date(block.sealedAt),
  });
  if (recomputed.toString('hex') !== block.blockHash) return '区块摘要与区块内容不符';
  return verifySm2(recomputed, Buffer.from(block.signature, 'base64'), publicKeyPem) ? null : '区块签名无效';
}

/** Whether a proof holds under a trusted key; see `inclusionProofRefusal`. */
export function verifyInclusionProof(proof: InclusionProof, publicKeyPem: string): boolean {
  return inclusionProofRefusal(proof, publicKeyPem) === null;
}
