import { expect } from 'chai';
import { testService } from '../../support/service.js';

describe('accounts and sessions', () => {
  const service = testService();
  const create = async (username: string, key?: string) => service.api.post('/accounts', {
    token: await service.token('sysadmin'), json: { username, displayName: '张三', role: 'prefecture', divisionCode: '440100' },
    headers: key ? { 'idempotency-key': key } : {},
  });
  const act = async (id: string, name: string, version: number, role = 'secadmin') => service.api.post(`/accounts/${id}/acts`, {
    token: await service.token(role), json: { act: name }, headers: { 'if-match': `"v${version}"` },
  });

  it('an account works only after another administrator has authorised it, and its first password must be changed', async () => {
    const made = await create('zhang.san');
    expect(made.status).to.equal(201);
    const password = made.body['initialPassword'] as unknown as string;
    const logIn = (with_: string) => service.api.post('/sessions', { json: { username: 'zhang.san', password: with_ } });
    expect((await logIn(password)).body['code']).to.equal('account-inactive');

    const id = made.body['account']!['id'] as unknown as string;
    expect((await act(id, 'authorise', 1, 'sysadmin')).status, 'the one who created it').to.equal(403);
    expect((await act(id, 'authorise', 1)).status).to.equal(200);

    const session = await logIn(password);
    expect(session.body['mustChangePassword']).to.equal(true);
    const token = session.body['token'] as unknown as string;
    expect((await service.api.get('/registry/imports', { token })).status, 'before the change').to.be.oneOf([403]);
    const change = (newPassword: string) => service.api.send('PUT', '/accounts/me/password', { token, json: { currentPassword: password, newPassword } });
    expect((await change('short')).body['code']).to.equal('weak-password');
    expect((await change('Zhang.San-2026')).status, 'it contains the user name').to.equal(422);
    expect((await change('A-new-passw0rd')).status).to.equal(204);
    expect((await service.api.get('/sessions/current', { token })).body['account']!['username']).to.equal('zhang.san');
    expect((await logIn(password)).status, 'the old password').to.equal(401);
    expect((await logIn('A-new-passw0rd')).body['mustChangePassword']).to.equal(false);
  });

  it('five wrong passwords lock an account, also when they come at the same moment', async () => {
    await service.token('auditor');
    const guess = () => service.api.post('/sessions', { json: { username: 't-auditor', password: 'wrong' } });
    const guesses = await Promise.all(Array.from({ length: 12 }, guess));
    expect(guesses.filter((answer) => answer.status === 401)).to.have.length(5);
    expect(guesses.filter((answer) => answer.status === 423)).to.have.length(7);
    expect((await service.api.post('/sessions', { json: { username: 't-auditor', password: service.password } })).body['code']).to.equal('account-locked');
    const account = (await service.api.get('/accounts?role=auditor', { token: await service.token('secadmin') })).body['items']![0]!;
    await act(account['id'] as unknown as string, 'unlock', account['version'] as unknown as number);
    expect((await service.api.post('/sessions', { json: { username: 't-auditor', password: service.password } })).status).to.equal(201);
  });

  it('guesses at the present password lock the account too', async () => {
    const token = await service.token('court');
    const guess = () => service.api.send('PUT', '/accounts/me/password', { token, json: { currentPassword: 'wrong', newPassword: 'Another-1-password' } });
    const statuses: number[] = [];
    for (let count = 0; count < 6; count++) statuses.push((await guess()).status);
    expect(statuses).to.deep.equal([401, 401, 401, 401, 401, 423]);
  });

  it('an unknown name and a wrong password look alike', async () => {
    const unknown = await service.api.post('/sessions', { json: { username: 'nobody', password: 'x' } });
    expect(unknown.status).to.equal(401);
    expect(unknown.body['code']).to.equal('invalid-credentials');
  });

  it('a stale version is refused, a missing one is asked for', async () => {
    const made = await create('li.si');
    const id = made.body['account']!['id'] as unknown as string;
    expect((await service.api.post(`/accounts/${id}/acts`, { token: await service.token('secadmin'), json: { act: 'authorise' } })).status).to.equal(428);
    expect((await act(id, 'authorise', 7)).body['code']).to.equal('version-conflict');
    const racing = await Promise.all([act(id, 'authorise', 1), act(id, 'disable', 1)]);
    expect(racing.map((answer) => answer.status).sort()).to.deep.equal([200, 412]);
  });

  it('the same request with one idempotency key is carried out once and never repeats a password', async () => {
    const [first, second] = [await create('wang.wu', 'key-1'), await create('wang.wu', 'key-1')];
    expect([first.status, second.status]).to.deep.equal([201, 201]);
    expect(first.body['initialPassword']).to.be.a('string');
    expect(second.body['initialPassword']).to.equal(null);
    expect(second.body['account']!['id']).to.equal(first.body['account']!['id']);
    expect((await create('other.name', 'key-1')).status, 'another request with that key').to.equal(422);
    expect((await create('wang.wu')).body['code'], 'without the key').to.equal('username-taken');
  });

  it('a role needs its place and no other', async () => {
    const token = await service.token('sysadmin');
    const without = await service.api.post('/accounts', { token, json: { username: 'a.bc', displayName: 'x', role: 'prefecture' } });
    expect(without.body['errors']![0]!['pointer']).to.equal('/divisionCode');
    const place = async (json: object) => (await service.api.post('/accounts', { token, json: { username: 'a.bc', displayName: 'x', ...json } }));
    for (const [role, divisionCode] of [['district', '440000'], ['province', '440104'], ['prefecture', '440000']]) {
      expect((await place({ role, divisionCode })).body['errors']![0]!['pointer'], `${role} of ${divisionCode}`).to.equal('/divisionCode');
    }
    expect((await place({ role: 'prefecture', divisionCode: '449900' })).status, 'no such division').to.equal(422);
    expect((await place({ role: 'institution', institutionId: '01900000-0000-7000-8000-000000000000' })).status, 'no such institution').to.equal(422);
    const unknown = await service.api.post('/accounts', { token, json: { username: 'a.bc', displayName: 'x', role: 'emperor' } });
    expect(unknown.body['errors']![0]!['pointer']).to.equal('/role');
  });

  it('logging out, forced logout and disabling end sessions at once, in the ledger', async () => {
    const made = await create('zhao.liu');
    const id = made.body['account']!['id'] as unknown as string;
    await act(id, 'authorise', 1);
    const password = made.body['initialPassword'] as unknown as string;
    const [one, two] = [await service.api.logIn('zhao.liu', password), await service.api.logIn('zhao.liu', password)];
    expect((await service.api.send('DELETE', '/sessions/current', { token: one })).status).to.equal(204);
    expect((await service.api.get('/sessions/current', { token: one })).status).to.equal(401);
    const online = await service.api.get('/sessions?limit=200', { token: await service.token('secadmin') });
    const session = (online.body['items'] as unknown as { id: string; username: string }[]).find((item) => item.username === 'zhao.liu')!;
    expect((await service.api.send('DELETE', `/sessions/${session.id}`, { token: await service.token('secadmin') })).status).to.equal(204);
    expect((await service.api.get('/sessions/current', { token: two })).status).to.equal(401);
    const entries = await service.api.get('/ledger/entries?action=identity.session.ended', { token: await service.token('auditor') });
    expect(entries.body['items']).to.have.length(1);
  });

  it('the three administrators hold nothing of one another', async () => {
    const { ROLES } = await import('../../../src/roles.js');
    const of = (code: string) => ROLES.find((role) => role.code === code)!.permissions;
    const shared = (a: string, b: string) => of(a).filter((permission) => of(b).includes(permission) && !permission.endsWith(':read'));
    expect([...shared('sysadmin', 'secadmin'), ...shared('sysadmin', 'auditor'), ...shared('secadmin', 'auditor')]).to.be.empty;
    for (const code of ['sysadmin', 'secadmin', 'auditor']) expect(of(code).some((permission) => permission.startsWith('record:')), code).to.equal(false);
  });
});

describe('API clients', () => {
  const service = testService();
  const ask = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    service.api.post('/oauth/token', { form: new URLSearchParams({ grant_type: 'client_credentials', ...form }), headers });

  it('exchange their secret for a scoped token that ends when it or they are revoked', async () => {
    const { clientId, clientSecret } = await service.client('court-1', ['registry:read']);
    const issued = await ask({ client_id: clientId, client_secret: clientSecret });
    expect(issued.status).to.equal(200);
    expect(issued.body['token_type']).to.equal('Bearer');
    expect(issued.body['scope']).to.equal('registry:read');
    const token = issued.body['access_token'] as unknown as string;
    expect((await service.api.get('/sessions/current', { token })).body['kind']).to.equal('client');
    const basic = { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` };
    expect((await ask({ scope: 'registry:read' }, basic)).status).to.equal(200);
    expect((await service.api.post('/oauth/revoke', { form: new URLSearchParams({ token }), headers: basic })).status).to.equal(204);
    expect((await service.api.get('/sessions/current', { token })).status).to.equal(401);

    const other = (await ask({}, basic)).body['access_token'] as unknown as string;
    const revoked = await service.api.post(`/clients/${clientId}/revocation`, { token: await service.token('secadmin'), headers: { 'if-match': '"v1"' } });
    expect(revoked.body['status']).to.equal('revoked');
    expect((await service.api.get('/sessions/current', { token: other })).status).to.equal(401);
    expect((await ask({}, basic)).body['error']).to.equal('invalid_client');
  });

  it('a wrong secret, an unknown client, a scope beyond the grant and another grant type are refused', async () => {
    const { clientId, clientSecret } = await service.client('court-2', ['registry:read']);
    expect((await ask({ client_id: clientId, client_secret: 'wrong' })).status).to.equal(401);
    expect((await ask({ client_id: 'court-9', client_secret: clientSecret })).status).to.equal(401);
    expect((await ask({})).status).to.equal(401);
    expect((await ask({ client_id: clientId, client_secret: clientSecret, scope: 'record:write' })).body['error']).to.equal('invalid_scope');
    expect((await ask({ grant_type: 'password', client_id: clientId, client_secret: clientSecret })).body['error']).to.equal('unsupported_grant_type');
  });

  it('can do nothing of what people with accounts can', async () => {
    const { clientId, clientSecret } = await service.client('court-3', ['registry:read']);
    const token = (await ask({ client_id: clientId, client_secret: clientSecret })).body['access_token'] as unknown as string;
    for (const path of ['/accounts', '/ledger/entries', '/registry/imports', '/settings']) expect((await service.api.get(path, { token })).status, path).to.equal(403);
  });
});
