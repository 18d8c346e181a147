/** How personal numbers are shown to those who may not read them in full (design §4.11). */

/** `440105199001011234` → `4401**********1234`; anything shorter than ten characters is hidden entirely. */
export function maskIdNumber(number: string): string {
  const text = number.trim();
  return text.length < 10 ? '*'.repeat(text.length) : text.slice(0, 4) + '*'.repeat(text.length - 8) + text.slice(-4);
}

/** `13812345678` → `138****5678`, `020-83333333` → `020-****3333`; short numbers keep their last two digits. */
export function maskPhone(number: string): string {
  const text = number.trim();
  const digits = text.replace(/\D/g, '').length;
  if (digits < 7) return text.replace(/\d(?=(?:\D*\d){2})/g, '*');
  const head = digits >= 10 ? 3 : 0;
  let position = 0;
  return text.replace(/\d/g, (digit) => {
    position += 1;
    return position <= head || position > digits - 4 ? digit : '*';
  });
}
