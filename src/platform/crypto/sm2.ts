import { sm2 } from 'sm-crypto-v2';
import { sm3Hex } from './sm3.js';
import {
  KeyFormatError, decodePrivateKeyPem, decodePublicKeyPem, decodeSignature, encodePrivateKeyPem, encodePublicKeyPem, encodeSpki, scalarHex,
  SM2_ORDER,
} from './sm2-encoding.rules.js';

/** SM2 with SM3 as digest (GM/T 0003.2 / GB/T 32918.2), the only signature algorithm of the service. */
export const SIGNATURE_ALGORITHM = 'SM2-SM3';
/** Distinguishing id that GM/T 0009 §10 prescribes when no other was agreed. */
export const SM2_DISTINGUISHING_ID = '1234567812345678';

/** What signs statements and ledger blocks. A cryptographic machine takes the place of the software key by implementing this. */
export interface Signer {
  readonly keyId: string;
  readonly algorithm: typeof SIGNATURE_ALGORITHM;
  readonly publicKeyPem: string;
  /** DER signature of the message itself (not of a digest of it). */
  sign(message: Buffer): Buffer;
}

/** Id of a public key: `sm2-` and the first 16 hex characters of SM3 over its DER SubjectPublicKeyInfo. */
export function sm2KeyId(publicKeyPem: string): string {
  return `sm2-${sm3Hex(encodeSpki(decodePublicKeyPem(publicKeyPem))).slice(0, 16)}`;
}

/** A new SM2 private key as PKCS#8 PEM. */
export function generateSm2PrivateKeyPem(): string {
  const pair = sm2.generateKeyPairHex();
  return encodePrivateKeyPem(Buffer.from(pair.privateKey, 'hex'), Buffer.from(pair.publicKey, 'hex'));
}

/**
 * A signer over a software key.
 * @param privateKeyPem unencrypted PKCS#8, ours or that of `openssl genpkey -algorithm SM2`
 * @throws KeyFormatError when the text is not an SM2 key or its public point does not belong to it
 */
export function createSm2Signer(privateKeyPem: string): Signer {
  const { privateKey, point } = decodePrivateKeyPem(privateKeyPem);
  const scalar = BigInt(`0x${privateKey.toString('hex')}`);
  // n-1 is excluded because signing divides by 1 + d (GB/T 32918.1 §6.1).
  if (scalar < 1n || scalar >= SM2_ORDER - 1n) throw new KeyFormatError('SM2 private key out of range');
  const privateHex = privateKey.toString('hex');
  const publicHex = point.toString('hex');
  if (sm2.getPublicKeyFromPrivateKey(privateHex) !== publicHex) throw new KeyFormatError('SM2 public point does not belong to the private key');
  const publicKeyPem = encodePublicKeyPem(point);
  return {
    keyId: sm2KeyId(publicKeyPem),
    algorithm: SIGNATURE_ALGORITHM,
    publicKeyPem,
    sign: (message) => Buffer.from(
      sm2.doSignature(message, privateHex, { hash: true, der: true, userId: SM2_DISTINGUISHING_ID, publicKey: publicHex }), 'hex'),
  };
}

/**
 * Whether the signature is one of this message by this key. Anything but strict DER with numbers in range is false.
 * @throws KeyFormatError when the key is not an SM2 public key on the curve
 */
export function verifySm2(message: Buffer, derSignature: Buffer, publicKeyPem: string): boolean {
  const publicHex = decodePublicKeyPem(publicKeyPem).toString('hex');
  refuseOffCurve(publicHex);
  const signature = decodeSignature(derSignature);
  if (signature === null || (signature.r + signature.s) % SM2_ORDER === 0n) return false;
  return sm2.doVerifySignature(message, scalarHex(signature.r) + scalarHex(signature.s), publicHex,
    { hash: true, userId: SM2_DISTINGUISHING_ID });
}

function refuseOffCurve(publicHex: string): void {
  try {
    if (sm2.verifyPublicKey(publicHex)) return;
  } catch (error) {
    throw new KeyFormatError('SM2 public key is not a point of the curve', { cause: error });
  }
  throw new KeyFormatError('SM2 public key is not a point of the curve');
}
