import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'express';
import { problems } from '../problem.js';
import type { UploadedFile, UploadSpec } from './route.js';

export interface MultipartForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: UploadedFile;
  /** Removes the temporary folder. */
  dispose(): Promise<void>;
}

/**
 * Receives a multipart request with exactly one file, streamed to a private temporary folder.
 * @throws Problem 415 when it is not multipart, 400 when malformed or without the file, 413 when larger than allowed
 */
export async function receiveUpload(request: Request, spec: UploadSpec): Promise<MultipartForm> {
  if (!/^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '')) throw problems['unsupported-media-type']();
  if (Number(request.headers['content-length'] ?? 0) > spec.maxBytes + 65_536) throw tooLarge(spec);
  const folder = await mkdtemp(path.join(tmpdir(), 'hengjian-upload-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    return { ...(await parse(request, spec, path.join(folder, 'upload'))), dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function parse(request: Request, spec: UploadSpec, target: string): Promise<Omit<MultipartForm, 'dispose'>> {
  const parser = createParser(request, spec);
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  const writes: Promise<UploadedFile>[] = [];
  const invalid = (message: string, pointer = `/${spec.field}`) =>
    problems['invalid-request']({ errors: [{ pointer, code: 'invalid-form', message }] });
  await new Promise<void>((resolve, reject) => {
    parser.on('field', (name, value, info) => {
      if (info.valueTruncated || info.nameTruncated || name in fields) reject(invalid('表单字段过长或重复', '/'));
      else fields[name] = value;
    });
    parser.on('file', (name, stream, info) => {
      if (name !== spec.field || writes.length > 0) {
        stream.resume();
        reject(invalid(`只接受一个文件，字段名为 ${spec.field}`));
        return;
      }
      const write = store(stream, target, Buffer.from(info.filename ?? '', 'latin1').toString('utf8'), spec);
      // A failed write must stop the request at once; the promise is also awaited below.
      write.catch(reject);
      writes.push(write);
    });
    parser.on('partsLimit', () => reject(invalid('表单字段过多', '/')));
    parser.on('error', () => reject(problems['malformed-body']()));
    parser.on('close', resolve);
    request.on('aborted', () => reject(problems['malformed-body']()));
    request.pipe(parser);
  }).finally(async () => {
    request.unpipe(parser);
    // Whatever was being written ends here too: a client that hangs up must not leave an open file behind.
    parser.destroy();
    request.resume();
    await Promise.allSettled(writes);
  });
  const [file] = await Promise.all(writes);
  if (!file) throw invalid(`缺少文件字段 ${spec.field}`);
  return { fields: { ...fields }, file };
}

function createParser(request: Request, spec: UploadSpec): busboy.Busboy {
  try {
    return busboy({ headers: request.headers, limits: { fileSize: spec.maxBytes, files: 2, fields: 20, fieldSize: 10_000, parts: 25 } });
  } catch (error) {
    // busboy throws for a missing boundary.
    throw problems['malformed-body']({ cause: error });
  }
}

async function store(stream: Readable & { truncated?: boolean; bytesRead?: number }, target: string, name: string, spec: UploadSpec): Promise<UploadedFile> {
  let size = 0;
  stream.on('data', (chunk: Buffer) => { size += chunk.length; });
  await pipeline(stream, createWriteStream(target, { mode: 0o600 }));
  if (stream.truncated) throw tooLarge(spec);
  return { path: target, originalName: name, size };
}

function tooLarge(spec: UploadSpec) {
  return problems['payload-too-large']({ detail: `文件不得超过 ${Math.floor(spec.maxBytes / 1_048_576)} MB` });
}
