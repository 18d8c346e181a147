const MIN_CHARACTERS = 8;
// Bounds the work of the password function, which hashes whatever is sent.
const MAX_CHARACTERS = 128;
const MIN_KINDS = 3;
const KINDS = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];

/** Every rule by its stable code, with what it asks of the person who chooses the password. */
export const PASSWORD_RULES = {
  'too-short': `密码不得少于${MIN_CHARACTERS}个字符`,
  'too-long': `密码不得超过${MAX_CHARACTERS}个字符`,
  'too-few-kinds': `密码须包含大写字母、小写字母、数字、特殊字符中的至少${MIN_KINDS}种`,
  'contains-username': '密码不得包含用户名',
} as const;

export type PasswordRule = keyof typeof PASSWORD_RULES;

// GB/T 22239-2019 §8.1.4.1 (身份鉴别) asks for complexity; eight characters of three kinds is the usual reading.
/**
 * Which rules a new password breaks; empty when it is acceptable.
 * @param username must not be part of the password, in any case of letters
 */
export function brokenPasswordRules(password: string, username = ''): PasswordRule[] {
  const characters = [...password].length;
  const kinds = KINDS.filter((kind) => kind.test(password)).length;
  const broken: PasswordRule[] = [];
  if (characters < MIN_CHARACTERS) broken.push('too-short');
  if (characters > MAX_CHARACTERS) broken.push('too-long');
  if (kinds < MIN_KINDS) broken.push('too-few-kinds');
  if (username !== '' && password.toLowerCase().includes(username.toLowerCase())) broken.push('contains-username');
  return broken;
}
