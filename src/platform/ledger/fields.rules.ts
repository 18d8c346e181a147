/** A field of canonical bytes: text is UTF-8, a bigint is 8 bytes in two's complement, null is told apart from the empty text. */
export type Field = string | bigint | Uint8Array | null;

/**
 * Length-prefixed bytes, so that no two different lists of fields have the same: the number of fields (2 bytes), then for each its
 * length (4 bytes, -1 for null) and content, all big-endian. This is a row of PostgreSQL's binary COPY format without its framing, which
 * is why verification can digest rows as they arrive.
 */
export function encodeFields(fields: readonly Field[]): Buffer {
  const contents = fields.map(content);
  const bytes = Buffer.alloc(contents.reduce((total, field) => total + 4 + (field?.length ?? 0), 2));
  let offset = bytes.writeUInt16BE(fields.length, 0);
  for (const field of contents) {
    offset = bytes.writeInt32BE(field?.length ?? -1, offset);
    if (field !== null) {
      bytes.set(field, offset);
      offset += field.length;
    }
  }
  return bytes;
}

function content(field: Field): Uint8Array | null {
  if (field === null || field instanceof Uint8Array) return field;
  if (typeof field === 'string') return Buffer.from(field, 'utf8');
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(field);
  return bytes;
}
