/**
 * The three encodings in which SM2 keys and signatures travel. Only the one canonical form of each is read, so that a
 * signature or key cannot be changed in any byte and still be accepted.
 */

/** Order n of the sm2p256v1 curve (GB/T 32918.5). */
export const SM2_ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123n;

/** id-ecPublicKey 1.2.840.10045.2.1 with the named curve sm2p256v1 1.2.156.10197.1.301 (GM/T 0006, RFC 5480 §2.1.1). */
const ALGORITHM = '301306072a8648ce3d020106082a811ccf5501822d';
const SPKI_HEAD = Buffer.from(`3059${ALGORITHM}034200`, 'hex');
const PKCS8_HEAD = Buffer.from(`308187020100${ALGORITHM}046d306b0201010420`, 'hex');
const PKCS8_MIDDLE = Buffer.from('a144034200', 'hex');
const POINT_BYTES = 65;
const SCALAR_BYTES = 32;

/** A key file or PEM text that is not an SM2 key in the expected form. */
export class KeyFormatError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KeyFormatError';
  }
}

/** DER SubjectPublicKeyInfo of an uncompressed point (`04 ‖ x ‖ y`, 65 bytes). */
export function encodeSpki(point: Buffer): Buffer {
  return Buffer.concat([SPKI_HEAD, point]);
}

/** PEM SubjectPublicKeyInfo of an uncompressed point. */
export function encodePublicKeyPem(point: Buffer): string {
  return pem('PUBLIC KEY', encodeSpki(point));
}

/**
 * The uncompressed point in a PEM public key; whether it lies on the curve is for the caller to check.
 * @throws KeyFormatError when it is not an SM2 SubjectPublicKeyInfo
 */
export function decodePublicKeyPem(text: string): Buffer {
  const der = unpem('PUBLIC KEY', text);
  const point = der.subarray(SPKI_HEAD.length);
  if (!der.subarray(0, SPKI_HEAD.length).equals(SPKI_HEAD) || point.length !== POINT_BYTES || point[0] !== 4) {
    throw new KeyFormatError('not an SM2 public key (SubjectPublicKeyInfo, uncompressed point)');
  }
  return point;
}

/** PEM PKCS#8 of a private key (32 bytes) together with its public point. */
export function encodePrivateKeyPem(privateKey: Buffer, point: Buffer): string {
  return pem('PRIVATE KEY', Buffer.concat([PKCS8_HEAD, privateKey, PKCS8_MIDDLE, point]));
}

/**
 * The private scalar and public point in an unencrypted PKCS#8 PEM, as `openssl genpkey` writes it.
 * @throws KeyFormatError when it is not an SM2 private key with its public point
 */
export function decodePrivateKeyPem(text: string): { privateKey: Buffer; point: Buffer } {
  const der = unpem('PRIVATE KEY', text);
  const privateKey = der.subarray(PKCS8_HEAD.length, PKCS8_HEAD.length + SCALAR_BYTES);
  const point = der.subarray(PKCS8_HEAD.length + SCALAR_BYTES + PKCS8_MIDDLE.length);
  const expected = Buffer.concat([PKCS8_HEAD, privateKey, PKCS8_MIDDLE, point]);
  if (!der.equals(expected) || privateKey.length !== SCALAR_BYTES || point.length !== POINT_BYTES || point[0] !== 4) {
    throw new KeyFormatError('not an SM2 private key (unencrypted PKCS#8 with public point)');
  }
  return { privateKey, point };
}

// GM/T 0009-2012 §7.3: SM2Signature ::= SEQUENCE { R INTEGER, S INTEGER }.
/** The two numbers of a DER signature, or null unless it is strict DER without trailing bytes and both lie in [1, n-1]. */
export function decodeSignature(der: Buffer): { r: bigint; s: bigint } | null {
  if (der.length < 8 || der.length > 72 || der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  const first = decodeInteger(der, 2);
  const second = first && decodeInteger(der, first.end);
  if (!first || !second || second.end !== der.length) return null;
  return { r: first.value, s: second.value };
}

/** Writes a number of a signature as 64 hex characters. */
export function scalarHex(value: bigint): string {
  return value.toString(16).padStart(2 * SCALAR_BYTES, '0');
}

function decodeInteger(der: Buffer, offset: number): { value: bigint; end: number } | null {
  const length = der[offset + 1] ?? 0;
  const end = offset + 2 + length;
  const body = der.subarray(offset + 2, end);
  if (der[offset] !== 0x02 || length < 1 || length > 33 || body.length !== length) return null;
  const [first = 0, second = 0] = body;
  const negative = first >= 0x80;
  const padded = length > 1 && first === 0 && second < 0x80;
  if (negative || padded) return null;
  const value = BigInt(`0x${body.toString('hex')}`);
  return value >= 1n && value < SM2_ORDER ? { value, end } : null;
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function unpem(label: string, text: string): Buffer {
  const match = new RegExp(`^-----BEGIN ${label}-----\\s+([A-Za-z0-9+/=\\s]+?)\\s+-----END ${label}-----\\s*$`).exec(text.trimStart());
  if (match === null) throw new KeyFormatError(`not a PEM text with “${label}”`);
  const encoded = match[1]!.replace(/\s+/g, '');
  const der = Buffer.from(encoded, 'base64');
  if (der.toString('base64') !== encoded) throw new KeyFormatError('PEM body is not canonical base64');
  return der;
}
