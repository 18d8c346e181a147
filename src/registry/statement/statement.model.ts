export type StatementKind = 'qualification' | 'qualification-batch';

/** A statement as it is handed out: `payload` is the exact signed text, UTF-8 JSON in a string. */
export interface SignedStatement {
  readonly id: string;
  readonly issuedAt: string;
  readonly payload: string;
  /** Base64 of the DER signature: SM2 with SM3, distinguishing id 1234567812345678 (GM/T 0003, GM/T 0009). */
  readonly signature: string;
  readonly publicKeyId: string;
  /** For a check without the service; its fingerprint is `publicKeyId`. */
  readonly publicKeyPem: string;
}

export interface StatementRow {
  readonly id: string;
  readonly kind: StatementKind;
  readonly issuedAt: Date;
  readonly payload: string;
  readonly signature: Buffer;
  readonly keyId: string;
}
