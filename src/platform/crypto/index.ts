/** Commercial cryptography of the service: digests, field encryption, signatures, keys and passwords. */
export { sm3, sm3Hex, SM3_BYTES } from './sm3.js';
export { KeyedDigest } from './keyed-digest.js';
export { FieldCipher, FieldDecryptionError } from './sm4.js';
export { createSm2Signer, generateSm2PrivateKeyPem, SIGNATURE_ALGORITHM, SM2_DISTINGUISHING_ID, sm2KeyId, verifySm2 } from './sm2.js';
export type { Signer } from './sm2.js';
export { KeyFormatError } from './sm2-encoding.rules.js';
export { KeyStore } from './key-store.js';
export type { KeyStoreOptions } from './key-store.js';
export { KeyStoreError, replaceFile } from './key-files.js';
export type { PublicKeyRecord } from './key-register.rules.js';
export { generatePassword, hashPassword, needsRehash, verifyPassword } from './password.js';
export { brokenPasswordRules, PASSWORD_RULES } from './password.rules.js';
export type { PasswordRule } from './password.rules.js';
