import { expect } from 'chai';
import { ANONYMOUS, type RequestContext } from '../../../src/platform/context.js';
import { Problem } from '../../../src/platform/problem.js';
import { RosterService } from '../../../src/registry/roster/index.js';
import { testService } from '../../support/service.js';

describe('readers of the public roster', () => {
  const service = testService({ roster: true });
  const context = (): RequestContext => ({ actor: ANONYMOUS, requestId: 'spec', ip: null, now: new Date() });
  const request = { division: '440000', year: 2025 };

  it('have few places between them, and whoever leaves makes room', async () => {
    const roster = service.container.get(RosterService);
    const open = () => roster.publicBook(context(), request, new AbortController().signal);
    // Asked for at once, so that none can be finished before the last one asks.
    const outcomes = await Promise.allSettled([open(), open(), open()]);
    const accepted = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Problem] : []));
    expect(accepted).to.have.length(2);
    expect(refusals.map(({ status, code, headers }) => [status, code, headers['Retry-After']])).to.deep.equal([[429, 'roster-busy', '15']]);

    for (const { content } of accepted) content.destroy();
    await untilAccepted(open);
  });

  it('are limited by address', async () => {
    const statuses: number[] = [];
    for (let call = 0; call < 11; call += 1) statuses.push((await service.api.get('/public/roster?division=440000&year=1999')).status);
    expect(statuses.slice(0, 10)).to.deep.equal(Array.from({ length: 10 }, () => 400));
    expect(statuses[10]).to.equal(429);
  });
});

/** The place is given back when the transaction has ended; asks until it is. */
async function untilAccepted(open: () => ReturnType<RosterService['publicBook']>): Promise<void> {
  for (;;) {
    try {
      (await open()).content.destroy();
      return;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
