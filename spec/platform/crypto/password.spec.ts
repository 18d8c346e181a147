import { expect } from 'chai';
import fc from 'fast-check';
import { brokenPasswordRules, generatePassword, hashPassword, needsRehash, verifyPassword } from '../../../src/platform/crypto/index.js';

describe('Password policy', () => {
  it('accepts eight characters of three kinds', () => {
    for (const password of ['abcDEF12', 'abcdef1!', 'ABCDEF1!', '密码Abcd12']) expect(brokenPasswordRules(password), password).to.deep.equal([]);
  });

  it('names every rule that is broken', () => {
    expect(brokenPasswordRules('aB1')).to.deep.equal(['too-short']);
    expect(brokenPasswordRules('abcdefgh1')).to.deep.equal(['too-few-kinds']);
    expect(brokenPasswordRules('')).to.deep.equal(['too-short', 'too-few-kinds']);
    expect(brokenPasswordRules(`aB1${'x'.repeat(126)}`)).to.deep.equal(['too-long']);
    expect(brokenPasswordRules('My-Clerk01', 'clerk')).to.deep.equal(['contains-username']);
  });

  it('counts characters, not code units', () => {
    expect(brokenPasswordRules('aB1😀😀😀😀')).to.deep.equal(['too-short']);
  });

  it('is met by every generated password', () => {
    fc.assert(fc.property(fc.integer({ min: 12, max: 40 }), (length) => {
      const password = generatePassword(length);
      expect(password).to.have.length(length);
      expect(brokenPasswordRules(password)).to.deep.equal([]);
    }));
  });
});

describe('Password hashing', () => {
  it('is argon2id with its parameters in the hash', async () => {
    expect(await hashPassword('Correct-Horse1')).to.match(/^\$argon2id\$v=19\$m=19456,(t=2,p=1|p=1,t=2)\$/);
  });

  it('verifies the password and nothing else', async () => {
    const hash = await hashPassword('Correct-Horse1');
    expect(await verifyPassword(hash, 'Correct-Horse1')).to.equal(true);
    expect(await verifyPassword(hash, 'correct-Horse1')).to.equal(false);
    expect(await hashPassword('Correct-Horse1')).to.not.equal(hash);
  });

  it('asks to renew hashes of other parameters', async () => {
    expect(needsRehash(await hashPassword('Correct-Horse1'))).to.equal(false);
    expect(needsRehash('$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).to.equal(true);
    expect(needsRehash('$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).to.equal(true);
  });
});
