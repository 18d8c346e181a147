const MAX_CHARACTERS = 120;
// Bidirectional overrides could make `gpj.exe` read as `exe.jpg`.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff<>:"|?*\\/]/gu;

/**
 * A name that a person's computer can take, made from what an uploader called the file: no folder, no control or
 * direction characters, no leading or trailing dots and spaces, at most 120 characters with the extension kept.
 */
export function safeFileName(given: string): string {
  const base = given.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const cleaned = base.replace(UNSAFE, '').replace(/\s+/gu, ' ').replace(/^[. ]+|[. ]+$/gu, '');
  if (cleaned === '') return '未命名文件';
  return shorten(cleaned);
}

function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= MAX_CHARACTERS) return name;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  return characters.slice(0, MAX_CHARACTERS - extension.length).join('').replace(/[. ]+$/u, '') + extension;
}
