import { expect } from 'chai';
import { readKnownAt } from '../../../src/registry/qualification/known-at.rules.js';

describe('the instant whose knowledge is asked for', () => {
  const now = new Date('2026-03-05T10:00:00+08:00');
  const read = (text?: string) => readKnownAt(text, now, '?knownAt');

  it('is now when nothing is said, or today', () => {
    expect(read()).to.equal(null);
    expect(read('2026-03-05')).to.equal(null);
  });

  it('a date means its last moment in China', () => {
    expect(read('2026-03-04')!.toISOString()).to.equal('2026-03-04T15:59:59.999Z');
  });

  it('an offset whose plus sign became a space in the address is understood', () => {
    expect(read('2026-03-04T12:00:00 08:00')!.toISOString()).to.equal('2026-03-04T04:00:00.000Z');
  });

  for (const wrong of ['2026-03-06', '2026-03-05T10:00:01+08:00', '2026-02-30', '2026-02-30T00:00:00Z', '2026-03-04T12:00:00', 'yesterday', '']) {
    it(`“${wrong}” is refused`, () => {
      expect(() => read(wrong)).to.throw('invalid-request');
    });
  }
});
