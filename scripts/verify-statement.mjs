#!/usr/bin/env node
/**
 * 离线验证衡鉴出具的声明（单文件，只需 Node.js，不联网、不依赖其他文件）。
 *
 *   node verify-statement.mjs 文件.json [--keys 公钥.json]
 *
 * 文件：声明 {payload, signature, publicKeyId, id, issuedAt, publicKeyPem?}，或含 statement 成员的整个查询答复。
 * 公钥：--keys 指定的文件（GET /api/v1/public/keys 的答复）为准；否则用声明自带的 publicKeyPem；再否则用项目目录下 .data/public-keys.json。
 * 退出码：0 验证通过；1 验证不通过；2 用法错误。
 *
 * Signature: SM2 with SM3 (GB/T 32918.2, GB/T 32905), distinguishing id 1234567812345678, strict DER.
 */
import { createHash, getHashes } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

/** Why something is refused, in Chinese. */
export class Refusal extends Error {}
/** Wrong use of the command. */
export class Usage extends Error {}

// ---- SM3 (GB/T 32905-2016) ----

const rotate = (x, n) => ((x << n % 32) | (x >>> (32 - (n % 32)) % 32)) >>> 0;
const p0 = (x) => x ^ rotate(x, 9) ^ rotate(x, 17);
const p1 = (x) => x ^ rotate(x, 15) ^ rotate(x, 23);

/** SM3 without any library, for a Node.js whose OpenSSL was built without it. */
export function plainSm3(message) {
  const padded = Buffer.alloc((((message.length + 8) >> 6) + 1) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  padded.writeBigUInt64BE(BigInt(message.length) * 8n, padded.length - 8);
  const v = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
  const w = new Uint32Array(68);
  for (let block = 0; block < padded.length; block += 64) {
    for (let j = 0; j < 16; j++) w[j] = padded.readUInt32BE(block + 4 * j);
    for (let j = 16; j < 68; j++) w[j] = p1(w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)) ^ rotate(w[j - 13], 7) ^ w[j - 6];
    let [a, b, c, d, e, f, g, h] = v;
    for (let j = 0; j < 64; j++) {
      const ss1 = rotate((rotate(a, 12) + e + rotate(j < 16 ? 0x79cc4519 : 0x7a879d8a, j)) >>> 0, 7);
      const ss2 = ss1 ^ rotate(a, 12);
      const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
      const tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) >>> 0;
      const tt2 = (gg + h + ss1 + w[j]) >>> 0;
      [d, c, b, a] = [c, rotate(b, 9), a, tt1];
      [h, g, f, e] = [g, rotate(f, 19), e, p0(tt2) >>> 0];
    }
    [a, b, c, d, e, f, g, h].forEach((x, i) => { v[i] = (v[i] ^ x) >>> 0; });
  }
  const digest = Buffer.alloc(32);
  v.forEach((x, i) => digest.writeUInt32BE(x, 4 * i));
  return digest;
}

/** SM3 digest as 32 bytes. */
export const sm3 = getHashes().includes('sm3') ? (message) => createHash('sm3').update(message).digest() : plainSm3;

// ---- SM2 verification (GB/T 32918.2-2016 §7, curve of GB/T 32918.5) ----

const P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFFn;
const N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123n;
const B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93n;
const A = P - 3n;
const G = { x: 0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7n, y: 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0n };
const DISTINGUISHING_ID = '1234567812345678';

const mod = (a, m = P) => ((a % m) + m) % m;
const hex64 = (n) => n.toString(16).padStart(64, '0');

function inverse(a, m) {
  let [r0, r1, s0, s1] = [mod(a, m), m, 1n, 0n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - q * r1, s1, s0 - q * s1];
  }
  return mod(s0, m);
}

/** Jacobian coordinates; z = 0 is the point at infinity. */
const INFINITY = { x: 1n, y: 1n, z: 0n };

function double({ x, y, z }) {
  if (z === 0n || y === 0n) return INFINITY;
  const yy = mod(y * y);
  const s = mod(4n * x * yy);
  const zz = mod(z * z);
  const m = mod(3n * (x - zz) * (x + zz));
  const x3 = mod(m * m - 2n * s);
  return { x: x3, y: mod(m * (s - x3) - 8n * yy * yy), z: mod(2n * y * z) };
}

function add(a, b) {
  if (a.z === 0n) return b;
  if (b.z === 0n) return a;
  const [az, bz] = [mod(a.z * a.z), mod(b.z * b.z)];
  const [u1, u2] = [mod(a.x * bz), mod(b.x * az)];
  const [s1, s2] = [mod(a.y * bz * b.z), mod(b.y * az * a.z)];
  if (u1 === u2) return s1 === s2 ? double(a) : INFINITY;
  const h = mod(u2 - u1);
  const r = mod(s2 - s1);
  const hh = mod(h * h);
  const hhh = mod(h * hh);
  const v = mod(u1 * hh);
  const x = mod(r * r - hhh - 2n * v);
  return { x, y: mod(r * (v - x) - s1 * hhh), z: mod(h * a.z * b.z) };
}

/** x coordinate of sG + tQ, or null for the point at infinity. */
function combinedX(s, t, q) {
  const [pg, pq] = [{ ...G, z: 1n }, { ...q, z: 1n }];
  const both = add(pg, pq);
  let sum = INFINITY;
  for (let bit = 255n; bit >= 0n; bit--) {
    sum = double(sum);
    const [inS, inT] = [(s >> bit) & 1n, (t >> bit) & 1n];
    if (inS && inT) sum = add(sum, both);
    else if (inS) sum = add(sum, pg);
    else if (inT) sum = add(sum, pq);
  }
  if (sum.z === 0n) return null;
  const zi = inverse(sum.z, P);
  return mod(sum.x * zi * zi);
}

/** The point of an SM2 public key in PEM; anything but an uncompressed point of the curve is refused. */
export function readPublicKey(pem) {
  const match = /^\s*-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+?)\s+-----END PUBLIC KEY-----\s*$/.exec(String(pem));
  const der = match ? strictBase64(match[1].replace(/\s+/g, '')) : null;
  const head = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d03420004', 'hex');
  if (der === null || der.length !== 91 || !der.subarray(0, head.length).equals(head)) throw new Refusal('公钥不是 SM2 公钥');
  const x = BigInt(`0x${der.toString('hex', 27, 59)}`);
  const y = BigInt(`0x${der.toString('hex', 59, 91)}`);
  if (x >= P || y >= P || mod(y * y) !== mod(x * x * x + A * x + B)) throw new Refusal('公钥不是 SM2 曲线上的点');
  return { x, y, id: `sm2-${sm3(der).toString('hex').slice(0, 16)}`, fingerprint: sm3(der).toString('hex') };
}

/** The two numbers of a strict DER signature, or null. */
export function readSignature(der) {
  if (der.length < 8 || der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  const numbers = [];
  let at = 2;
  while (at < der.length) {
    const end = at + 2 + der[at + 1];
    const body = der.subarray(at + 2, end);
    if (der[at] !== 0x02 || body.length < 1 || body.length > 33 || end > der.length) return null;
    if (body[0] >= 0x80 || (body.length > 1 && body[0] === 0 && body[1] < 0x80)) return null;
    const value = BigInt(`0x${body.toString('hex')}`);
    if (value < 1n || value >= N) return null;
    numbers.push(value);
    at = end;
  }
  return numbers.length === 2 ? { r: numbers[0], s: numbers[1] } : null;
}

/** Whether `der` is an SM2 signature of `message` by the key. */
export function verifySm2(message, der, key) {
  const signature = readSignature(der);
  if (signature === null) return false;
  const { r, s } = signature;
  const t = mod(r + s, N);
  if (t === 0n) return false;
  const id = Buffer.from(DISTINGUISHING_ID);
  const curve = Buffer.from([A, B, G.x, G.y, key.x, key.y].map(hex64).join(''), 'hex');
  const z = sm3(Buffer.concat([Buffer.from([id.length >> 5, (id.length << 3) & 0xff]), id, curve]));
  const e = BigInt(`0x${sm3(Buffer.concat([z, message])).toString('hex')}`);
  const x = combinedX(s, t, key);
  return x !== null && mod(e + x, N) === r;
}

/** Bytes of canonical base64, or null: other spellings of the same bytes are refused. */
export function strictBase64(text) {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : null;
}

// ---- Keys ----

/** Finds the key under which a document was signed. `source` says in Chinese where it came from. */
export function findKey(keyId, ownPem, keyList) {
  if (keyList !== null) {
    const items = Array.isArray(keyList?.items) ? keyList.items : [];
    const item = items.find((candidate) => candidate?.id === keyId);
    if (!item) throw new Refusal(`公布的公钥中没有 ${keyId}`);
    const key = readPublicKey(item.publicKeyPem);
    if (item.algorithm !== 'SM2-SM3') throw new Refusal('公布的公钥算法不是 SM2-SM3');
    if (key.id !== keyId) throw new Refusal('公布的公钥与其编号不符');
    if (ownPem !== undefined && readPublicKey(ownPem).fingerprint !== key.fingerprint) throw new Refusal('文件自带的公钥与公布的公钥不同');
    return { key, validFrom: item.validFrom, validTo: item.validTo ?? null, trusted: true };
  }
  if (ownPem === undefined) throw new Usage('没有公钥：请以 --keys 指定司法行政机关公布的公钥文件');
  const key = readPublicKey(ownPem);
  if (key.id !== keyId) throw new Refusal('文件自带的公钥与公钥编号不符');
  return { key, validFrom: null, validTo: null, trusted: false };
}

// ---- Statement ----

const SIGNATURE_PARTS = ['payload', 'signature', 'publicKeyPem', 'publicKeyId'];

/**
 * Verifies a statement, or an answer that carries one, with everything that is said around it.
 * @param file parsed JSON
 * @param keyList parsed answer of GET /public/keys, or null to use the statement's own key
 * @returns {{ content: object, key: object, trusted: boolean }} @throws Refusal
 */
export function verifyStatement(file, keyList) {
  if (!isObject(file)) throw new Refusal('文件不是 JSON 对象');
  const statement = 'statement' in file ? file.statement : file;
  if (!isObject(statement)) throw new Refusal('文件中没有声明');
  for (const name of ['payload', 'signature', 'publicKeyId']) {
    if (typeof statement[name] !== 'string') throw new Refusal(`声明缺少 ${name}`);
  }
  const { payload, signature, publicKeyId, publicKeyPem } = statement;
  const { key, validFrom, validTo, trusted } = findKey(publicKeyId, publicKeyPem, keyList);
  const der = strictBase64(signature);
  const message = Buffer.from(payload, 'utf8');
  if (der === null || message.toString('utf8') !== payload || !verifySm2(message, der, key)) throw new Refusal('签名无效：声明内容或签名被改动');
  const content = parseJson(payload, '签名内容不是 JSON');
  if (!isObject(content)) throw new Refusal('签名内容不是 JSON 对象');
  if ('publicKeyId' in content && content.publicKeyId !== publicKeyId) throw new Refusal('公钥编号与签名内容不一致');
  refuseUnsigned(statement, content, SIGNATURE_PARTS);
  if (file !== statement) refuseUnsigned(file, content, ['statement']);
  const issuedAt = Date.parse(content.issuedAt);
  if (typeof content.issuedAt !== 'string' || Number.isNaN(issuedAt)) throw new Refusal('签名内容没有签发时间');
  if (trusted && !(issuedAt >= Date.parse(validFrom) && (validTo === null || issuedAt < Date.parse(validTo)))) {
    throw new Refusal('签发时间不在公钥有效期内');
  }
  return { content, key, trusted };
}

/** What stands around the signed text must repeat it exactly: a reader looks there first. */
function refuseUnsigned(outer, content, exempt) {
  for (const [name, value] of Object.entries(outer)) {
    if (exempt.includes(name)) continue;
    if (!Object.hasOwn(content, name)) throw new Refusal(`“${name}”不在签名内容中`);
    if (!isDeepStrictEqual(value, content[name])) throw new Refusal(`“${name}”与签名内容不一致`);
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text, refusal) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(refusal);
  }
}

// ---- Command ----

/** Reads a JSON file named on the command line. @throws Usage when there is none, Refusal when it is not JSON */
export function readJsonFile(file) {
  if (!existsSync(file)) throw new Usage(`找不到文件 ${file}`);
  return parseJson(readFileSync(file, 'utf8'), `${file} 不是 JSON`);
}

/** Splits `FILE [--keys KEYS.json]`. */
export function readArguments(args) {
  const at = args.indexOf('--keys');
  const rest = at < 0 ? args : args.filter((_, index) => index !== at && index !== at + 1);
  if (rest.length !== 1 || rest[0].startsWith('--') || (at >= 0 && args[at + 1] === undefined)) throw new Usage('参数不正确');
  return { file: rest[0], keysFile: at < 0 ? null : args[at + 1] };
}

/** The published keys to use: the file that was named, or the project's own copy when the document brings no key. */
export function publishedKeys(keysFile, ownPem) {
  if (keysFile !== null) return readJsonFile(keysFile);
  const local = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '.data', 'public-keys.json');
  return ownPem === undefined && existsSync(local) ? readJsonFile(local) : null;
}

/** Lines that say whose key it was. */
export function keyLines(key, trusted) {
  return [
    `签名公钥：${key.id}（SM3 指纹 ${key.fingerprint}）`,
    ...(trusted ? [] : ['注意：公钥取自文件本身。请将上述指纹与司法行政机关公布的公钥指纹核对，一致方可采信；有效期未核对。']),
  ];
}

const LABELS = {
  qualified: '是否具备资格', reasons: '理由', appraiser: '鉴定人', institution: '鉴定机构', category: '执业类别', asOf: '所问日期', knownAt: '依据截至',
  items: '批量结果',
};

function summary({ content, key, trusted }) {
  const show = (value) => (typeof value === 'boolean' ? (value ? '是' : '否') : typeof value === 'string' ? value : JSON.stringify(value));
  return [
    '验证通过：声明确由下列公钥签发，内容未被改动。',
    `声明编号：${show(content.id)}`,
    `签发时间：${show(content.issuedAt)}`,
    ...Object.entries(LABELS).filter(([name]) => Object.hasOwn(content, name)).map(([name, label]) => `${label}：${show(content[name])}`),
    ...keyLines(key, trusted),
  ].join('\n');
}

/** Runs a command: prints what it answers, turns refusals and wrong use into exit codes 1 and 2. */
export function runCommand(usage, work) {
  try {
    console.log(work(process.argv.slice(2)));
  } catch (error) {
    if (error instanceof Refusal) {
      console.error(`验证不通过：${error.message}`);
      process.exitCode = 1;
    } else if (error instanceof Usage) {
      console.error(`${error.message}\n用法：${usage}`);
      process.exitCode = 2;
    } else {
      throw error;
    }
  }
}

/** Whether this module was started as the command. */
export function isCommand(moduleUrl) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(moduleUrl);
}

if (isCommand(import.meta.url)) {
  runCommand('node verify-statement.mjs 文件.json [--keys 公钥.json]', (args) => {
    const { file, keysFile } = readArguments(args);
    const document = readJsonFile(file);
    const ownPem = (isObject(document?.statement) ? document.statement : document)?.publicKeyPem;
    return summary(verifyStatement(document, publishedKeys(keysFile, ownPem)));
  });
}
