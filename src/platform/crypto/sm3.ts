import { createHash } from 'node:crypto';

/** Length of an SM3 digest in bytes. */
export const SM3_BYTES = 32;

/**
 * SM3 digest (GB/T 32905-2016) of the concatenation of the parts.
 * @returns 32 bytes
 */
export function sm3(...parts: readonly (Uint8Array | string)[]): Buffer {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** SM3 digest of bytes or UTF-8 text as 64 lower-case hex characters. */
export function sm3Hex(content: Uint8Array | string): string {
  return createHash('sm3').update(content).digest('hex');
}
