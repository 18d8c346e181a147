import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { ApiBody } from '../../support/api-client.js';
import { PROJECT_ROOT } from '../../support/environment.js';
import { testService } from '../../support/service.js';

/** 雷兰静 of 广东同德联合司法鉴定所 (440118001): certificate 2025-04-14 to 2030-04-13, licence 2021-09-08 to 2026-09-07, licensed since 2018-04-04. */
const CERTIFICATE = '440110001001';
const DRUGS = 'FY-0505';

describe('a court asks whether an appraiser was qualified', () => {
  const service = testService({ roster: true });
  const ask = async (asOf: string, category = DRUGS, certificateNo = CERTIFICATE, more = '') =>
    service.api.get(`/public/qualifications?certificateNo=${certificateNo}&category=${category}&asOf=${asOf}${more}`);
  const codes = (answer: ApiBody) => (answer['reasons'] as unknown as { code: string }[]).map((reason) => reason.code);
  let folder: string;
  before(() => { folder = mkdtempSync(path.join(tmpdir(), 'hengjian-court-')); });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('and is told yes with the whole chain of documents', async () => {
    const { status, body } = await ask('2024-03-05');
    expect(status).to.equal(200);
    expect(body['qualified'], JSON.stringify(body['reasons'])).to.equal(true);
    expect(body['reasons']).to.deep.equal([]);
    expect(body['appraiser']).to.deep.equal({ name: '雷兰静', certificateNo: CERTIFICATE });
    expect(body['institution']).to.deep.equal({ name: '广东同德联合司法鉴定所', licenceNo: '440118001' });
    expect(body['category']).to.deep.equal({ code: DRUGS, name: '毒品鉴定' });
    const links = body['links'] as unknown as { link: string; ok: boolean }[];
    expect(links.map((link) => link.link)).to.deep.equal(['certificate', 'appraiser-status', 'category', 'employment', 'licence', 'institution-scope', 'institution-status']);
    expect(links.every((link) => link.ok)).to.equal(true);
  });

  it('the time between the first and the present document counts as licensed, under a document whose number is unknown', async () => {
    const { body } = await ask('2019-06-01');
    expect(body['qualified']).to.equal(true);
    const links = body['links'] as unknown as { link: string; document: string; period: { from: string; to: string } }[];
    expect(links.find((link) => link.link === 'certificate')!.document).to.equal('早期证件（号码不详）');
    expect(links.find((link) => link.link === 'licence')!.period).to.deep.equal({ from: '2018-04-04', to: '2021-09-07' });
  });

  it('a licence that ends on the 7th is still valid on the 7th and no longer on the 8th', async () => {
    expect((await ask('2026-09-07')).body['qualified']).to.equal(true);
    const after = await ask('2026-09-08');
    expect(codes(after.body)).to.deep.equal(['licence-expired']);
    expect(after.body['reasons']![0]).to.include({ document: '许可证 440118001' });
    expect(after.body['reasons']![0]!['period']).to.deep.equal({ from: '2021-09-08', to: '2026-09-07' });
  });

  it('each broken link is a reason of its own', async () => {
    expect(codes((await ask('2030-04-14')).body)).to.include.members(['certificate-expired', 'licence-expired']);
    expect(codes((await ask('2024-03-05', 'FY-0201')).body)).to.deep.equal(['category-not-held', 'institution-out-of-scope']);
    expect(codes((await ask('2024-03-05', 'SX-0302')).body), 'the institution may, the person may not').to.deep.equal(['category-not-held']);
    expect(codes((await ask('2009-01-01')).body)).to.include.members(['certificate-not-yet-issued', 'not-employed']);
    expect(codes((await ask('2024-03-05', 'FY-05')).body)).to.include('category-partly-held');
  });

  it('an answer about a day that has not come says so', async () => {
    expect((await ask('2024-03-05')).body['provisional']).to.equal(false);
    expect((await ask('2999-12-31')).body['provisional']).to.equal(true);
  });

  it('bad questions name their field', async () => {
    for (const [question, pointer] of [
      [`certificateNo=${CERTIFICATE}&category=FY-0599&asOf=2024-03-05`, '?category'], [`certificateNo=${CERTIFICATE}&category=${DRUGS}&asOf=2024-02-30`, '?asOf'],
      [`category=${DRUGS}&asOf=2024-03-05`, '?certificateNo'], [`certificateNo=${CERTIFICATE}&category=${DRUGS}&knownAt=2999-01-01`, '?knownAt'],
      [`certificateNo=${CERTIFICATE}&category=${DRUGS}&knownAt=soon`, '?knownAt'], [`certificateNo=${CERTIFICATE}&category=${DRUGS}&x=1`, '?x'],
    ] as const) {
      const { status, body } = await service.api.get(`/public/qualifications?${question}`);
      expect(status, question).to.equal(400);
      expect(body['errors']![0]!['pointer'], question).to.equal(pointer);
    }
    expect((await ask('2024-03-05', DRUGS, '449999999999')).status).to.equal(404);
  });

  it('numbers and codes may be typed in full width', async () => {
    const { body } = await service.api.get(`/public/qualifications?certificateNo=${encodeURIComponent('４４０１１０００１００１')}&category=${encodeURIComponent('ｆｙ－０５０５')}&asOf=2024-03-05`);
    expect(body['qualified']).to.equal(true);
  });

  describe('and keeps the signed statement', () => {
    it('which stock OpenSSL verifies, and refuses after any change', async () => {
      const { statement } = (await ask('2024-03-05')).body as unknown as { statement: { payload: string; signature: string; publicKeyId: string } };
      const keys = (await service.api.get('/public/keys')).body['items'] as unknown as { id: string; algorithm: string; publicKeyPem: string }[];
      const key = keys.find((candidate) => candidate.id === statement.publicKeyId)!;
      expect(key.algorithm).to.equal('SM2-SM3');
      const file = (name: string, content: string | Buffer) => { const at = path.join(folder, name); writeFileSync(at, content); return at; };
      const verify = (payload: string) => spawnSync('openssl', ['pkeyutl', '-verify', '-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678', '-pubin',
        '-inkey', file('key.pem', key.publicKeyPem), '-in', file('payload', payload), '-sigfile', file('signature', Buffer.from(statement.signature, 'base64'))], { encoding: 'utf8' });
      const right = verify(statement.payload);
      expect(right.status, right.stderr).to.equal(0);
      expect(right.stdout).to.contain('Verified Successfully');
      expect(verify(statement.payload.replace('"qualified":true', '"qualified":false')).status).to.not.equal(0);
    });

    it('which the stand-alone script verifies with no service, and refuses after any change', async () => {
      const { bytes } = await ask('2024-03-05');
      const file = path.join(folder, 'answer.json');
      const run = (content: string | Buffer) => {
        writeFileSync(file, content);
        return spawnSync(process.execPath, [path.join(PROJECT_ROOT, 'scripts/verify-statement.mjs'), file], { encoding: 'utf8' });
      };
      const right = run(bytes);
      expect(right.status, right.stdout + right.stderr).to.equal(0);
      expect(right.stdout).to.contain('雷兰静');
      const text = bytes.toString('utf8');
      for (const [from, to] of [['"qualified":true', '"qualified":false'], ['雷兰静', '雷兰净'], ['"asOf":"2024-03-05"', '"asOf":"2024-03-06"']] as const) {
        expect(run(text.replace(from, to)).status, `first ${from}`).to.equal(1);
        const last = text.lastIndexOf(from.replaceAll('"', '\\"'));
        if (last > 0) expect(run(text.slice(0, last) + to.replaceAll('"', '\\"') + text.slice(last + from.replaceAll('"', '\\"').length)).status, `last ${from}`).to.equal(1);
      }
    });

    it('and finds it on the page behind its QR code', async () => {
      const { statement } = (await ask('2024-03-05')).body as unknown as { statement: { id: string } };
      const page = await service.api.get(`/verify/${statement.id}`);
      expect(page.status).to.equal(200);
      const text = page.bytes.toString('utf8');
      for (const word of ['雷兰静', CERTIFICATE, '毒品鉴定', '2024-03-05', '签名核验通过', '仍然有效', '<svg', statement.id]) expect(text).to.contain(word);
      expect((await service.api.get('/verify/01a20433-96e8-7ec3-a592-ae40e5b26e58')).status).to.equal(404);
      expect((await service.api.get('/verify/%3Cscript%3E')).bytes.toString('utf8')).to.not.contain('<script>');
    });
  });

  describe('when the registry has since been corrected', () => {
    it('the statement still verifies, the page shows both states, and the past can still be asked as it was known', async () => {
      const before = (await ask('2023-05-05')).body as unknown as { qualified: boolean; knownAt: string; statement: { id: string } };
      expect(before.qualified).to.equal(true);
      // 更正：the institution was suspended in 2023, which the registry learns only now.
      await service.db.tx(async (tx) => {
        const { id } = (await tx.row<{ id: string }>(`SELECT institution_id AS id FROM licence WHERE licence_no = '440118001'`))!;
        const { at } = (await tx.row<{ at: string }>('SELECT clock_timestamp()::text AS at'))!;
        await tx.run(`UPDATE institution_status SET recorded = tstzrange(lower(recorded), $2::timestamptz) WHERE institution_id = $1`, [id, at]);
        for (const [status, from, to] of [['practising', '2018-04-04', '2023-03-01'], ['suspended', '2023-03-01', '2023-09-01'], ['practising', '2023-09-01', null]] as const) {
          await tx.run(`INSERT INTO institution_status (id, valid, recorded, recorded_by, source, document_no, institution_id, status)
            VALUES (gen_random_uuid(), daterange($2, $3), tstzrange($4::timestamptz, NULL), 'spec', 'correction', '粤司罚〔2023〕1号', $1, $5)`, [id, from, to, at, status]);
        }
      });
      const now = await ask('2023-05-05');
      expect(codes(now.body)).to.deep.equal(['institution-suspended']);
      expect(now.body['reasons']![0]).to.include({ document: '粤司罚〔2023〕1号' });
      const then = await ask('2023-05-05', DRUGS, CERTIFICATE, `&knownAt=${encodeURIComponent(before.knownAt)}`);
      expect(then.body['qualified']).to.equal(true);

      const check = await service.api.get(`/public/statements/${before.statement.id}`);
      expect(check.body['authentic']).to.equal(true);
      expect(check.body['stillHolds']).to.equal(false);
      const page = (await service.api.get(`/verify/${before.statement.id}`)).bytes.toString('utf8');
      expect(page).to.contain('名册此后作了更正').and.contain('粤司罚〔2023〕1号').and.contain('名册现在的记载');
    });
  });

  describe('through its own system', () => {
    const token = async () => {
      const { clientId, clientSecret } = await service.client(`court-${process.hrtime.bigint()}`, ['registry:read']);
      return (await service.api.post('/oauth/token', { json: { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret } })).body['access_token'] as unknown as string;
    };

    it('gets up to 500 pairs answered in one signed statement', async () => {
      const numbers = await service.db.sql.rows<{ no: string; category: string }>(`SELECT c.certificate_no AS no, min(k.category_code) AS category
        FROM certificate c JOIN appraiser_category k USING (appraiser_id) WHERE c.certificate_no IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT 499`);
      const items = [...numbers.map(({ no, category }) => ({ certificateNo: no, category, asOf: '2025-12-31' })), { certificateNo: '449999999999', category: DRUGS, asOf: '2025-12-31' }];
      const { status, body, bytes } = await service.api.post('/registry/qualification-checks', { token: await token(), json: { items } });
      expect(status).to.equal(200);
      const answers = body['items'] as unknown as { qualified: boolean; certificateNo: string; reasons: { code: string }[] }[];
      expect(answers.map((answer) => answer.certificateNo)).to.deep.equal(items.map((item) => item.certificateNo));
      expect(answers.filter((answer) => answer.qualified).length).to.be.greaterThan(400);
      expect(answers[499]!.reasons[0]!.code).to.equal('certificate-unknown');
      const file = path.join(folder, 'batch.json');
      writeFileSync(file, bytes);
      expect(execFileSync(process.execPath, [path.join(PROJECT_ROOT, 'scripts/verify-statement.mjs'), file, '--keys', path.join(service.dataDir, 'public-keys.json')], { encoding: 'utf8' })).to.not.be.empty;
      expect(JSON.parse(readFileSync(file, 'utf8'))).to.have.property('statement');
      const verify = await service.api.get(`/verify/${(body['statement'] as unknown as { id: string }).id}`);
      expect(verify.status).to.equal(200);
    });

    it('is refused more than 500, none, an unknown category, and callers without the scope', async () => {
      const pair = { certificateNo: CERTIFICATE, category: DRUGS, asOf: '2024-03-05' };
      const send = async (json: unknown, as?: string | null) => service.api.post('/registry/qualification-checks', { token: as === undefined ? await token() : as, json });
      expect((await send({ items: Array.from({ length: 501 }, () => pair) })).status).to.equal(413);
      expect((await send({ items: [] })).status).to.equal(400);
      expect((await send({ items: [pair, { ...pair, category: 'FY-0599' }] })).body['errors']![0]!['pointer']).to.equal('/items/1/category');
      expect((await send({ items: [{ ...pair, asOf: '2024-13-01' }] })).body['errors']![0]!['pointer']).to.equal('/items/0/asOf');
      expect((await send({ items: [pair] }, null)).status).to.equal(401);
      expect((await send({ items: [pair] }, await service.token('sysadmin'))).status).to.equal(403);
    });
  });
});
