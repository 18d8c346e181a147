import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { systemContext, type RequestContext } from '../../../src/platform/context.js';
import { DiskFileStore, FileReaders, FileService, fileRoutes, StagingArea, type StoredFile } from '../../../src/platform/files/index.js';
import type { Handled } from '../../../src/platform/http/route.js';
import type { Problem } from '../../../src/platform/problem.js';
import { testDatabase } from '../../support/database.js';

// The smallest PNG: one transparent pixel.
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const TERMS = { maxBytes: 1000, mediaTypes: ['image/png', 'text/csv'] };
const owner = { kind: 'spec-record', id: 'record-1' };

async function *stream(...chunks: (Buffer | Error)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) {
    if (chunk instanceof Error) throw chunk;
    yield chunk;
  }
}

describe('stored files', () => {
  const db = testDatabase();
  const context: RequestContext = systemContext('clerk', new Date('2026-03-05T12:00:00+08:00'));
  let folder: string;
  let files: FileService;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hengjian-files-spec-'));
    files = new FileService(new DiskFileStore(path.join(folder, 'files')), new StagingArea(path.join(folder, 'files', 'tmp')));
    await db.sql.run('DELETE FROM stored_file');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const keep = async (content: Buffer, name = '照片.png'): Promise<StoredFile> => {
    const received = await files.receive(stream(content), TERMS);
    return db.tx((tx) => files.attach(tx, context, received, name, owner));
  };
  const contentPath = (file: StoredFile): string => path.join(folder, 'files', file.digest.slice(0, 2), file.digest.slice(2, 4), file.digest);
  const onDisk = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name).sort();
  const refusal = (work: Promise<unknown>): Promise<Problem> =>
    work.then(() => { throw new Error('was expected to be refused'); }, (error: Problem) => error);
  const bytesOf = async (id: string): Promise<Buffer> => Buffer.concat(await (await files.open(db.sql, id)).content.toArray() as Buffer[]);

  it('lie under the SM3 of their content and come back as they were', async () => {
    const received = await files.receive(stream(PNG.subarray(0, 10), PNG.subarray(10)), TERMS);
    const file = await db.tx((tx) => files.attach(tx, context, received, '..\\照片.png', owner));
    expect([file.digest, file.size, file.mediaType, file.originalName])
      .to.deep.equal([createHash('sm3').update(PNG).digest('hex'), PNG.length, 'image/png', '照片.png']);
    expect((await stat(contentPath(file))).size).to.equal(PNG.length);
    expect((await bytesOf(file.id)).equals(PNG)).to.equal(true);
    expect(await files.list(db.sql, owner)).to.deep.equal([file]);
  });

  it('of equal content are kept once, however many arrive at the same time', async () => {
    const kept = await Promise.all(Array.from({ length: 5 }, () => keep(PNG)));
    expect(new Set(kept.map((file) => file.id)).size).to.equal(5);
    expect(await onDisk()).to.deep.equal([kept[0]!.digest]);
  });

  describe('leave nothing behind when refused:', () => {
    afterEach(async () => { expect(await onDisk()).to.deep.equal([]); });

    it('larger than allowed', async () => {
      const problem = await refusal(files.receive(stream(Buffer.alloc(600), Buffer.alloc(401)), TERMS));
      expect(problem.status).to.equal(413);
    });

    it('empty', async () => {
      expect((await refusal(files.receive(stream(), TERMS))).code).to.equal('file-empty');
    });

    it('of another type than their name says', async () => {
      const executable = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]);
      expect((await refusal(files.receive(stream(executable), TERMS))).status).to.equal(415);
    });

    it('binary where text is allowed', async () => {
      for (const content of [Buffer.from([0xff, 0xfe, 0x41, 0x00]), Buffer.from('a\u0000b'), Buffer.from([0x61, 0xe7])]) {
        expect((await refusal(files.receive(stream(content), TERMS))).code).to.equal('file-type-refused');
      }
    });

    it('text where none is allowed', async () => {
      expect((await refusal(files.receive(stream(Buffer.from('文字')), { ...TERMS, mediaTypes: ['image/png'] }))).status).to.equal(415);
    });

    it('broken off', async () => {
      const broken = await refusal(files.receive(stream(PNG.subarray(0, 20), new Error('connection lost')), TERMS));
      expect(broken.message).to.equal('connection lost');
    });
  });

  it('of exactly the largest size are taken, and text is told by its content', async () => {
    const received = await files.receive(stream(Buffer.from('列,值\n'.padEnd(996))), TERMS);
    expect([received.size, received.mediaType]).to.deep.equal([1000, 'text/csv']);
  });

  it('of another size than recorded, or missing, are not handed out', async () => {
    const file = await keep(PNG);
    await writeFile(contentPath(file), PNG.subarray(1));
    expect((await refusal(files.open(db.sql, file.id))).code).to.equal('file-damaged');
    await rm(contentPath(file));
    expect((await refusal(files.open(db.sql, file.id))).code).to.equal('file-damaged');
    expect(await files.verify(db.sql, file.id)).to.deep.equal({ intact: false, expectedDigest: file.digest, actualDigest: null });
  });

  it('with one changed byte are found by verifying', async () => {
    const file = await keep(PNG);
    expect((await files.verify(db.sql, file.id)).intact).to.equal(true);
    const changed = Buffer.from(PNG);
    changed[50]! ^= 1;
    await writeFile(contentPath(file), changed);
    const check = await files.verify(db.sql, file.id);
    expect([check.intact, check.actualDigest]).to.deep.equal([false, createHash('sm3').update(changed).digest('hex')]);
  });

  it('taken from their record are not found any more', async () => {
    const file = await keep(PNG);
    await db.tx((tx) => files.remove(tx, context, file.id));
    expect((await refusal(files.open(db.sql, file.id))).status).to.equal(404);
    expect((await refusal(db.tx((tx) => files.remove(tx, context, file.id)))).status).to.equal(404);
  });

  it('the sweep removes broken-off uploads and content without a record, both only when old, and nothing else', async () => {
    const now = new Date();
    const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
    const claimed = await keep(PNG);
    const shared = await keep(PNG);
    await db.tx((tx) => files.remove(tx, context, shared.id));
    const orphan = await files.receive(stream(Buffer.from('无主')), TERMS);
    const young = await files.receive(stream(Buffer.from('刚到')), TERMS);
    const orphanPath = path.join(folder, 'files', orphan.digest.slice(0, 2), orphan.digest.slice(2, 4), orphan.digest);
    for (const old of [contentPath(claimed), orphanPath]) await utimes(old, hoursAgo(25), hoursAgo(25));
    await mkdir(path.join(folder, 'files', 'tmp'), { recursive: true });
    for (const [name, hours] of [['old.part', 2], ['new.part', 0]] as const) {
      const leftover = path.join(folder, 'files', 'tmp', name);
      await writeFile(leftover, 'x');
      await utimes(leftover, hoursAgo(hours), hoursAgo(hours));
    }
    expect(await files.sweep(db.sql, now)).to.deep.equal({ leftovers: 1, unclaimed: 1 });
    expect(await onDisk()).to.deep.equal([claimed.digest, young.digest, 'new.part'].sort());
  });

  it('a repeated upload makes unclaimed content young again, so that the sweep leaves it to the record about to come', async () => {
    const first = await files.receive(stream(PNG), TERMS);
    const stored = path.join(folder, 'files', first.digest.slice(0, 2), first.digest.slice(2, 4), first.digest);
    await utimes(stored, new Date(0), new Date(0));
    await files.receive(stream(PNG), TERMS);
    expect((await files.sweep(db.sql, new Date())).unclaimed).to.equal(0);
  });

  it('nothing but a digest becomes part of a path', async () => {
    const store = new DiskFileStore(folder);
    expect(await store.size('../../etc/passwd').catch((error: unknown) => error)).to.be.instanceOf(RangeError);
  });

  describe('are downloaded', () => {
    const download = async (file: StoredFile, readers: FileReaders) => {
      const [route] = fileRoutes({ database: db.sql, files, readers });
      return route!.handler({ context, params: { id: file.id } } as Handled<object, object, object>);
    };

    it('by who may read the record, as an attachment of no type that a browser would show', async () => {
      const readers = new FileReaders();
      readers.add(owner.kind, async (_sql, _context, id) => id === owner.id);
      const reply = await download(await keep(PNG), readers);
      expect([reply.contentType, reply.fileName, reply.headers]).to.deep.equal(['application/octet-stream', '照片.png', { 'Content-Length': String(PNG.length) }]);
      const content = reply.content as AsyncIterable<Buffer>;
      let size = 0;
      for await (const chunk of content) size += chunk.length;
      expect(size).to.equal(PNG.length);
    });

    it('by nobody else: for them the file is not there', async () => {
      const file = await keep(PNG);
      const refusing = new FileReaders();
      refusing.add(owner.kind, async () => false);
      for (const readers of [refusing, new FileReaders()]) expect((await refusal(download(file, readers))).code).to.equal('file-not-found');
    });
  });
});
