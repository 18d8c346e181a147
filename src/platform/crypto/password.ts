import { randomInt } from 'node:crypto';
import argon2 from 'argon2';
import { brokenPasswordRules } from './password.rules.js';

/** OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Argon2id hash of a password in PHC text form, with its own random salt. */
export function hashPassword(password: string): Promise<string> {
  return argon2.hash(password, { type: argon2.argon2id, ...PARAMETERS });
}

/** Whether the password is the one that was hashed. Rejects when the stored hash is not a PHC text. */
export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return argon2.verify(passwordHash, password);
}

/** Whether a hash was made with other parameters than today's and should be renewed at the next successful login. */
export function needsRehash(passwordHash: string): boolean {
  return !passwordHash.startsWith('$argon2id$') || argon2.needsRehash(passwordHash, PARAMETERS);
}

/** Letters and digits that nobody confuses when reading them from paper, and marks that need no quoting in a shell. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_+=.';

/**
 * A random password that meets the policy.
 * @param length in characters, at least 12; 16 give 95 bits
 */
export function generatePassword(length = 16): string {
  if (length < 12) throw new RangeError('a generated password has at least 12 characters');
  for (;;) {
    const password = Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    if (brokenPasswordRules(password).length === 0) return password;
  }
}
