import { expect } from 'chai';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, page } from '../../../src/platform/http/cursor.js';

describe('cursors', () => {
  const query = ['list', 'a', null];
  const position = fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { minLength: 1, maxLength: 4 });

  it('come back as they went out, for the query that they belong to', () => {
    fc.assert(fc.property(position, (values) => {
      fc.pre(encodeCursor(query, values).length <= 1000);
      expect(decodeCursor(query, encodeCursor(query, values), values.length)).to.deep.equal(values);
    }));
  });

  it('are refused by any other query, in another length, and when a character was changed', () => {
    const cursor = encodeCursor(query, ['张', 5]);
    expect(() => decodeCursor(['list', 'b', null], cursor, 2)).to.throw('invalid-cursor');
    expect(() => decodeCursor(query, cursor, 3)).to.throw('invalid-cursor');
    for (let at = 0; at < cursor.length; at++) {
      const changed = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1);
      // The last character of Base64 may carry bits that mean nothing.
      if (Buffer.from(changed, 'base64url').equals(Buffer.from(cursor, 'base64url'))) continue;
      expect(() => decodeCursor(query, changed, 2), `character ${at}`).to.throw('invalid-cursor');
    }
  });

  it('anything else that a caller may send is refused without a defect', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2000 }), (text) => {
      expect(() => decodeCursor(query, text, 2)).to.throw('invalid-cursor');
    }));
  });

  it('a page that is not the last has one', () => {
    expect(page(query, [1, 2, 3], 3, (row) => [row])).to.deep.equal({ items: [1, 2, 3], nextCursor: null });
    const first = page(query, [1, 2, 3], 2, (row) => [row]);
    expect(first.items).to.deep.equal([1, 2]);
    expect(decodeCursor(query, first.nextCursor!, 1)).to.deep.equal([2]);
  });
});
