import { createHmac } from 'node:crypto';

const MIN_KEY_BYTES = 32;

/**
 * Keyed SM3 digest (HMAC-SM3, GB/T 15852.2) by which encrypted personal data is found again: equal values give equal digests,
 * and without the key nobody can try out ID numbers against them (design §4.11).
 */
export class KeyedDigest {
  /** @param key at least 32 secret bytes; another key makes every stored digest unfindable */
  constructor(private readonly key: Buffer) {
    if (key.length < MIN_KEY_BYTES) throw new RangeError(`digest key has ${key.length} bytes, ${MIN_KEY_BYTES} are required`);
  }

  /**
   * @param purpose the kind of value, such as `person.id-number`; the same value under another purpose has another digest
   * @param value already normalised by the caller (width, case, spaces)
   * @returns 32 bytes
   */
  digest(purpose: string, value: string): Buffer {
    // A purpose is a program constant without NUL, so purpose and value cannot run into each other.
    return createHmac('sm3', this.key).update(purpose).update('\0').update(value).digest();
  }
}
