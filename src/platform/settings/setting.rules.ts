import type { Setting } from './setting.js';

const MAX_ITEM_LENGTH = 200;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;

/** What is wrong with a value. */
export interface SettingFault { readonly code: string; readonly message: string }

/** Why the value may not be given to the setting; null when it may. */
export function settingFault(setting: Setting, value: unknown): SettingFault | null {
  switch (setting.type) {
    case 'integer':
      if (!Number.isSafeInteger(value)) return { code: 'integer-required', message: '须为整数' };
      return outOfRange(value as number, setting);
    case 'decimal':
      if (typeof value !== 'number' || !Number.isFinite(value)) return { code: 'number-required', message: '须为数字' };
      return outOfRange(value, setting);
    case 'boolean':
      return typeof value === 'boolean' ? null : { code: 'boolean-required', message: '须为 true 或 false' };
    case 'text':
      return textFault(value, setting.min, setting.max);
    case 'choice':
      return typeof value === 'string' && setting.choices.includes(value) ? null : notAChoice(setting.choices);
    case 'text-list':
      return listFault(value, setting);
  }
}

function outOfRange(value: number, bounds: { readonly min: number; readonly max: number }): SettingFault | null {
  if (value >= bounds.min && value <= bounds.max) return null;
  return { code: 'out-of-range', message: `须在 ${bounds.min} 与 ${bounds.max} 之间` };
}

function textFault(value: unknown, min: number, max: number): SettingFault | null {
  if (typeof value !== 'string') return { code: 'text-required', message: '须为文本' };
  const length = [...value].length;
  if (length < min || length > max) return { code: 'out-of-range', message: `须为 ${min} 至 ${max} 个字符` };
  if (CONTROL.test(value) || !value.isWellFormed()) return { code: 'control-character', message: '不得含有控制字符' };
  return null;
}

function listFault(value: unknown, setting: { readonly min: number; readonly max: number; readonly choices?: readonly string[] }): SettingFault | null {
  if (!Array.isArray(value)) return { code: 'list-required', message: '须为列表' };
  const items: readonly unknown[] = value;
  if (items.length < setting.min || items.length > setting.max) return { code: 'out-of-range', message: `须为 ${setting.min} 至 ${setting.max} 项` };
  if (new Set(items).size !== items.length) return { code: 'duplicate', message: '各项不得重复' };
  for (const item of items) {
    const fault = textFault(item, 1, MAX_ITEM_LENGTH);
    if (fault) return { ...fault, message: `各项${fault.message}` };
    if (setting.choices && !setting.choices.includes(item as string)) return notAChoice(setting.choices);
  }
  return null;
}

function notAChoice(choices: readonly string[]): SettingFault {
  return { code: 'not-a-choice', message: `须为 ${choices.join('、')} 之一` };
}
