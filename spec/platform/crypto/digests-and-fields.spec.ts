import { expect } from 'chai';
import fc from 'fast-check';
import { FieldCipher, FieldDecryptionError, KeyedDigest, sm3, sm3Hex } from '../../../src/platform/crypto/index.js';

describe('SM3', () => {
  it('gives the digests of GB/T 32905 annex A', () => {
    expect(sm3Hex('abc')).to.equal('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(sm3Hex('abcd'.repeat(16))).to.equal('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
  });

  it('digests the parts it is given as one text', () => {
    expect(sm3('a', Buffer.from('bc')).toString('hex')).to.equal(sm3Hex('abc'));
  });
});

describe('Keyed digest for searching', () => {
  const digest = new KeyedDigest(Buffer.alloc(32, 7));

  it('is the same for the same value and purpose', () => {
    expect(digest.digest('person.id-number', '440105199001011234')).to.deep.equal(digest.digest('person.id-number', '440105199001011234'));
  });

  it('differs by value, purpose and key', () => {
    const all = [
      digest.digest('person.id-number', '1'), digest.digest('person.id-number', '2'), digest.digest('person.phone', '1'),
      new KeyedDigest(Buffer.alloc(32, 8)).digest('person.id-number', '1'),
    ].map((bytes) => bytes.toString('hex'));
    expect(new Set(all).size).to.equal(4);
  });

  it('refuses a short key', () => {
    expect(() => new KeyedDigest(Buffer.alloc(16))).to.throw(RangeError);
  });
});

describe('Field encryption', () => {
  const cipher = new FieldCipher([Buffer.alloc(32, 1)]);

  it('gives back any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => { expect(cipher.decrypt(cipher.encrypt(text))).to.equal(text); }));
  });

  it('names its algorithm and key, and never gives the same ciphertext twice', () => {
    const first = cipher.encrypt('440105199001011234');
    expect(first.startsWith(`v1.sm4-cbc-hmac-sm3.${cipher.keyId}.`)).to.equal(true);
    expect(cipher.encrypt('440105199001011234')).to.not.equal(first);
  });

  it('refuses a text of which any character was changed', () => {
    const stored = cipher.encrypt('440105199001011234');
    for (let index = 0; index < stored.length; index++) {
      const changed = `${stored.slice(0, index)}${stored[index] === 'A' ? 'B' : 'A'}${stored.slice(index + 1)}`;
      expect(() => cipher.decrypt(changed), `character ${index}`).to.throw(FieldDecryptionError);
    }
    expect(() => cipher.decrypt(stored.slice(0, -4))).to.throw(FieldDecryptionError);
    expect(() => cipher.decrypt('')).to.throw(FieldDecryptionError);
  });

  it('reads what a former key wrote, and refuses what a key wrote that is not held', () => {
    const renewed = new FieldCipher([Buffer.alloc(32, 2), Buffer.alloc(32, 1)]);
    const old = cipher.encrypt('旧密钥');
    expect(renewed.decrypt(old)).to.equal('旧密钥');
    expect(renewed.keyId).to.not.equal(cipher.keyId);
    expect(() => cipher.decrypt(renewed.encrypt('新密钥'))).to.throw(FieldDecryptionError, /not held/);
  });
});
