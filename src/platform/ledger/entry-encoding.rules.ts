import type { Actor } from '../context.js';
import { encodeFields } from './fields.rules.js';

/** One ledger entry as it is digested. */
export interface LedgerEntry {
  readonly seq: number;
  readonly id: string;
  /** ISO 8601 UTC with milliseconds. */
  readonly recordedAt: string;
  /** The newest entry that was visible when this one was written; null for the first. */
  readonly witnessSeq: number | null;
  readonly actor: { readonly kind: Actor['kind']; readonly id: string | null; readonly name: string; readonly role: string | null };
  readonly requestId: string;
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly divisionCode: string | null;
  /** Canonical JSON text. */
  readonly change: string;
}

/** Number of fields of an entry, the first two bytes of its canonical form. */
export const ENTRY_FIELDS = 14;
const POSTGRES_EPOCH_MS = BigInt(Date.UTC(2000, 0, 1));

// Design §4.4: canonical length-prefixed bytes, pinned by a test; changing them makes every sealed block unverifiable.
/**
 * The bytes whose SM3 digest is the entry's Merkle leaf. They begin with 0x00 (the high byte of the number of fields), which tells
 * a leaf from an inner node. The instant is microseconds since 2000-01-01 UTC, the id its 16 bytes.
 */
export function encodeEntry(entry: LedgerEntry): Buffer {
  return encodeFields([
    BigInt(entry.seq),
    uuidBytes(entry.id),
    (BigInt(Date.parse(entry.recordedAt)) - POSTGRES_EPOCH_MS) * 1000n,
    entry.witnessSeq === null ? null : BigInt(entry.witnessSeq),
    entry.actor.kind, entry.actor.id, entry.actor.name, entry.actor.role,
    entry.requestId,
    entry.action,
    entry.subject.kind, entry.subject.id,
    entry.divisionCode,
    entry.change,
  ]);
}

/** The columns of `ledger_entry` in the order of `encodeEntry`; binary COPY of them yields the same bytes. */
export const ENTRY_COLUMNS = `seq, id, recorded_at, witness_seq, actor_kind, actor_id, actor_name, actor_role, request_id, action,
  subject_kind, subject_id, division_code, change`;

/** The 16 bytes of a UUID in text form. */
export function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** The text form of 16 bytes. */
export function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
