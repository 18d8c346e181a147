import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import { createSm2Signer, generateSm2PrivateKeyPem, sm3 } from '../../../src/platform/crypto/index.js';
import { PROJECT_ROOT } from '../../support/environment.js';

interface Verifier {
  verifyStatement(file: unknown, keyList: unknown): { content: Record<string, unknown>; trusted: boolean };
  plainSm3(message: Buffer): Buffer;
  Refusal: new (message: string) => Error;
}

const SCRIPT = path.join(PROJECT_ROOT, 'scripts', 'verify-statement.mjs');
const signer = createSm2Signer(generateSm2PrivateKeyPem());

function statement(overrides: Record<string, unknown> = {}) {
  const content = {
    id: '0190a0b0-1111-7222-8333-444455556666', issuedAt: '2026-05-01T08:00:00.000Z', publicKeyId: signer.keyId,
    qualified: true, reasons: [], appraiser: { name: '张三', certificateNo: '440118001001' }, asOf: '2026-04-30', ...overrides,
  };
  const payload = JSON.stringify(content);
  return {
    content,
    signed: { id: content.id, issuedAt: content.issuedAt, payload, signature: signer.sign(Buffer.from(payload)).toString('base64'), publicKeyId: signer.keyId },
  };
}

/** The public API's answer: the content beside the statement. */
function answer() {
  const { content, signed } = statement();
  const { qualified, reasons, appraiser, asOf } = content;
  return { qualified, reasons, appraiser, asOf, statement: signed };
}

const keys = (validFrom = '2026-01-01T00:00:00.000Z', validTo: string | null = null, publicKeyPem = signer.publicKeyPem) =>
  ({ items: [{ id: signer.keyId, algorithm: 'SM2-SM3', publicKeyPem, validFrom, validTo }] });

describe('The stand-alone statement checker', () => {
  let verifier: Verifier;
  before(async () => { verifier = await import(pathToFileURL(SCRIPT).href) as Verifier; });
  const refused = (file: unknown, keyList: unknown = keys()): void => {
    expect(() => verifier.verifyStatement(file, keyList), JSON.stringify(file).slice(0, 300)).to.throw(verifier.Refusal);
  };

  it('has an SM3 of its own that agrees with OpenSSL', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(verifier.plainSm3(Buffer.from(bytes)).toString('hex')).to.equal(sm3(bytes).toString('hex'));
    }));
  });

  it('accepts a statement and an answer that carries one', () => {
    expect(verifier.verifyStatement(statement().signed, keys())).to.deep.include({ content: statement().content, trusted: true });
    expect(verifier.verifyStatement(answer(), keys()).content).to.have.property('qualified', true);
  });

  it('accepts many signatures of many messages', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (note) => {
      expect(verifier.verifyStatement(statement({ note }).signed, keys()).content).to.have.property('note', note);
    }), { numRuns: 30 });
  });

  it('refuses any changed character of the signed text', () => {
    const { signed } = statement();
    for (let index = 0; index < signed.payload.length; index++) {
      const changed = String.fromCharCode(signed.payload.charCodeAt(index) ^ 1);
      refused({ ...signed, payload: signed.payload.slice(0, index) + changed + signed.payload.slice(index + 1) });
    }
    refused({ ...signed, payload: `${signed.payload} ` });
  });

  it('refuses any changed character of the signature, even one that decodes to the same bytes', () => {
    const { signed } = statement();
    for (let index = 0; index < signed.signature.length; index++) {
      const changed = signed.signature[index] === 'B' ? 'C' : 'B';
      refused({ ...signed, signature: signed.signature.slice(0, index) + changed + signed.signature.slice(index + 1) });
    }
    refused({ ...signed, signature: `${signed.signature}\n` });
  });

  it('refuses what stands around the signed text and differs from it', () => {
    const right = answer();
    refused({ ...right, qualified: false });
    refused({ ...right, appraiser: { ...right.appraiser, name: '李四' } });
    refused({ ...right, reasons: ['certificate-expired'] });
    refused({ ...right, asOf: '2026-04-29' });
    refused({ ...right, remark: '此人可信' });
    refused({ ...right, statement: { ...right.statement, issuedAt: '2026-05-01T08:00:00.001Z' } });
    refused({ ...right, statement: { ...right.statement, id: 'other' } });
    refused({ ...right, statement: { ...right.statement, publicKeyId: 'sm2-0000000000000000' } });
  });

  it('refuses a statement issued outside the validity of its key', () => {
    refused(answer(), keys('2026-05-01T08:00:00.001Z'));
    refused(answer(), keys('2026-01-01T00:00:00.000Z', '2026-05-01T08:00:00.000Z'));
    expect(verifier.verifyStatement(answer(), keys('2026-05-01T08:00:00.000Z', '2026-05-01T08:00:00.001Z')).trusted).to.equal(true);
  });

  it('believes the published keys before the key in the file', () => {
    const forger = createSm2Signer(generateSm2PrivateKeyPem());
    const { content } = statement();
    const payload = JSON.stringify({ ...content, publicKeyId: forger.keyId });
    const forged = { payload, signature: forger.sign(Buffer.from(payload)).toString('base64'), publicKeyId: forger.keyId, publicKeyPem: forger.publicKeyPem };
    expect(verifier.verifyStatement(forged, null).trusted).to.equal(false);
    refused(forged);
    refused({ ...statement().signed, publicKeyPem: forger.publicKeyPem });
    refused({ ...statement().signed, publicKeyPem: forger.publicKeyPem }, null);
    refused(answer(), keys('2026-01-01T00:00:00.000Z', null, forger.publicKeyPem));
  });

  it('refuses files that are something else', () => {
    for (const file of [null, [], 'text', {}, { statement: null }, { statement: {} }, { payload: 1, signature: 2, publicKeyId: 3 }]) refused(file);
  });

  describe('as a command, copied to another folder', () => {
    let folder: string;
    before(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'hengjian-statement-'));
      copyFileSync(SCRIPT, path.join(folder, 'verify.mjs'));
      writeFileSync(path.join(folder, 'good.json'), JSON.stringify(answer()));
      writeFileSync(path.join(folder, 'bad.json'), JSON.stringify({ ...answer(), qualified: false }));
      writeFileSync(path.join(folder, 'keys.json'), JSON.stringify(keys()));
    });
    after(() => { rmSync(folder, { recursive: true, force: true }); });
    const run = (...args: string[]) => spawnSync(process.execPath, ['verify.mjs', ...args], { cwd: folder, encoding: 'utf8' });

    it('says what was certified and answers 0', () => {
      const { status, stdout } = run('good.json', '--keys', 'keys.json');
      expect(status).to.equal(0);
      expect(stdout).to.include('验证通过').and.include('是否具备资格：是').and.include('张三').and.include(signer.keyId);
    });

    it('says why it refuses and answers 1', () => {
      const { status, stderr } = run('bad.json', '--keys', 'keys.json');
      expect(status).to.equal(1);
      expect(stderr).to.include('验证不通过').and.include('qualified');
    });

    it('answers 2 when it is used wrongly', () => {
      expect([run().status, run('missing.json').status, run('good.json', '--keys').status, run('good.json').status]).to.deep.equal([2, 2, 2, 2]);
    });
  });
});
