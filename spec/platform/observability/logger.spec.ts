import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { createLogger, maskPersonalText, wantsPretty, WITHHELD } from '../../../src/platform/observability/index.js';
import { prettyStream } from '../../../src/platform/observability/pretty-stream.js';

const ID_NUMBER = '440106199001011234';

function collect() {
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', destination: { write: (line: string) => { lines.push(line); } } });
  return { logger, lines, last: () => JSON.parse(lines.at(-1)!) as Record<string, unknown> };
}

describe('the log', () => {
  it('carries the request id of a child in every line', () => {
    const { logger, last } = collect();
    logger.child({ requestId: 'r-1' }).info({ status: 200 }, 'done');
    const { time, ...line } = last();
    expect(line).to.deep.equal({ level: 'info', requestId: 'r-1', status: 200, msg: 'done' });
    expect(Date.parse(String(time))).to.be.greaterThan(0);
  });

  it('withholds personal data and secrets at any depth, in lines and in children', () => {
    const { logger, lines, last } = collect();
    logger.child({ authorization: 'Bearer abc' }).info({
      appraiser: { name: '张三', idNumber: ID_NUMBER, contacts: [{ phone_number: '13800138000', 'mobile-phone': '13900139000' }] },
      body: { password: 'p', newPassword: 'q', clientSecret: 's', certificateHolder: '李四', token: null },
    }, 'x');
    const line = last();
    expect(line['authorization']).to.equal(WITHHELD);
    expect(line['appraiser']).to.deep.equal({ name: '张三', idNumber: WITHHELD, contacts: [{ phone_number: WITHHELD, 'mobile-phone': WITHHELD }] });
    expect(line['body']).to.deep.equal({ password: WITHHELD, newPassword: WITHHELD, clientSecret: WITHHELD, certificateHolder: WITHHELD, token: null });
    expect(lines.join('')).to.not.match(/440106199001011234|13800138000|13900139000|李四|Bearer/);
  });

  it('masks ID and mobile numbers wherever they stand in a text', () => {
    const { logger, lines } = collect();
    logger.info({ note: `证号${ID_NUMBER}。`, list: [ID_NUMBER] }, `电话 13800138000 证号 ${ID_NUMBER}`);
    logger.error(new Error(`duplicate ${ID_NUMBER}`));
    logger.warn({ err: new Error('outer', { cause: new Error(`inner ${ID_NUMBER}`) }) }, 'x');
    expect(lines.join('')).to.not.contain(ID_NUMBER).and.not.contain('13800138000');
    expect(lines[0]).to.contain('4401**********1234').and.contain('138****8000');
  });

  it('leaves other long numbers alone', () => {
    for (const text of ['440118001001', 'trace-4401061990010112345', '20260305120000123', '12345678901']) expect(maskPersonalText(text)).to.equal(text);
  });

  it('takes from a driver error its code and constraint, and not the offending row', () => {
    const { logger, last } = collect();
    const error = Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'person_key', detail: 'Key (name)=(王五)', parameters: ['王五'] });
    logger.error({ err: error }, 'failed');
    const logged = last()['err'] as Record<string, unknown>;
    expect(logged).to.include({ type: 'Error', message: 'duplicate key', code: '23505', constraint: 'person_key' });
    expect(JSON.stringify(logged)).to.not.contain('王五');
    expect(String(logged['stack'])).to.contain('logger.spec');
  });

  it('names a request by method and path only', () => {
    const { logger, last } = collect();
    logger.info({ req: { id: 'r', method: 'GET', url: '/api/v1/public/appraisers?q=张三', headers: { cookie: 'x' } }, res: { statusCode: 200 } });
    expect(last()).to.deep.include({ req: { id: 'r', method: 'GET', path: '/api/v1/public/appraisers' }, res: { status: 200 } });
  });

  it('does not follow sockets, bytes or endless structures', () => {
    const { logger, last } = collect();
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    logger.info({ socket: new EventEmitter(), bytes: Buffer.alloc(5), loop, many: Array.from({ length: 150 }, () => 1) });
    const line = last();
    expect([line['socket'], line['bytes']]).to.deep.equal(['[EventEmitter]', '[5 bytes]']);
    expect(JSON.stringify(line['loop'])).to.contain('[…]');
    expect(line['many']).to.have.length(101);
  });

  it('is for people on a terminal in development only', () => {
    expect([wantsPretty('demo', true), wantsPretty('demo', false), wantsPretty('production', true)]).to.deep.equal([true, false, false]);
  });

  it('for people shows time, level, message, fields and the trace', () => {
    const shown: string[] = [];
    const stream = prettyStream({ write: (text: string) => shown.push(text) });
    createLogger({ level: 'info', destination: stream }).error({ err: new Error('broken'), job: 'seal' }, '失败');
    expect(shown.join('')).to.match(/^\d\d:\d\d:\d\d\.\d{3} .*ERROR.* 失败 \{"job":"seal"\}\nError: broken\n/);
    stream.write('not json');
    expect(shown.at(-1)).to.equal('not json\n');
  });
});
