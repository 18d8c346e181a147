import { verifySm2 } from '../crypto/index.js';
import type { PublicKeyRecord } from '../crypto/index.js';
import type { Sql } from '../database/sql.js';
import { blockHash, checkpointMessage, linkDigest, NO_PREVIOUS_BLOCK } from './block.rules.js';
import type { Checkpoint, SealedBlock } from './block.rules.js';
import type { Findings } from './ledger.findings.js';
import { ledgerRepository } from './ledger.repository.js';

/** Finds a public key of the service by id, retired ones included. */
export type KeyLookup = (keyId: string) => Pick<PublicKeyRecord, 'publicKeyPem'> | null;

/** Which blocks were verified; `last` is 0 when there is none. */
export interface VerifiedChain { readonly blocks: number; readonly entries: number; readonly first: number; readonly last: number }

const BATCH = 1000;

/**
 * Verifies hashes, links and numbering of the blocks from..to. Each link covers the signature of the block before, so the SM2
 * arithmetic is needed for the newest block only, and for a block whose link does not fit.
 */
export async function verifyChain(sql: Sql, from: number, to: number, keys: KeyLookup, findings: Findings): Promise<VerifiedChain> {
  let previous = from > 1 ? (await ledgerRepository.blocks(sql, from - 2, from - 1, 1))[0] ?? null : null;
  if (from > 1 && previous === null) findings.add('block-missing', { blockNo: from - 1 });
  let expectedNumber = from;
  let blocks = 0;
  let entries = 0;
  for (;;) {
    const batch = await ledgerRepository.blocks(sql, expectedNumber - 1, to, BATCH);
    for (const block of batch) {
      for (let gap = expectedNumber; gap < block.number && gap < expectedNumber + BATCH; gap++) findings.add('block-missing', { blockNo: gap });
      verifyBlock(block, block.number === expectedNumber ? previous : null, keys, findings);
      previous = block;
      expectedNumber = block.number + 1;
      blocks++;
      entries += block.entryCount;
    }
    if (batch.length < BATCH) break;
  }
  const newest = blocks > 0 ? previous : null;
  if (newest !== null && !verifySignature(newest, keys, findings)) await verifyEachSignature(sql, from, newest.number - 1, keys, findings);
  return { blocks, entries, first: from, last: blocks === 0 ? 0 : expectedNumber - 1 };
}

/** Verifies a checkpoint's own signature, and that the block it names is still there as it was. */
export async function verifyCheckpoint(sql: Sql, checkpoint: Checkpoint, keys: KeyLookup, findings: Findings): Promise<void> {
  const key = keys(checkpoint.keyId);
  if (key === null || !verifySm2(checkpointMessage(checkpoint), Buffer.from(checkpoint.signature, 'base64'), key.publicKeyPem)) {
    findings.add('checkpoint-invalid', { blockNo: checkpoint.blockNo, detail: '检查点不是本系统签发或已被改动，不能据以核对' });
    return;
  }
  const [block] = await ledgerRepository.blocks(sql, checkpoint.blockNo - 1, checkpoint.blockNo, 1);
  if (block === undefined) {
    const newest = await ledgerRepository.newestBlock(sql);
    findings.add('tail-truncated', {
      blockNo: checkpoint.blockNo, expected: checkpoint.blockHash,
      detail: `检查点记载第${checkpoint.blockNo}块、累计${checkpoint.entries}条；现有最新区块为第${newest?.number ?? 0}块、累计${newest?.totalEntries ?? 0}条`,
    });
  } else if (block.blockHash.toString('hex') !== checkpoint.blockHash || block.totalEntries !== checkpoint.entries) {
    findings.add('block-changed', {
      blockNo: block.number, expected: checkpoint.blockHash, found: block.blockHash.toString('hex'), detail: '与检查点记载不一致',
    });
  }
}

function verifyBlock(block: SealedBlock, previous: SealedBlock | null, keys: KeyLookup, findings: Findings): void {
  const recomputed = blockHash(block);
  if (!recomputed.equals(block.blockHash)) {
    findings.add('block-changed', { blockNo: block.number, expected: block.blockHash.toString('hex'), found: recomputed.toString('hex') });
  }
  if (block.number > 1 && previous === null) return;
  const link = previous === null ? NO_PREVIOUS_BLOCK : linkDigest(previous);
  if (!link.equals(block.previousHash) && (previous === null || verifySignature(previous, keys, findings))) {
    findings.add('chain-broken', { blockNo: block.number, expected: block.previousHash.toString('hex'), found: link.toString('hex') });
  }
  if (block.totalEntries !== (previous?.totalEntries ?? 0) + block.entryCount) {
    findings.add('block-changed', { blockNo: block.number, detail: '累计条数与前一区块不衔接' });
  }
}

/** Where the newest signature is wrong it vouches for nothing before it: somebody may have rewritten the chain from some block onwards. */
async function verifyEachSignature(sql: Sql, from: number, to: number, keys: KeyLookup, findings: Findings): Promise<void> {
  for (let after = from - 1; after < to;) {
    const batch = await ledgerRepository.blocks(sql, after, to, BATCH);
    for (const block of batch) verifySignature(block, keys, findings);
    after = batch[batch.length - 1]?.number ?? to;
  }
}

/** Verifies the SM2 signature over the stored block hash. @returns whether it is right; a wrong one is among the findings */
function verifySignature(block: SealedBlock, keys: KeyLookup, findings: Findings): boolean {
  const key = keys(block.keyId);
  if (key === null) {
    findings.add('block-key-unknown', { blockNo: block.number, found: block.keyId });
    return false;
  }
  const right = verifySm2(block.blockHash, block.signature, key.publicKeyPem);
  if (!right) findings.add('block-signature-invalid', { blockNo: block.number, found: block.signature.toString('hex') });
  return right;
}
