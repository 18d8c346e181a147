import type { SIGNATURE_ALGORITHM } from './sm2.js';

/** A public key and the time in which it signed; instants in ISO 8601 UTC. */
export interface PublicKeyRecord {
  readonly id: string;
  readonly algorithm: typeof SIGNATURE_ALGORITHM;
  readonly publicKeyPem: string;
  readonly validFrom: string;
  /** First instant at which it no longer signs; null while it is the signing key. */
  readonly validTo: string | null;
}

type NewKey = Pick<PublicKeyRecord, 'id' | 'algorithm' | 'publicKeyPem'>;

// GB/T 39786-2021 §8 (key life cycle): what was signed before a change of key must stay verifiable.
/**
 * The register after `key` has become the signing key: the one that signed until now is closed, nothing is removed.
 * @returns the same register when the key already is the signing key; null when the key was retired before and must not come back
 */
export function registerSigningKey(register: readonly PublicKeyRecord[], key: NewKey, now: Date): readonly PublicKeyRecord[] | null {
  const known = register.find((record) => record.id === key.id);
  if (known !== undefined) return known.validTo === null ? register : null;
  const at = now.toISOString();
  return [
    ...register.map((record) => (record.validTo === null ? { ...record, validTo: at } : record)),
    { id: key.id, algorithm: key.algorithm, publicKeyPem: key.publicKeyPem, validFrom: at, validTo: null },
  ];
}
