import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson } from '../../../src/platform/ledger/canonical-json.rules.js';
import { encodeEntry, uuidBytes, uuidText } from '../../../src/platform/ledger/entry-encoding.rules.js';
import type { LedgerEntry } from '../../../src/platform/ledger/entry-encoding.rules.js';
import { blockHash, encodeLeafList, leafAt, leafIndexOf, linkDigest } from '../../../src/platform/ledger/block.rules.js';
import { encodeFields } from '../../../src/platform/ledger/fields.rules.js';
import type { Field } from '../../../src/platform/ledger/fields.rules.js';
import { leafDigest } from '../../../src/platform/ledger/merkle.rules.js';

const ENTRY: LedgerEntry = {
  seq: 7, id: '0190a0b0-1111-7222-8333-444455556666', recordedAt: '2026-05-01T08:00:00.123Z', witnessSeq: 6,
  actor: { kind: 'account', id: 'a1', name: 'prefecture', role: null }, requestId: 'r-1', action: 'registry.licence.issued',
  subject: { kind: 'licence', id: '440118001' }, divisionCode: '440105', change: '{"名称":"某鉴定所"}',
};

describe('Canonical JSON of a change', () => {
  it('has its members in order, whatever order they were given in', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).to.equal('{"a":true,"b":[1,{"c":"x","d":null}]}');
  });

  it('leaves out what is undefined and writes dates as instants', () => {
    expect(canonicalJson({ a: undefined, at: new Date(0) })).to.equal('{"at":"1970-01-01T00:00:00.000Z"}');
  });

  it('says the same as JSON, and is the same for the same value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).to.deep.equal(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).to.equal(canonicalJson(value));
    }));
  });

  it('refuses what JSON cannot hold', () => {
    for (const value of [undefined, NaN, Infinity, 1n, () => 1, Symbol('s'), [undefined]]) expect(() => canonicalJson(value)).to.throw(TypeError);
  });
});

describe('Canonical bytes', () => {
  it('of fields are their number, then length and content of each', () => {
    expect(encodeFields(['é', null, '', 1n, Buffer.of(255)]).toString('hex'))
      .to.equal('0005' + '00000002c3a9' + 'ffffffff' + '00000000' + '000000080000000000000001' + '00000001ff');
  });

  it('differ for different lists of fields', () => {
    const field = fc.option(fc.constantFrom('', 'a', 'ab', 'b', '\0'));
    const fields = fc.array(field, { maxLength: 4 });
    const same = (a: readonly Field[], b: readonly Field[]): boolean => JSON.stringify(a) === JSON.stringify(b);
    fc.assert(fc.property(fields, fields, (a, b) => { expect(encodeFields(a).equals(encodeFields(b))).to.equal(same(a, b)); }));
  });

  // The three literals were computed by another program from the description of the bytes.
  it('of an entry have the digest that they have always had', () => {
    expect(leafDigest(encodeEntry(ENTRY))).to.equal('233bb4715fe6013b38132d042f511e1dbaedb0c591e568d6687f965f1d656cf7');
  });

  it('of an entry change with each of its members', () => {
    const changed: LedgerEntry[] = [
      { ...ENTRY, seq: 8 }, { ...ENTRY, id: '0190a0b0-1111-7222-8333-444455556667' }, { ...ENTRY, recordedAt: '2026-05-01T08:00:00.124Z' },
      { ...ENTRY, witnessSeq: null }, { ...ENTRY, actor: { ...ENTRY.actor, kind: 'client' } }, { ...ENTRY, actor: { ...ENTRY.actor, id: null } },
      { ...ENTRY, actor: { ...ENTRY.actor, name: 'x' } }, { ...ENTRY, actor: { ...ENTRY.actor, role: '' } }, { ...ENTRY, requestId: 'r-2' },
      { ...ENTRY, action: 'x' }, { ...ENTRY, subject: { ...ENTRY.subject, kind: 'x' } }, { ...ENTRY, subject: { ...ENTRY.subject, id: 'x' } },
      { ...ENTRY, divisionCode: null }, { ...ENTRY, change: '{}' },
    ];
    expect(new Set([ENTRY, ...changed].map((entry) => leafDigest(encodeEntry(entry)))).size).to.equal(changed.length + 1);
  });

  it('of a block and of the link to it have the digests that they have always had', () => {
    const hash = blockHash({
      number: 2, previousHash: Buffer.alloc(32, 1), merkleRoot: Buffer.alloc(32, 2), leafListDigest: Buffer.alloc(32, 3), entryCount: 4, totalEntries: 9,
      firstSeq: 5, lastSeq: 10, sealedAt: new Date('2026-05-01T08:00:00.123Z'), algorithm: 'SM2-SM3', keyId: 'sm2-0123456789abcdef',
    });
    expect(hash.toString('hex')).to.equal('43f0e100521d5216b0f7bdb5349826e84851e7b24020e169d29821dd4e3b5912');
    expect(linkDigest({ blockHash: hash, signature: Buffer.of(1, 2, 3) }).toString('hex')).to.equal('05d64adf72bf8bb0f3f6073e55ce99f7e59d43a1406aa32c28767f0efb65a74d');
  });

  it('of an id are read back', () => {
    expect(uuidText(uuidBytes(ENTRY.id))).to.equal(ENTRY.id);
  });
});

describe('Leaf list of a block', () => {
  const leaves = [3, 4, 9, 2 ** 40].map((seq) => ({ seq, id: ENTRY.id, digest: Buffer.alloc(32, seq % 256) }));
  const list = encodeLeafList(leaves);

  it('is read back line by line', () => {
    expect(leaves.map((_, index) => leafAt(list, index))).to.deep.equal(leaves);
  });

  it('tells where an entry stands', () => {
    expect([3, 4, 9, 2 ** 40].map((seq) => leafIndexOf(list, seq))).to.deep.equal([0, 1, 2, 3]);
    expect([0, 5, 2 ** 41].map((seq) => leafIndexOf(list, seq))).to.deep.equal([-1, -1, -1]);
  });
});
