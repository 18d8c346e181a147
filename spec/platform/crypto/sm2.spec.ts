import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  createSm2Signer, generateSm2PrivateKeyPem, KeyFormatError, sm2KeyId, verifySm2,
} from '../../../src/platform/crypto/index.js';
import { decodeSignature, encodePrivateKeyPem, encodePublicKeyPem } from '../../../src/platform/crypto/sm2-encoding.rules.js';

// GM/T 0003.5-2012 annex A (GB/T 32918.5-2017 annex A): signature over the sm2p256v1 curve.
const EXAMPLE = {
  message: Buffer.from('message digest'),
  privateKey: '3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8',
  x: '09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020',
  y: 'CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13',
  r: 'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3',
  s: 'B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA',
};
const examplePoint = Buffer.from(`04${EXAMPLE.x}${EXAMPLE.y}`, 'hex');
const exampleKeyPem = encodePrivateKeyPem(Buffer.from(EXAMPLE.privateKey, 'hex'), examplePoint);
const exampleSignature = Buffer.from(`3046022100${EXAMPLE.r}022100${EXAMPLE.s}`, 'hex');

describe('SM2 signatures', () => {
  const signer = createSm2Signer(generateSm2PrivateKeyPem());

  describe('the example of GM/T 0003.5', () => {
    it('has a public key that belongs to its private key', () => {
      expect(createSm2Signer(exampleKeyPem).publicKeyPem).to.equal(encodePublicKeyPem(examplePoint));
    });

    it('verifies', () => {
      expect(verifySm2(EXAMPLE.message, exampleSignature, encodePublicKeyPem(examplePoint))).to.equal(true);
    });

    it('does not verify for another message', () => {
      expect(verifySm2(Buffer.from('message digesT'), exampleSignature, encodePublicKeyPem(examplePoint))).to.equal(false);
    });
  });

  it('verify for the message and the key that made them, whatever the message', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const message = Buffer.from(bytes);
      const signature = signer.sign(message);
      expect(decodeSignature(signature)).to.not.equal(null);
      expect(verifySm2(message, signature, signer.publicKeyPem)).to.equal(true);
    }), { numRuns: 30 });
  });

  it('fail when any byte of the signature is changed, or one is added or lost', () => {
    const message = Buffer.from('鉴定人具备资格');
    const signature = signer.sign(message);
    for (let index = 0; index < signature.length; index++) {
      const changed = Buffer.from(signature);
      changed[index]! ^= 0x01;
      expect(verifySm2(message, changed, signer.publicKeyPem), `byte ${index}`).to.equal(false);
    }
    expect(verifySm2(message, Buffer.concat([signature, Buffer.of(0)]), signer.publicKeyPem)).to.equal(false);
    expect(verifySm2(message, signature.subarray(0, -1), signer.publicKeyPem)).to.equal(false);
    expect(verifySm2(message, Buffer.alloc(0), signer.publicKeyPem)).to.equal(false);
  });

  it('fail under another key', () => {
    const message = Buffer.from('message');
    expect(verifySm2(message, signer.sign(message), createSm2Signer(generateSm2PrivateKeyPem()).publicKeyPem)).to.equal(false);
  });

  it('refuse numbers that are zero, negative, padded or not below the order', () => {
    const order = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';
    for (const der of ['3006020100020101', '3006020101020100', '30060201ff020101', '300702020001020101', `3026022100${order}020101`]) {
      expect(decodeSignature(Buffer.from(der, 'hex')), der).to.equal(null);
    }
    expect(decodeSignature(Buffer.from('3006020101020101', 'hex'))).to.deep.equal({ r: 1n, s: 1n });
  });

  it('refuse keys that are not SM2 keys or not points of the curve', () => {
    const offCurve = Buffer.from(examplePoint);
    offCurve[64]! ^= 1;
    expect(() => verifySm2(EXAMPLE.message, exampleSignature, encodePublicKeyPem(offCurve))).to.throw(KeyFormatError, /curve/);
    expect(() => sm2KeyId('-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----')).to.throw(KeyFormatError);
    expect(() => createSm2Signer(encodePrivateKeyPem(Buffer.alloc(32, 1), examplePoint))).to.throw(KeyFormatError, /does not belong/);
    expect(() => createSm2Signer(encodePrivateKeyPem(Buffer.alloc(32), examplePoint))).to.throw(KeyFormatError, /range/);
  });

  describe('and OpenSSL', () => {
    let folder: string;
    before(() => { folder = mkdtempSync(path.join(tmpdir(), 'hengjian-sm2-')); });
    after(() => { rmSync(folder, { recursive: true, force: true }); });
    const at = (name: string): string => path.join(folder, name);
    const openssl = (...args: string[]): string => execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    const digestOptions = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];

    it('accept our signatures and public keys', () => {
      writeFileSync(at('payload'), '{"qualified":true,"name":"张三"}');
      writeFileSync(at('pub.pem'), signer.publicKeyPem);
      writeFileSync(at('sig.der'), signer.sign(readFileSync(at('payload'))));
      const verify = (): string => openssl('pkeyutl', '-verify', ...digestOptions, '-pubin', '-inkey', at('pub.pem'), '-in', at('payload'), '-sigfile', at('sig.der'));
      expect(verify()).to.match(/Verified Successfully/);
      writeFileSync(at('payload'), '{"qualified":true,"name":"张四"}');
      expect(verify).to.throw();
    });

    it('make keys and signatures that we accept', () => {
      openssl('genpkey', '-algorithm', 'SM2', '-out', at('key.pem'));
      writeFileSync(at('message'), 'signed elsewhere');
      openssl('pkeyutl', '-sign', ...digestOptions, '-inkey', at('key.pem'), '-in', at('message'), '-out', at('other.der'));
      const imported = createSm2Signer(readFileSync(at('key.pem'), 'utf8'));
      expect(imported.publicKeyPem).to.equal(openssl('pkey', '-in', at('key.pem'), '-pubout'));
      expect(verifySm2(Buffer.from('signed elsewhere'), readFileSync(at('other.der')), imported.publicKeyPem)).to.equal(true);
    });

    it('read our private keys', () => {
      writeFileSync(at('ours.pem'), exampleKeyPem);
      expect(openssl('pkey', '-in', at('ours.pem'), '-pubout')).to.equal(encodePublicKeyPem(examplePoint));
    });
  });
});
