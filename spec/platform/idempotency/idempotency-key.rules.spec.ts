import { expect } from 'chai';
import fc from 'fast-check';
import { readIdempotencyKey, requestDigest } from '../../../src/platform/idempotency/index.js';
import type { Problem } from '../../../src/platform/problem.js';

describe('idempotency keys', () => {
  it('are 1 to 255 visible ASCII characters, taken as they are', () => {
    for (const key of ['a', '"8e03978e-40d5-43dd-bc93-6894a57f9324"', '~'.repeat(255)]) expect(readIdempotencyKey(key)).to.equal(key);
  });

  it('of any other kind are refused with the header named', () => {
    for (const key of ['', 'a b', '键', 'a\n', 'x'.repeat(256), '\u0000']) {
      try {
        readIdempotencyKey(key);
        expect.fail(`accepted ${JSON.stringify(key)}`);
      } catch (error) {
        expect([(error as Problem).status, (error as Problem).errors[0]?.pointer]).to.deep.equal([400, 'Idempotency-Key']);
      }
    }
  });

  it('the order of members makes no difference to a request, anything else does', () => {
    const digest = (content: unknown, path = '/p', method = 'POST') => requestDigest({ method, path, content }).toString('hex');
    expect(digest({ a: 1, b: { c: [1, 2], d: null } })).to.equal(digest({ b: { d: null, c: [1, 2] }, a: 1 }));
    const different = [digest({ a: 1 }), digest({ a: '1' }), digest({ a: 2 }), digest({ a: [1] }), digest(null), digest({ a: 1 }, '/q'), digest({ a: 1 }, '/p', 'PUT')];
    expect(new Set(different).size).to.equal(different.length);
  });

  it('no text moves between method, path and content unnoticed', () => {
    fc.assert(fc.property(fc.string(), fc.string(), fc.string({ minLength: 1 }), (method, path, moved) => {
      const one = requestDigest({ method: method + moved, path, content: null });
      const other = requestDigest({ method, path: moved + path, content: null });
      expect(one.equals(other)).to.equal(false);
    }));
  });
});
