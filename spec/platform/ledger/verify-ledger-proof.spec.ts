import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { InclusionProof } from '../../../src/platform/ledger/index.js';
import { testDatabase } from '../../support/database.js';
import { PROJECT_ROOT } from '../../support/environment.js';
import { ledgerWorld, NOW } from './world.js';

interface StatementChecker { Refusal: new (message: string) => Error }
interface Verifier { verifyProof(proof: unknown, keyList: unknown): { trusted: boolean } }

const SCRIPT = path.join(PROJECT_ROOT, 'scripts', 'verify-ledger-proof.mjs');

/** Every copy of a JSON value in which one leaf differs, with the path to it. */
function* mutations(value: unknown, at = ''): Generator<{ at: string; changed: unknown }> {
  if (Array.isArray(value) || (typeof value === 'object' && value !== null)) {
    for (const [name, member] of Object.entries(value)) {
      for (const mutation of mutations(member, `${at}/${name}`)) {
        const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
        (copy as Record<string, unknown>)[name] = mutation.changed;
        yield { at: mutation.at, changed: copy };
      }
    }
  } else if (typeof value === 'number') {
    yield { at, changed: value + 1 };
  } else if (typeof value === 'string') {
    yield { at, changed: `${value.slice(0, -1)}${value.endsWith('A') ? 'B' : 'A'}` };
    yield { at, changed: null };
  } else {
    yield { at, changed: 'something' };
  }
}

describe('The stand-alone ledger proof checker', () => {
  const db = testDatabase();
  const { append, keys, service } = ledgerWorld(db);
  let verifyProof: Verifier['verifyProof'];
  let Refusal: StatementChecker['Refusal'];
  let proof: InclusionProof;
  before(async () => {
    ({ Refusal } = await import(pathToFileURL(path.join(path.dirname(SCRIPT), 'verify-statement.mjs')).href) as StatementChecker);
    ({ verifyProof } = await import(pathToFileURL(SCRIPT).href) as Verifier);
    const ids = await append(7);
    await service().seal(NOW);
    proof = await service().inclusionProof(ids[4]!);
  });
  const published = (): { items: unknown[] } => ({ items: keys.records });

  it('accepts a proof of the service, with published keys or its own', () => {
    expect(verifyProof(proof, published()).trusted).to.equal(true);
    expect(verifyProof(proof, null).trusted).to.equal(false);
  });

  it('refuses the proof when any of it is changed', () => {
    let count = 0;
    for (const { at, changed } of mutations(proof)) {
      count++;
      expect(() => verifyProof(changed, published()), at).to.throw(Refusal);
    }
    expect(count).to.be.greaterThan(40);
  });

  it('refuses what stands beside the proof without being signed', () => {
    expect(() => verifyProof({ ...proof, remark: 'x' }, published())).to.throw(Refusal);
    expect(() => verifyProof({ ...proof, entry: { ...proof.entry, remark: 'x' } }, published())).to.throw(Refusal);
  });

  it('runs as a command', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hengjian-proof-'));
    try {
      const run = (document: unknown) => {
        writeFileSync(path.join(folder, 'proof.json'), JSON.stringify(document));
        return spawnSync(process.execPath, [SCRIPT, path.join(folder, 'proof.json')], { encoding: 'utf8' });
      };
      const right = run(proof);
      expect(right.status).to.equal(0);
      expect(run({ proof }).status).to.equal(0);
      expect(run({ proof, remark: 'x' }).status).to.equal(1);
      expect(run({}).status).to.equal(1);
      expect(right.stdout).to.include('验证通过').and.include(proof.entry.id);
      const wrong = run({ ...proof, leafIndex: 0 });
      expect(wrong.status).to.equal(1);
      expect(wrong.stderr).to.include('验证不通过');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
