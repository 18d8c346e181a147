import { expect } from 'chai';
import { ANONYMOUS, systemContext, type RequestContext } from '../../../src/platform/context.js';
import {
  idempotencySweep, IdempotencyStore, MAX_KEPT_BODY_BYTES, type IdempotencyDecision, type IdempotencyToken, type StoredResponse,
} from '../../../src/platform/idempotency/index.js';
import type { Problem } from '../../../src/platform/problem.js';
import { testDatabase } from '../../support/database.js';

const NOON = '2026-03-05T12:00:00+08:00';
const request = { method: 'POST', path: '/api/v1/things', content: { name: '甲' } };
const response: StoredResponse = {
  status: 201, headers: { 'Content-Type': 'application/json', ETag: '"v1"', 'Set-Cookie': 'secret' }, body: Buffer.from('{"id":"1"}'),
};

describe('the store of idempotency keys', () => {
  const db = testDatabase();
  const store = new IdempotencyStore();
  beforeEach(async () => { await db.sql.run('DELETE FROM idempotency_key'); });

  const context = (secondsLater = 0, id = 'account-1'): RequestContext => ({
    ...systemContext('spec', new Date(Date.parse(NOON) + secondsLater * 1000)), actor: { ...ANONYMOUS, kind: 'account', id },
  });
  const begin = (by = context(), sent: typeof request = request): Promise<IdempotencyDecision> => store.begin(db.sql, by, 'key-1', sent);
  const proceed = async (by = context()): Promise<IdempotencyToken> => {
    const decision = await begin(by);
    if (decision.kind !== 'proceed') throw new Error('was expected to proceed');
    return decision.token;
  };
  const refusal = (work: Promise<unknown>): Promise<Problem> =>
    work.then(() => { throw new Error('was expected to be refused'); }, (error: Problem) => error);

  it('answers a repetition with the same bytes and never a cookie', async () => {
    await store.complete(db.sql, await proceed(), response);
    expect(await begin(context(3600))).to.deep.equal({
      kind: 'replay', response: { status: 201, headers: { 'content-type': 'application/json', etag: '"v1"' }, body: response.body },
    });
  });

  it('of eight copies that arrive at once one proceeds and seven are told to wait', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => begin().then((decision) => decision.kind, (problem: Problem) => problem.code)));
    expect(outcomes.sort()).to.deep.equal([...Array<string>(7).fill('idempotency-in-progress'), 'proceed'].sort());
  });

  it('refuses the key with another content, whether the first is under way or done', async () => {
    const other = { ...request, content: { name: '乙' } };
    const token = await proceed();
    expect((await refusal(begin(context(), other))).code).to.equal('idempotency-key-reused');
    await store.complete(db.sql, token, response);
    expect((await refusal(begin(context(), other))).status).to.equal(422);
  });

  it('keys of two callers do not meet', async () => {
    await proceed();
    expect((await begin(context(0, 'account-2'))).kind).to.equal('proceed');
    const anonymous = (ip: string): RequestContext => ({ ...context(), actor: ANONYMOUS, ip });
    expect((await begin(anonymous('10.0.0.1'))).kind).to.equal('proceed');
    expect((await begin(anonymous('10.0.0.2'))).kind).to.equal('proceed');
  });

  it('is free again after a failure on our side', async () => {
    await store.abandon(db.sql, await proceed());
    expect((await begin()).kind).to.equal('proceed');
  });

  it('an answer that was given is not freed by a late failure', async () => {
    const token = await proceed();
    await store.complete(db.sql, token, response);
    await store.abandon(db.sql, token);
    expect((await begin()).kind).to.equal('replay');
  });

  describe('when a process dies in the middle of a request', () => {
    it('the key is blocked only as long as the lease', async () => {
      await proceed();
      const waiting = await refusal(begin(context(119)));
      expect([waiting.status, waiting.headers]).to.deep.equal([409, { 'Retry-After': '1' }]);
      expect((await begin(context(120))).kind).to.equal('proceed');
    });

    it('after the commit, the answer that was kept in the same transaction is replayed', async () => {
      const token = await proceed();
      await db.tx((tx) => store.complete(tx, token, response));
      expect((await begin(context(500))).kind).to.equal('replay');
    });

    it('before the commit, nothing was done and nothing is replayed', async () => {
      const token = await proceed();
      await db.tx(async (tx) => { await store.complete(tx, token, response); throw new Error('killed'); }).catch(() => null);
      expect((await begin(context(120))).kind).to.equal('proceed');
    });

    it('or only seemed to, the slow one is undone when its repetition took over', async () => {
      await db.sql.run('CREATE TABLE IF NOT EXISTS spec_thing (by text)');
      const slow = await proceed();
      const repetition = await proceed(context(120));
      const problem = await refusal(db.tx(async (tx) => {
        await tx.run(`INSERT INTO spec_thing VALUES ('slow')`);
        await store.complete(tx, slow, response);
      }));
      expect(problem.code).to.equal('idempotency-in-progress');
      await db.tx(async (tx) => {
        await tx.run(`INSERT INTO spec_thing VALUES ('repetition')`);
        await store.complete(tx, repetition, response);
      });
      expect(await db.sql.rows('SELECT by FROM spec_thing')).to.deep.equal([{ by: 'repetition' }]);
    });
  });

  it('keeps a body of one MiB; of a larger one only that it was answered, and where', async () => {
    await store.complete(db.sql, await proceed(), { ...response, body: Buffer.alloc(MAX_KEPT_BODY_BYTES, 97) });
    expect((await begin()).kind).to.equal('replay');
    const token = (await store.begin(db.sql, context(), 'key-2', request) as { token: IdempotencyToken }).token;
    await store.complete(db.sql, token, { status: 201, headers: { Location: '/things/1' }, body: Buffer.alloc(MAX_KEPT_BODY_BYTES + 1) });
    const problem = await refusal(store.begin(db.sql, context(), 'key-2', request));
    expect([problem.code, problem.extra]).to.deep.equal(['idempotency-response-not-kept', { originalStatus: 201, location: '/things/1' }]);
  });

  it('refuses to keep a failure of ours', async () => {
    const token = await proceed();
    expect(await store.complete(db.sql, token, { ...response, status: 503 }).catch((error: unknown) => error)).to.be.instanceOf(RangeError);
  });

  it('forgets a key after a day, in use or swept', async () => {
    await store.complete(db.sql, await proceed(), response);
    const other = { ...request, content: { name: '乙' } };
    expect((await begin(context(24 * 3600), other)).kind).to.equal('proceed');
    const sweep = (now: string) => idempotencySweep().run({ bucket: 'any', attempt: 1, now: new Date(now), signal: new AbortController().signal, db: db.database });
    await sweep('2026-03-07T11:59:59+08:00');
    expect((await db.sql.rows('SELECT key FROM idempotency_key')).length).to.equal(1);
    await sweep('2026-03-07T12:00:00+08:00');
    expect((await db.sql.rows('SELECT key FROM idempotency_key')).length).to.equal(0);
  });
});
