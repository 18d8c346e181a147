import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { generateSm2PrivateKeyPem, KeyStore, KeyStoreError, sm3Hex, verifySm2 } from '../../../src/platform/crypto/index.js';

const JANUARY = new Date('2026-01-01T00:00:00Z');
const FEBRUARY = new Date('2026-02-01T00:00:00Z');
const MARCH = new Date('2026-03-01T00:00:00Z');

describe('Key store', () => {
  let root: string;
  let directory: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'hengjian-keys-'));
    directory = path.join(root, 'keys');
  });
  afterEach(() => { rmSync(root, { recursive: true, force: true }); });

  const open = (now: Date, generate = true): Promise<KeyStore> => KeyStore.open({ directory, generate, now });

  async function refusal(opening: Promise<KeyStore>): Promise<KeyStoreError> {
    try {
      await opening;
    } catch (error) {
      if (error instanceof KeyStoreError) return error;
      throw error;
    }
    throw new Error('the key store was opened');
  }

  it('makes its keys on first use, closed to others, and finds them again', async () => {
    const first = await open(JANUARY);
    const second = await open(FEBRUARY);
    expect(second.signer().keyId).to.equal(first.signer().keyId);
    expect(second.fieldCipher.decrypt(first.fieldCipher.encrypt('张三'))).to.equal('张三');
    expect(second.keyedDigest.digest('x', '1')).to.deep.equal(first.keyedDigest.digest('x', '1'));
    expect(readdirSync(directory).sort()).to.deep.equal(['digest.key', 'field.key', 'public-keys.json', 'signing.pem']);
    for (const name of readdirSync(directory)) expect(statSync(path.join(directory, name)).mode & 0o777, name).to.equal(0o600);
  });

  it('makes the same keys for two processes that start at once', async () => {
    const [one, other] = await Promise.all([open(JANUARY), open(JANUARY)]);
    expect(other.signer().keyId).to.equal(one.signer().keyId);
    expect(other.fieldCipher.decrypt(one.fieldCipher.encrypt('张三'))).to.equal('张三');
  });

  it('numbers a key by the SM3 digest of its public key', async () => {
    const { keyId, publicKeyPem } = (await open(JANUARY)).signer();
    const der = Buffer.from(publicKeyPem.replace(/-----.*-----/g, ''), 'base64');
    expect(keyId).to.equal(`sm2-${sm3Hex(der).slice(0, 16)}`);
  });

  it('keeps retired public keys, so that old signatures still verify', async () => {
    const store = await open(JANUARY);
    const old = store.signer();
    const signature = old.sign(Buffer.from('statement'));
    await store.rotateSigningKey(FEBRUARY);
    const reopened = await open(MARCH);
    expect(reopened.publicKeys().map(({ id, validFrom, validTo }) => ({ id, validFrom, validTo }))).to.deep.equal([
      { id: old.keyId, validFrom: JANUARY.toISOString(), validTo: FEBRUARY.toISOString() },
      { id: store.signer().keyId, validFrom: FEBRUARY.toISOString(), validTo: null },
    ]);
    expect(store.signer().keyId).to.not.equal(old.keyId);
    expect(verifySm2(Buffer.from('statement'), signature, reopened.publicKey(old.keyId)!.publicKeyPem)).to.equal(true);
  });

  it('takes up a key that was put in place of the former one', async () => {
    const former = (await open(JANUARY)).signer().keyId;
    writeFileSync(path.join(directory, 'signing.pem'), generateSm2PrivateKeyPem());
    const store = await open(FEBRUARY);
    expect(store.publicKey(former)?.validTo).to.equal(FEBRUARY.toISOString());
    expect(store.publicKeys()).to.have.length(2);
  });

  it('refuses to take up a key that was retired', async () => {
    const store = await open(JANUARY);
    const retired = readFileSync(path.join(directory, 'signing.pem'));
    await store.rotateSigningKey(FEBRUARY);
    writeFileSync(path.join(directory, 'signing.pem'), retired);
    expect((await refusal(open(MARCH))).message).to.match(/已经停用/);
  });

  it('makes nothing where that is not allowed', async () => {
    expect((await refusal(open(JANUARY, false))).message).to.match(/signing\.pem/);
    expect(existsSync(directory)).to.equal(false);
  });

  it('refuses secrets that everybody may read, and files that are no keys', async () => {
    await open(JANUARY);
    const field = path.join(directory, 'field.key');
    chmodSync(field, 0o644);
    expect((await refusal(open(FEBRUARY))).message).to.match(/field\.key/);
    chmodSync(field, 0o600);
    writeFileSync(field, 'zz');
    expect((await refusal(open(FEBRUARY))).message).to.match(/field\.key/);
  });

  it('publishes the public keys where it is told to', async () => {
    const publishTo = path.join(root, 'public-keys.json');
    const store = await KeyStore.open({ directory, generate: true, now: JANUARY, publishTo });
    expect(JSON.parse(readFileSync(publishTo, 'utf8'))).to.deep.equal({ items: store.publicKeys() });
  });
});
