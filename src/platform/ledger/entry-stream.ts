import type { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { ENTRY_COLUMNS, ENTRY_FIELDS, uuidText } from './entry-encoding.rules.js';

/** Told of each stored entry: its seq, that of its witness (0 for none) and its canonical bytes, which are only lent. */
export type EntryVisitor = (seq: number, witnessSeq: number, bytes: Buffer) => void;

/** `PGCOPY\n\377\r\n\0`, flags and the length of an extension that does not exist. */
const COPY_HEADER_BYTES = 19;
const COPY_END = 0xffff;
/** seq and id have fixed lengths, so these offsets hold in every row: count (2), then each length (4) and content. */
const SEQ_OFFSET = 2 + 4;
const ID_OFFSET = SEQ_OFFSET + 8 + 4;
const WITNESS_LENGTH_OFFSET = ID_OFFSET + 16 + 4 + 8;

/**
 * Asks for the stored entries with `after < seq <= upTo` in order of seq, at most `limit`. PostgreSQL begins to work at once; the
 * stream must be read to its end before the connection is used for anything else.
 */
export function requestEntries(client: PoolClient, after: number, upTo: number, limit: number): Readable {
  // COPY takes no parameters; all three are whole numbers.
  return client.query(copyTo(`COPY (
    SELECT ${ENTRY_COLUMNS} FROM ledger_entry WHERE seq > ${BigInt(after)} AND seq <= ${BigInt(upTo)} ORDER BY seq LIMIT ${BigInt(limit)}
  ) TO STDOUT (FORMAT binary)`));
}

/**
 * Visits the entries of such a stream. They are handed on in the very form in which PostgreSQL sends them, which is the canonical one (see
 * `encodeFields`): nothing is parsed that is not needed.
 * @returns how many were visited
 */
export async function visitEntries(stream: Readable, visit: EntryVisitor): Promise<number> {
  let rest: Buffer = Buffer.alloc(0);
  let headerRead = false;
  let visited = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let offset = 0;
    if (!headerRead) {
      if (bytes.length < COPY_HEADER_BYTES) { rest = bytes; continue; }
      headerRead = true;
      offset = COPY_HEADER_BYTES;
    }
    for (let end = rowEnd(bytes, offset); end > 0; end = rowEnd(bytes, offset)) {
      const witness = bytes.readInt32BE(offset + WITNESS_LENGTH_OFFSET) < 0 ? 0 : readSafeInteger(bytes, offset + WITNESS_LENGTH_OFFSET + 4);
      visit(readSafeInteger(bytes, offset + SEQ_OFFSET), witness, bytes.subarray(offset, end));
      visited++;
      offset = end;
    }
    rest = bytes.subarray(offset);
  }
  return visited;
}

/** The id in the canonical bytes of an entry. */
export function entryId(bytes: Buffer): string {
  return uuidText(bytes.subarray(ID_OFFSET, ID_OFFSET + 16));
}

/** Where the row at `offset` ends, or 0 when it is not complete or the data is at its end. */
function rowEnd(bytes: Buffer, offset: number): number {
  if (offset + 2 > bytes.length) return 0;
  const count = bytes.readUInt16BE(offset);
  if (count === COPY_END) return 0;
  if (count !== ENTRY_FIELDS) throw new Error(`unexpected COPY row of ${count} fields`);
  let at = offset + 2;
  for (let field = 0; field < ENTRY_FIELDS; field++) {
    if (at + 4 > bytes.length) return 0;
    const length = bytes.readInt32BE(at);
    at += length > 0 ? 4 + length : 4;
  }
  return at <= bytes.length ? at : 0;
}

function readSafeInteger(bytes: Buffer, offset: number): number {
  return bytes.readInt32BE(offset) * 2 ** 32 + bytes.readUInt32BE(offset + 4);
}
