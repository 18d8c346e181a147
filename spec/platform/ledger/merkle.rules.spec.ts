import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { inclusionPath, leafDigest, merkleRoot, verifyInclusion } from '../../../src/platform/ledger/merkle.rules.js';

const leaf = (index: number): Buffer => createHash('sm3').update(`\0leaf ${index}`).digest();
const leavesOf = (count: number): Buffer[] => Array.from({ length: count }, (_, index) => leaf(index));

/** RFC 6962 §2.1 as it is written there: split at the largest power of two below the size. */
function rootByDefinition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return createHash('sm3').update(Buffer.of(1)).update(rootByDefinition(leaves.slice(0, split))).update(rootByDefinition(leaves.slice(split))).digest();
}

describe('Merkle tree', () => {
  it('has the root that RFC 6962 defines, for every size', () => {
    for (let size = 1; size <= 70; size++) {
      expect(merkleRoot(Buffer.concat(leavesOf(size))).equals(rootByDefinition(leavesOf(size))), `size ${size}`).to.equal(true);
    }
  });

  it('proves each of its leaves, at its own place only', () => {
    for (let size = 1; size <= 20; size++) {
      const leaves = leavesOf(size);
      const list = Buffer.concat(leaves);
      const root = merkleRoot(list);
      leaves.forEach((digest, index) => {
        const path = inclusionPath(list, index);
        for (let place = 0; place < size; place++) {
          expect(verifyInclusion(digest, place, size, path, root), `${index} of ${size} at ${place}`).to.equal(place === index);
        }
      });
    }
  });

  it('refuses a changed leaf, path, size or root', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), fc.nat({ max: 255 }), (size, chosen, changedAt, byte) => {
      const list = Buffer.concat(leavesOf(size));
      const index = chosen % size;
      const path = inclusionPath(list, index);
      const root = merkleRoot(list);
      expect(verifyInclusion(leaf(index), index, size, path, root)).to.equal(true);
      const parts = [leaf(index), root, ...path].map((part) => Buffer.from(part));
      const part = parts[changedAt % parts.length]!;
      part[byte % 32]! ^= 1;
      const [changedLeaf, changedRoot, ...changedPath] = parts as [Buffer, Buffer, ...Buffer[]];
      expect(verifyInclusion(changedLeaf, index, size, changedPath, changedRoot)).to.equal(false);
      expect(verifyInclusion(leaf(index), index, size, path.slice(1), root)).to.equal(false);
      expect(verifyInclusion(leaf(index), index, size, [...path, leaf(0)], root)).to.equal(false);
    }));
  });

  it('does not take an inner node for a leaf', () => {
    expect(() => leafDigest(Buffer.concat([Buffer.of(1), leaf(0), leaf(1)]))).to.throw(RangeError);
  });

  it('has no root without leaves and no path to a leaf that is not there', () => {
    expect(() => merkleRoot(Buffer.alloc(0))).to.throw(RangeError);
    expect(() => inclusionPath(leaf(0), 1)).to.throw(RangeError);
  });
});
