import { connect } from 'node:net';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { testService } from '../../support/service.js';

describe('requests', () => {
  const service = testService();

  it('an unknown query parameter is refused with its name', async () => {
    const { status, body } = await service.api.get('/public/institutions?colour=red');
    expect(status).to.equal(400);
    expect(body['code']).to.equal('invalid-request');
    expect(body['errors']![0]!['pointer']).to.equal('?colour');
  });

  for (const [wrong, pointer] of [
    ['/public/institutions?asOf=2026-02-30', '?asOf'], ['/public/institutions?asOf=yesterday', '?asOf'], ['/public/institutions?limit=0', '?limit'],
    ['/public/institutions?limit=201', '?limit'], ['/public/institutions?limit=1e2', '?limit'], ['/public/institutions?category=XX-01', '?category'],
    ['/public/institutions?division=999999', '?division'], ['/public/institutions?status=asleep', '?status'], ['/public/institutions?q=%00', '?q'],
    ['/public/institutions?q=a%1Bb', '?q'], [`/public/institutions?q=${'x'.repeat(10_000)}`, '?q'], ['/public/institutions?q=a&q=b', '?q'],
    ['/public/institutions?cursor=AAAA', '?cursor'], ['/public/appraisers?licenceNo=12', '?licenceNo'],
    ['/public/calendar/due?from=2026-01-01&workingDays=-1', '?workingDays'], ['/public/calendar/due?workingDays=1', '?from'],
  ] as const) {
    it(`${wrong.slice(0, 70)} is refused at ${pointer}`, async () => {
      const { status, body } = await service.api.get(wrong);
      expect(status).to.equal(400);
      expect(body['errors']![0]!['pointer']).to.equal(pointer);
    });
  }

  it('a cursor of another query is refused', async () => {
    await service.api.get('/public/institutions');
    const first = Buffer.from('0123456789abcdef["a","b"]').toString('base64url');
    const { status, body } = await service.api.get(`/public/appraisers?cursor=${first}`);
    expect(status).to.equal(400);
    expect(body['code']).to.equal('invalid-cursor');
  });

  it('hostile addresses get a 4xx', async () => {
    for (const path of ['/public/institutions/%E0%A4%A', '/public/institutions/..%2f..%2fetc%2fpasswd', "/public/appraisers/'%3B--", '/public/appraisers/%F0%9F%98%80', '/x'.repeat(3000)]) {
      const { status } = await service.api.get(path);
      expect(status, path.slice(0, 60)).to.be.within(400, 499);
    }
  });

  it('a body that is not JSON, has an unknown member, is a list, or is too large is refused', async () => {
    const json = { 'content-type': 'application/json' };
    expect((await service.api.post('/sessions', { raw: '{bad', headers: json })).body['code']).to.equal('malformed-body');
    expect((await service.api.post('/sessions', { json: { username: 'a', password: 'b', admin: true } })).body['errors']![0]!['pointer']).to.equal('/admin');
    expect((await service.api.post('/sessions', { json: [] })).status).to.equal(400);
    expect((await service.api.post('/sessions', { raw: 'username=a', headers: { 'content-type': 'text/plain' } })).status).to.equal(415);
    expect((await service.api.post('/sessions', { json: { username: 'a', password: 'x'.repeat(2_000_000) } })).status).to.equal(413);
    expect((await service.api.post('/sessions', { raw: '{"__proto__":{"username":"a"},"username":"a","password":"b"}', headers: json })).status).to.be.within(400, 499);
  });

  it('a body nested without end is refused, not walked', async () => {
    const { status, body } = await service.api.post('/sessions', { raw: `{"username":${'['.repeat(5000)}${']'.repeat(5000)},"password":"x"}`, headers: { 'content-type': 'application/json' } });
    expect(status).to.equal(400);
    expect(body['errors']![0]!['code']).to.equal('too-deep');
  });

  for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) {
    it(`the unknown name ${name}, which every object has, is refused like any other`, async () => {
      expect((await service.api.get(`/public/appraisers?${name}=1`)).body['errors']![0]!['pointer']).to.equal(`?${name}`);
      const raw = `{"username":"a","password":"b","${name}":"x"}`;
      expect((await service.api.post('/sessions', { raw, headers: { 'content-type': 'application/json' } })).body['errors']![0]!['pointer']).to.equal(`/${name}`);
    });
  }

  it('a missing field is one error, and a wrong kind hides what else could be said', async () => {
    const missing = await service.api.post('/sessions', { json: { password: 'b' } });
    expect(missing.body['errors']).to.deep.equal([{ pointer: '/username', code: 'required', message: '必填' }]);
    const kind = await service.api.get('/public/appraisers?limit=abc');
    expect(kind.body['errors']).to.deep.equal([{ pointer: '?limit', code: 'is-int', message: '须为整数' }]);
  });

  it('null is no way to leave a field out', async () => {
    expect((await service.api.post('/oauth/token', { json: { grant_type: 'client_credentials', scope: null, client_id: 'a', client_secret: 'b' } })).status).to.equal(400);
  });

  it('bytes that are no UTF-8 are refused instead of being taken for another question', async () => {
    for (const q of ['%ff%fe', '%zz', '%C0%AF', '%']) expect((await service.api.get(`/public/appraisers?q=${q}`)).status, q).to.equal(400);
  });

  it('a term with nothing to search for is refused instead of answering everything', async () => {
    for (const q of ['%25', '_', '...', '。，、', '😀', '\\']) {
      const { status, body } = await service.api.get(`/public/appraisers?q=${encodeURIComponent(decodeURIComponent(q))}`);
      expect(status, q).to.equal(400);
      expect(body['errors']![0]!['pointer'], q).to.equal('?q');
    }
    expect((await service.api.get(`/public/appraisers?q=${encodeURIComponent('\u200b')}`)).status).to.equal(400);
  });

  it('a problem is not the resource and carries no ETag', async () => {
    const { headers } = await service.api.get('/public/appraisers/0');
    expect(headers.get('etag')).to.equal(null);
    expect(headers.get('content-type')).to.contain('application/problem+json');
  });

  it('a method that a path does not know is told which it does', async () => {
    const { status, headers } = await service.api.send('DELETE', '/public/institutions', {});
    expect(status).to.equal(405);
    expect(headers.get('allow')).to.equal('GET, HEAD');
  });

  it('carries the request id that the caller chose, and no trace of the inside', async () => {
    const { body, headers } = await service.api.get('/nowhere', { headers: { 'x-request-id': 'my-request-1' } });
    expect(headers.get('x-request-id')).to.equal('my-request-1');
    expect(body['requestId']).to.equal('my-request-1');
    expect(JSON.stringify(body)).to.not.match(/node_modules|SELECT|at \w+ \(/);
    expect(headers.get('x-powered-by')).to.equal(null);
  });

  it('answers a repeated public question with 304', async () => {
    const first = await service.api.get('/public/institutions');
    expect(first.headers.get('cache-control')).to.equal('public, max-age=60');
    // Not fetch: it would ask for no cached answer as soon as the header is set by hand.
    const again = request(`${service.url}/api/v1/public/institutions`, { headers: { 'if-none-match': first.headers.get('etag')! } }).end();
    const [answer] = await once(again, 'response') as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).to.equal(304);
  });

  it('survives clients that send nonsense or hang up', async () => {
    const { hostname, port } = new URL(service.url);
    for (const bytes of ['GARBAGE\r\n\r\n', 'GET /api/v1/public/institutions HTTP/1.1\r\nHost: x\r\n', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(60_000)}\r\n\r\n`]) {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.on('error', () => undefined);
      socket.write(bytes, () => socket.destroy());
      await once(socket, 'close');
    }
    expect((await service.api.get('/healthz')).status).to.equal(200);
  });
});

describe('too many requests', () => {
  const service = testService({ env: { PUBLIC_REQUESTS_PER_MINUTE: '5' } });

  it('are told to wait', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => service.api.get('/public/categories')));
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).to.not.be.empty;
    expect(Number(refused[0]!.headers.get('retry-after'))).to.be.within(1, 60);
    expect(refused[0]!.body['code']).to.equal('too-many-requests');
  });
});
