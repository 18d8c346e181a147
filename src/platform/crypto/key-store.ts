import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createFile, KeyStoreError, makeKeyDirectory, readIfPresent, readSecret, replaceFile } from './key-files.js';
import { registerSigningKey } from './key-register.rules.js';
import type { PublicKeyRecord } from './key-register.rules.js';
import { KeyedDigest } from './keyed-digest.js';
import { FieldCipher } from './sm4.js';
import { createSm2Signer, generateSm2PrivateKeyPem } from './sm2.js';
import type { Signer } from './sm2.js';

/** PKCS#8 PEM of the SM2 key that signs now. */
const SIGNING_KEY_FILE = 'signing.pem';
/** `{ items: PublicKeyRecord[] }`, every key that ever signed. */
const PUBLIC_KEYS_FILE = 'public-keys.json';
/** 64 hex characters a line; the first line encrypts, the others still decrypt. */
const FIELD_KEY_FILE = 'field.key';
/** 64 hex characters. */
const DIGEST_KEY_FILE = 'digest.key';
const SECRET_BYTES = 32;

export interface KeyStoreOptions {
  /** `<dataDir>/keys`, or KEY_DIR in production. */
  readonly directory: string;
  /** Whether missing keys are made. False in production: keys that appear by themselves would hide a lost folder. */
  readonly generate: boolean;
  readonly now: Date;
  /** Another place for a copy of the public keys, such as `<dataDir>/public-keys.json`, where the stand-alone checker looks. */
  readonly publishTo?: string;
}

/** The keys of the service, read once at start. The files are described in docs/operations.md. */
export class KeyStore {
  private constructor(
    private readonly options: KeyStoreOptions,
    private active: Signer,
    private register: readonly PublicKeyRecord[],
    readonly fieldCipher: FieldCipher,
    readonly keyedDigest: KeyedDigest,
  ) {}

  /**
   * Reads the keys, making those that are missing where that is allowed. A signing key that somebody has put in place of the
   * former one is taken over, and the former one is closed as of now.
   * @throws KeyStoreError naming the file that is missing, unreadable, open to others or not a key
   */
  static async open(options: KeyStoreOptions): Promise<KeyStore> {
    const { directory, now } = options;
    if (options.generate) await makeKeyDirectory(directory);
    const pem = await secret(options, SIGNING_KEY_FILE, generateSm2PrivateKeyPem);
    const signer = parse(path.join(directory, SIGNING_KEY_FILE), () => createSm2Signer(pem));
    const fieldKeys = await secret(options, FIELD_KEY_FILE, newSecretLine);
    const digestKey = await secret(options, DIGEST_KEY_FILE, newSecretLine);
    const store = new KeyStore(
      options, signer, await readRegister(path.join(directory, PUBLIC_KEYS_FILE)),
      parse(path.join(directory, FIELD_KEY_FILE), () => new FieldCipher(secretLines(fieldKeys))),
      parse(path.join(directory, DIGEST_KEY_FILE), () => new KeyedDigest(onlyLine(digestKey))),
    );
    await store.takeUp(signer, now);
    return store;
  }

  /** The signer of this moment; ask again for each signature, since the key may be changed while the service runs. */
  signer(): Signer { return this.active; }

  /** Every key that ever signed, oldest first, as `GET /public/keys` publishes them. */
  publicKeys(): readonly PublicKeyRecord[] { return this.register; }

  /** One public key, also a retired one, or null. */
  publicKey(id: string): PublicKeyRecord | null {
    return this.register.find((record) => record.id === id) ?? null;
  }

  /**
   * Makes a new signing key and retires the present one, whose private half is destroyed and whose public half is kept.
   * Other processes on the same folder sign with the retired key until they are restarted: stop them first.
   */
  async rotateSigningKey(now: Date): Promise<PublicKeyRecord> {
    const pem = generateSm2PrivateKeyPem();
    // Should the machine stop between these two writes, the next start takes the new key up.
    await replaceFile(path.join(this.options.directory, SIGNING_KEY_FILE), pem);
    return this.takeUp(createSm2Signer(pem), now);
  }

  private async takeUp(signer: Signer, now: Date): Promise<PublicKeyRecord> {
    const key = { id: signer.keyId, algorithm: signer.algorithm, publicKeyPem: signer.publicKeyPem };
    const register = registerSigningKey(this.register, key, now);
    if (register === null) throw new KeyStoreError(`签名密钥 ${signer.keyId} 已经停用，不得重新启用`);
    const text = `${JSON.stringify({ items: register }, null, 2)}\n`;
    if (register !== this.register) await replaceFile(path.join(this.options.directory, PUBLIC_KEYS_FILE), text);
    if (this.options.publishTo !== undefined) await replaceFile(this.options.publishTo, text);
    this.register = register;
    this.active = signer;
    return register[register.length - 1]!;
  }
}

async function secret({ directory, generate }: KeyStoreOptions, name: string, make: () => string): Promise<string> {
  const file = path.join(directory, name);
  const present = await readSecret(file);
  if (present !== null) return present;
  if (!generate) throw new KeyStoreError(`缺少密钥文件 ${file}`);
  return createFile(file, make());
}

async function readRegister(file: string): Promise<readonly PublicKeyRecord[]> {
  const text = await readIfPresent(file);
  if (text === null) return [];
  return parse(file, () => {
    const { items } = JSON.parse(text) as { items?: PublicKeyRecord[] };
    if (!Array.isArray(items)) throw new TypeError('items is missing');
    return items;
  });
}

function newSecretLine(): string {
  return `${randomBytes(SECRET_BYTES).toString('hex')}\n`;
}

function secretLines(text: string): Buffer[] {
  return text.trim().split(/\s+/).map((line) => {
    if (!/^[0-9a-f]{64}$/i.test(line)) throw new TypeError('a line is not 64 hex characters');
    return Buffer.from(line, 'hex');
  });
}

function onlyLine(text: string): Buffer {
  const [key, ...more] = secretLines(text);
  if (key === undefined || more.length > 0) throw new TypeError('exactly one key is expected');
  return key;
}

function parse<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new KeyStoreError(`密钥文件 ${file} 的内容不是预期的密钥`, { cause: error });
  }
}
