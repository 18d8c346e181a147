import { expect } from 'chai';
import { systemContext } from '../../../src/platform/context.js';
import type { Problem } from '../../../src/platform/problem.js';
import { defineSetting, SettingRegistry, SettingService } from '../../../src/platform/settings/index.js';
import { testDatabase } from '../../support/database.js';
import { ManualTime } from '../scheduling/manual-time.js';

const minAppraisers = defineSetting({
  key: 'spec.minAppraisers', type: 'integer', default: 3, min: 1, max: 20, title: '每项业务最少鉴定人数（人）', source: '测试', confidence: 'seen',
});
const mode = defineSetting({
  key: 'spec.mode', type: 'choice', default: 'strict', choices: ['strict', 'lenient'], title: '方式', source: '测试', confidence: 'unsure',
});
const untouched = defineSetting({ ...mode, key: 'spec.untouched' });
const firstChanged = defineSetting({ ...minAppraisers, key: 'spec.firstChanged' });

describe('settings in force', () => {
  const db = testDatabase();
  const time = new ManualTime('2026-03-05T12:00:00+08:00');
  const service = () => new SettingService(db.sql, new SettingRegistry([minAppraisers, mode, untouched, firstChanged]), time);
  const officer = () => ({ ...systemContext('officer', time.now()), requestId: 'request-1' });
  const change = (by: SettingService, value: unknown, expectedVersion: number, reason = '省厅通知') =>
    db.tx((tx) => by.set(tx, officer(), { key: minAppraisers.key, value, reason, expectedVersion }));
  const refusal = (work: Promise<unknown>): Promise<Problem> =>
    work.then(() => { throw new Error('was expected to be refused'); }, (error: Problem) => error);

  // The history cannot be emptied, which is its point: every test works on a version of its own.
  const version = async (): Promise<number> => (await service().find(db.sql, minAppraisers.key)).version;

  it('are the defaults until somebody changes them', async () => {
    const settings = service();
    const chosen: 'strict' | 'lenient' = await settings.get(untouched);
    expect(chosen).to.equal('strict');
    const listed = (await settings.list(db.sql)).find((each) => each.setting.key === untouched.key);
    expect([listed?.value, listed?.version, listed?.changedAt]).to.deep.equal(['strict', 0, null]);
  });

  it('change with a note of who, when, from what, to what and why', async () => {
    const settings = service();
    const before = await version();
    const old = (await settings.find(db.sql, minAppraisers.key)).value;
    await change(settings, 5, before, ' 粤司办〔2026〕1 号 ');
    settings.forget();
    expect(await settings.get(minAppraisers)).to.equal(5);
    const [latest] = await settings.history(db.sql, minAppraisers.key, null, 1);
    expect(latest).to.deep.equal({
      key: 'spec.minAppraisers', version: before + 1, oldValue: before === 0 ? null : old, newValue: 5, reason: '粤司办〔2026〕1 号',
      changedAt: time.now(), actorId: 'officer', actorName: 'officer', requestId: 'request-1',
    });
  });

  it('are refused outside their bounds or without a reason, with the fields named', async () => {
    const problem = await refusal(change(service(), 21, await version(), ' '));
    expect([problem.status, problem.errors.map((error) => [error.pointer, error.code])]).to.deep.equal([400, [['/value', 'out-of-range'], ['/reason', 'out-of-range']]]);
    expect((await refusal(db.tx((tx) => service().set(tx, officer(), { key: 'spec.none', value: 1, reason: '无', expectedVersion: 0 })))).status).to.equal(404);
  });

  it('of two people who change at once one is told that the other was first', async () => {
    const before = await version();
    const outcomes = await Promise.all([7, 8].map((value) => change(service(), value, before).then(() => 'changed', (problem: Problem) => problem.code)));
    expect(outcomes.sort()).to.deep.equal(['changed', 'version-conflict']);
    expect(await version()).to.equal(before + 1);
  });

  it('of two first changes at once one wins as well', async () => {
    const set = (value: number) => db.tx((tx) => service().set(tx, officer(), { key: firstChanged.key, value, reason: '试', expectedVersion: 0 }));
    const outcomes = await Promise.all([set(4), set(5)].map((work) => work.then(() => 'changed', (problem: Problem) => problem.code)));
    expect(outcomes.sort()).to.deep.equal(['changed', 'version-conflict']);
  });

  it('are seen by another process within three seconds', async () => {
    const [here, there] = [service(), service()];
    const old = await there.get(minAppraisers);
    await change(here, old === 9 ? 10 : 9, await version());
    time.pass(2.9);
    expect(await there.get(minAppraisers)).to.equal(old);
    time.pass(0.1);
    expect(await there.get(minAppraisers)).to.equal(old === 9 ? 10 : 9);
  });

  it('an evaluation keeps the values and versions it used, read within its own transaction', async () => {
    const settings = service();
    await settings.get(minAppraisers);
    const before = await version();
    const kept = await db.tx(async (tx) => {
      await settings.set(tx, officer(), { key: minAppraisers.key, value: 12, reason: '试', expectedVersion: before });
      return settings.snapshot(tx, [minAppraisers, mode]);
    });
    const count: number = kept.values['spec.minAppraisers'];
    expect(count).to.equal(12);
    expect(kept.versions['spec.minAppraisers']).to.equal(before + 1);
  });

  it('a reading that failed is not remembered', async () => {
    let broken = true;
    const flaky = new SettingService({
      ...db.sql, row: (...args) => db.sql.row(...args), run: (...args) => db.sql.run(...args),
      rows: (...args) => (broken ? Promise.reject(new Error('no connection')) : db.sql.rows(...args)),
    }, new SettingRegistry([mode]), time);
    expect(await flaky.get(mode).catch((error: Error) => error.message)).to.equal('no connection');
    broken = false;
    expect(await flaky.get(mode)).to.equal('strict');
  });

  it('a stored value that a later release no longer allows is an error, not a silent default', async () => {
    await change(service(), 15, await version());
    const narrower = defineSetting({ ...minAppraisers, max: 10 });
    const settings = new SettingService(db.sql, new SettingRegistry([narrower]), time);
    expect(await settings.get(narrower).catch((error: unknown) => error)).to.be.instanceOf(RangeError);
  });

  it('the database refuses to change or empty the history, and a value without one', async () => {
    const attempts = [`UPDATE setting_history SET reason = 'x'`, 'DELETE FROM setting_history', 'TRUNCATE setting_history CASCADE'];
    await change(service(), 4, await version());
    for (const attempt of attempts) {
      expect(await db.sql.run(attempt).then(() => 'done', (error: { code: string }) => error.code)).to.equal('23001');
    }
    expect(await db.sql.run(`UPDATE setting SET version = version + 1`).then(() => 'done', (error: { constraint: string }) => error.constraint)).to.equal('setting_has_history');
  });
});
