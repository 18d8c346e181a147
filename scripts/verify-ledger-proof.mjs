#!/usr/bin/env node
/**
 * 离线验证一条审计记录确在已签名的区块内（只需 Node.js 和同目录下的 verify-statement.mjs，不联网、不连接数据库）。
 *
 *   node verify-ledger-proof.mjs 证明.json [--keys 公钥.json]
 *
 * 文件：证明本身，或含 proof 成员的整个查询答复。--keys 的含义同 verify-statement.mjs。
 * 退出码：0 验证通过；1 验证不通过；2 用法错误。
 * Encodings: docs of src/platform/ledger/fields.rules.ts, entry-encoding.rules.ts, merkle.rules.ts and block.rules.ts.
 */
import {
  findKey, isCommand, keyLines, publishedKeys, readArguments, readJsonFile, Refusal, runCommand, sm3, strictBase64, verifySm2,
} from './verify-statement.mjs';

const PROOF_MEMBERS = ['format', 'entry', 'leafIndex', 'path', 'block', 'publicKeyPem'];
const ENTRY_MEMBERS = ['seq', 'id', 'recordedAt', 'witnessSeq', 'actor', 'requestId', 'action', 'subject', 'divisionCode', 'change'];
const ACTOR_MEMBERS = ['kind', 'id', 'name', 'role'];
const SUBJECT_MEMBERS = ['kind', 'id'];
const BLOCK_MEMBERS = [
  'number', 'previousHash', 'merkleRoot', 'leafListDigest', 'entryCount', 'totalEntries', 'firstSeq', 'lastSeq', 'sealedAt', 'algorithm', 'keyId',
  'blockHash', 'signature',
];

/** Refuses what is not an object of just these members: anything more would stand there without being signed. */
function expectMembers(value, names, what) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal(`证明缺少${what}`);
  const extra = Object.keys(value).find((name) => !names.includes(name));
  if (extra !== undefined) throw new Refusal(`${what}中的“${extra}”不在签名范围内`);
}

/** Number of fields (2 bytes), then each length (4 bytes, -1 for null) and content. */
function encodeFields(fields) {
  const count = Buffer.alloc(2);
  count.writeUInt16BE(fields.length);
  return Buffer.concat([count, ...fields.flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(field === null ? -1 : field.length);
    return field === null ? [length] : [length, field];
  })]);
}

const text = (value) => {
  if (typeof value !== 'string') throw new Refusal('证明的成员类型不正确');
  return Buffer.from(value, 'utf8');
};
const optional = (value) => (value === null ? null : text(value));
const integer = (value) => {
  if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) throw new Refusal('证明的成员类型不正确');
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
};
const instant = (value) => {
  const ms = Date.parse(value);
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== value) throw new Refusal('证明的时间格式不正确');
  return ms;
};
const bytesOf = (hex, length) => {
  if (typeof hex !== 'string' || !/^[0-9a-f]+$/.test(hex) || hex.length !== 2 * length) throw new Refusal('证明的摘要格式不正确');
  return Buffer.from(hex, 'hex');
};
const uuid = (value) => {
  if (!/^.{8}-.{4}-.{4}-.{4}-.{12}$/.test(value)) throw new Refusal('证明的编号格式不正确');
  return bytesOf(value.replaceAll('-', ''), 16);
};
const digest = (hex) => bytesOf(hex, 32);

function entryBytes(entry) {
  expectMembers(entry, ENTRY_MEMBERS, '记录');
  expectMembers(entry.actor, ACTOR_MEMBERS, '操作人');
  expectMembers(entry.subject, SUBJECT_MEMBERS, '操作对象');
  return encodeFields([
    integer(entry.seq), uuid(entry.id),
    integer((BigInt(instant(entry.recordedAt)) - BigInt(Date.UTC(2000, 0, 1))) * 1000n),
    entry.witnessSeq === null ? null : integer(entry.witnessSeq),
    text(entry.actor.kind), optional(entry.actor.id), text(entry.actor.name), optional(entry.actor.role), text(entry.requestId), text(entry.action),
    text(entry.subject.kind), text(entry.subject.id), optional(entry.divisionCode), text(entry.change),
  ]);
}

/** RFC 9162 §2.1.3.2 with SM3. */
function rootFromPath(leaf, index, size, path) {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size || !Array.isArray(path)) return null;
  let [node, at, last] = [leaf, index, size - 1];
  for (const sibling of path.map(digest)) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      node = sm3(Buffer.concat([Buffer.of(1), sibling, node]));
      while (at % 2 === 0 && at !== 0) { at >>>= 1; last >>>= 1; }
    } else {
      node = sm3(Buffer.concat([Buffer.of(1), node, sibling]));
    }
    at >>>= 1;
    last >>>= 1;
  }
  return last === 0 ? node : null;
}

/**
 * Verifies an inclusion proof. @param keyList answer of GET /public/keys, or null to use the proof's own key
 * @returns {{ key: object, trusted: boolean }} @throws Refusal
 */
export function verifyProof(proof, keyList) {
  expectMembers(proof, PROOF_MEMBERS, '证明');
  if (proof.format !== 'hengjian-ledger-proof-1') throw new Refusal('文件不是审计记录证明');
  const { entry, block } = proof;
  expectMembers(block, BLOCK_MEMBERS, '区块');
  if (block.algorithm !== 'SM2-SM3') throw new Refusal('签名算法未知');
  const { key, validFrom, validTo, trusted } = findKey(block.keyId, proof.publicKeyPem, keyList);
  const root = rootFromPath(sm3(entryBytes(entry)), proof.leafIndex, block.entryCount, proof.path);
  if (root === null || !root.equals(digest(block.merkleRoot))) throw new Refusal('记录不在该区块内，或记录内容被改动');
  const sealedAt = instant(block.sealedAt);
  const hash = sm3(encodeFields([
    text('hengjian-ledger-block-1'), integer(block.number), digest(block.previousHash), digest(block.merkleRoot), digest(block.leafListDigest),
    integer(block.entryCount), integer(block.totalEntries), integer(block.firstSeq), integer(block.lastSeq), integer(sealedAt),
    text(block.algorithm), text(block.keyId),
  ]));
  if (!hash.equals(digest(block.blockHash))) throw new Refusal('区块摘要与区块内容不符');
  const der = strictBase64(String(block.signature));
  if (der === null || !verifySm2(hash, der, key)) throw new Refusal('区块签名无效');
  if (trusted && !(sealedAt >= Date.parse(validFrom) && (validTo === null || sealedAt < Date.parse(validTo)))) throw new Refusal('封存时间不在公钥有效期内');
  return { key, trusted };
}

/** The proof in a file that is one, or in the answer of GET /ledger/entries/{id}/proof. */
export function proofIn(document) {
  if (document?.proof === undefined) return document;
  expectMembers(document, ['proof'], '答复');
  return document.proof;
}

if (isCommand(import.meta.url)) {
  runCommand('node verify-ledger-proof.mjs 证明.json [--keys 公钥.json]', (args) => {
    const { file, keysFile } = readArguments(args);
    const proof = proofIn(readJsonFile(file));
    const { key, trusted } = verifyProof(proof, publishedKeys(keysFile, proof?.publicKeyPem));
    const { entry, block } = proof;
    return [
      '验证通过：该记录在已签名的区块内，内容未被改动。',
      `记录：第${entry.seq}条 ${entry.id}`,
      `时间：${entry.recordedAt}`,
      `操作：${entry.actor.name} ${entry.action} ${entry.subject.kind}/${entry.subject.id}`,
      `内容：${entry.change}`,
      `区块：第${block.number}块，封存于${block.sealedAt}`,
      ...keyLines(key, trusted),
    ].join('\n');
  });
}
