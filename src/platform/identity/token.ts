import { createHash, randomBytes } from 'node:crypto';

/** A bearer token: its prefix says whose it is, the rest is 256 random bits; only its SM3 digest is stored. */
export interface IssuedToken { readonly token: string; readonly digest: Buffer }

export type TokenKind = 'session' | 'client';

const PREFIX: Readonly<Record<TokenKind, string>> = { session: 'hjs_', client: 'hjc_' };

export function issueToken(kind: TokenKind): IssuedToken {
  const token = PREFIX[kind] + randomBytes(32).toString('base64url');
  return { token, digest: tokenDigest(token) };
}

/** Whose token this is by its form, or null for anything that this service never issued. */
export function tokenKind(token: string): TokenKind | null {
  if (!/^hj[sc]_[\w-]{43}$/.test(token)) return null;
  return token.startsWith(PREFIX.session) ? 'session' : 'client';
}

export function tokenDigest(token: string): Buffer {
  return createHash('sm3').update(token).digest();
}
