/** Readings of Chinese names: toneless syllables of plain ASCII letters, ü written v. */
import { pinyin } from 'pinyin-pro';

/** One character and its reading; a character without a reading stands for itself. */
export interface Syllable { readonly text: string; readonly reading: string }

/** Surnames whose bearers use two readings, with the one that `pinyin-pro` does not choose. A person is found under both. */
const OTHER_SURNAME_READING: Readonly<Record<string, string>> = {
  覃: 'tan', 乐: 'le', 盖: 'gai', 朴: 'pu', 种: 'chong', 员: 'yuan', 贠: 'yun', 隗: 'kui', 缪: 'mou', 折: 'zhe', 祭: 'zhai', 繁: 'fan', 佴: 'nai',
};

/**
 * The syllables of a normalised name. Surname readings (曾 zeng, 单 shan, 仇 qiu) apply to the head of a person's name only:
 * in 单县 or 解放 they would be wrong.
 */
export function syllables(normalized: string, person: boolean): Syllable[] {
  const characters = [...normalized];
  const readings = pinyin(normalized, { toneType: 'none', type: 'array', v: true, surname: person ? 'head' : 'off' });
  // Were the package to merge or drop a character, wrong readings would be worse than none.
  const aligned = readings.length === characters.length;
  return characters.map((text, index) => ({ text, reading: plain(aligned ? readings[index]! : text) }));
}

/** The other way in which a person's surname may be read, or null. */
export function otherSurnameReading(person: readonly Syllable[]): string | null {
  const head = person[0];
  if (!head) return null;
  const other = OTHER_SURNAME_READING[head.text];
  return other === undefined || other === head.reading ? null : other;
}

function plain(reading: string): string {
  return reading.replaceAll('ü', 'v').toLowerCase();
}
