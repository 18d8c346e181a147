import { hash } from 'node:crypto';

const DIGEST_BYTES = 32;
const LEAF = 0x00;
const NODE = 0x01;

// RFC 6962 §2.1 with SM3: leaves and inner nodes begin with different bytes, so that none can be passed off as the other.
/** Digest of a leaf, as hex. The content must begin with 0x00, as canonical entry bytes do. */
export function leafDigest(content: Buffer): string {
  if (content[0] !== LEAF) throw new RangeError('leaf content must begin with 0x00');
  return hash('sm3', content, 'hex');
}

/**
 * Root of the tree over leaves in their order.
 * @param leaves one or more leaf digests of 32 bytes, one after another
 */
export function merkleRoot(leaves: Buffer): Buffer {
  let level = checked(leaves);
  while (level.length > DIGEST_BYTES) level = nextLevel(level);
  return Buffer.from(level);
}

/** The siblings on the way from the leaf at `index` up to the root, lowest first. */
export function inclusionPath(leaves: Buffer, index: number): Buffer[] {
  let level = checked(leaves);
  if (!Number.isInteger(index) || index < 0 || index * DIGEST_BYTES >= level.length) throw new RangeError(`no leaf ${index}`);
  const path: Buffer[] = [];
  for (let at = index; level.length > DIGEST_BYTES; at >>>= 1, level = nextLevel(level)) {
    const sibling = (at ^ 1) * DIGEST_BYTES;
    // The last node of an odd level moves up alone.
    if (sibling < level.length) path.push(Buffer.from(level.subarray(sibling, sibling + DIGEST_BYTES)));
  }
  return path;
}

// RFC 9162 §2.1.3.2.
/** Whether a leaf digest stands at `index` of a tree with `size` leaves and that root. */
export function verifyInclusion(leaf: Buffer, index: number, size: number, path: readonly Buffer[], root: Buffer): boolean {
  if (!Number.isInteger(index) || !Number.isInteger(size) || index < 0 || index >= size) return false;
  let digest = leaf;
  let at = index;
  let last = size - 1;
  for (const sibling of path) {
    if (last === 0 || sibling.length !== DIGEST_BYTES) return false;
    if (at % 2 === 1 || at === last) {
      digest = nodeDigest(sibling, digest);
      while (at % 2 === 0 && at !== 0) { at >>>= 1; last >>>= 1; }
    } else {
      digest = nodeDigest(digest, sibling);
    }
    at >>>= 1;
    last >>>= 1;
  }
  return last === 0 && digest.equals(root);
}

function checked(leaves: Buffer): Buffer {
  if (leaves.length === 0 || leaves.length % DIGEST_BYTES !== 0) throw new RangeError('leaves must be one or more digests of 32 bytes');
  return leaves;
}

function nextLevel(level: Buffer): Buffer {
  const pairs = Math.floor(level.length / (2 * DIGEST_BYTES));
  const odd = level.subarray(2 * pairs * DIGEST_BYTES);
  const above = Buffer.allocUnsafe(pairs * DIGEST_BYTES + odd.length);
  const node = Buffer.allocUnsafe(1 + 2 * DIGEST_BYTES);
  node[0] = NODE;
  for (let pair = 0; pair < pairs; pair++) {
    level.copy(node, 1, 2 * pair * DIGEST_BYTES, 2 * (pair + 1) * DIGEST_BYTES);
    above.write(hash('sm3', node, 'hex'), pair * DIGEST_BYTES, 'hex');
  }
  above.set(odd, pairs * DIGEST_BYTES);
  return above;
}

function nodeDigest(left: Buffer, right: Buffer): Buffer {
  return hash('sm3', Buffer.concat([Buffer.of(NODE), left, right]), 'buffer');
}
