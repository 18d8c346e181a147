import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { sm3Hex } from './sm3.js';

/** Stored in front of every encrypted field; a later algorithm gets its own prefix and both stay readable. */
const FORMAT = 'v1.sm4-cbc-hmac-sm3';
const BLOCK_BYTES = 16;
const MAC_BYTES = 32;
const MASTER_KEY_BYTES = 32;

/** A stored field that cannot be decrypted: altered, cut, of an unknown format or under a key this service does not hold. */
export class FieldDecryptionError extends Error {
  constructor(reason: string) {
    super(`encrypted field refused: ${reason}`);
    this.name = 'FieldDecryptionError';
  }
}

interface FieldKey { readonly id: string; readonly encryption: Buffer; readonly authentication: Buffer }

/**
 * Encrypts personal fields for storage: SM4-CBC (GB/T 32907) with a random IV, then HMAC-SM3 over format, key id, IV and ciphertext.
 * The text form is `v1.sm4-cbc-hmac-sm3.<key id>.<base64url of IV ‖ ciphertext ‖ MAC>`.
 */
export class FieldCipher {
  private readonly current: FieldKey;
  private readonly byId: ReadonlyMap<string, FieldKey>;

  /** @param masterKeys 32 bytes each; the first encrypts, the others only decrypt what was written before a change of key */
  constructor(masterKeys: readonly Buffer[]) {
    const keys = masterKeys.map(deriveFieldKey);
    const [current] = keys;
    if (current === undefined) throw new RangeError('at least one field key is required');
    this.current = current;
    this.byId = new Map(keys.map((key) => [key.id, key]));
  }

  /** Id of the key that new fields are encrypted with. */
  get keyId(): string { return this.current.id; }

  /** Encrypts text; two calls with the same text answer different ciphertexts. */
  encrypt(text: string): string {
    const { id, encryption, authentication } = this.current;
    const iv = randomBytes(BLOCK_BYTES);
    const cipher = createCipheriv('sm4-cbc', encryption, iv);
    const body = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]);
    const head = `${FORMAT}.${id}.`;
    return head + Buffer.concat([body, mac(authentication, head, body)]).toString('base64url');
  }

  /**
   * Decrypts what `encrypt` made.
   * @throws FieldDecryptionError when anything about the stored text was changed or its key is not held
   */
  decrypt(stored: string): string {
    const [, id = '', encoded = ''] = /^v1\.sm4-cbc-hmac-sm3\.([0-9a-z-]+)\.([A-Za-z0-9_-]+)$/.exec(stored) ?? [];
    const key = this.byId.get(id);
    if (encoded === '') throw new FieldDecryptionError('unknown format');
    if (key === undefined) throw new FieldDecryptionError(`key ${id} is not held`);
    const bytes = Buffer.from(encoded, 'base64url');
    if (bytes.toString('base64url') !== encoded) throw new FieldDecryptionError('not canonical base64url');
    if (bytes.length < 2 * BLOCK_BYTES + MAC_BYTES) throw new FieldDecryptionError('too short');
    const body = bytes.subarray(0, -MAC_BYTES);
    if (!timingSafeEqual(mac(key.authentication, `${FORMAT}.${id}.`, body), bytes.subarray(-MAC_BYTES))) {
      throw new FieldDecryptionError('authentication failed');
    }
    const decipher = createDecipheriv('sm4-cbc', key.encryption, body.subarray(0, BLOCK_BYTES));
    return Buffer.concat([decipher.update(body.subarray(BLOCK_BYTES)), decipher.final()]).toString('utf8');
  }
}

/** Separate keys for the two algorithms from one master key; the id comes from the key, so nobody has to name keys. */
function deriveFieldKey(master: Buffer): FieldKey {
  if (master.length !== MASTER_KEY_BYTES) throw new RangeError(`field key has ${master.length} bytes, ${MASTER_KEY_BYTES} are required`);
  const derive = (use: string): Buffer => createHmac('sm3', master).update(`hengjian field ${use}`).digest();
  return {
    id: `sm4-${sm3Hex(derive('key id')).slice(0, 16)}`,
    encryption: derive('encryption').subarray(0, BLOCK_BYTES),
    authentication: derive('authentication'),
  };
}

function mac(key: Buffer, head: string, body: Buffer): Buffer {
  return createHmac('sm3', key).update(head).update(body).digest();
}
