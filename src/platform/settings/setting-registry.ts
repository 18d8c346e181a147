import type { Setting } from './setting.js';
import { settingFault } from './setting.rules.js';

/**
 * Declares a setting beside the rule that uses it.
 * @throws RangeError when its key is malformed or its own default is outside its bounds
 * @example export const minAppraisers = defineSetting({ key: 'registry.minAppraisersPerItem', type: 'integer', default: 3, min: 1, max: 20, … });
 */
export function defineSetting<const S extends Setting>(setting: S): S {
  if (!/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$/.test(setting.key) || setting.key.length > 100) throw new RangeError(`setting key: ${setting.key}`);
  const fault = settingFault(setting, setting.default);
  if (fault) throw new RangeError(`default of setting ${setting.key}: ${fault.message}`);
  return setting;
}

/** The settings that this service knows; what features declare is collected here at composition. */
export class SettingRegistry {
  private readonly byKey = new Map<string, Setting>();

  constructor(settings: readonly Setting[] = []) {
    this.add(settings);
  }

  /** @throws RangeError when two settings have the same key */
  add(settings: readonly Setting[]): void {
    for (const setting of settings) {
      if (this.byKey.has(setting.key)) throw new RangeError(`setting declared twice: ${setting.key}`);
      this.byKey.set(setting.key, setting);
    }
  }

  find(key: string): Setting | null {
    return this.byKey.get(key) ?? null;
  }

  /** All settings, by key. */
  all(): readonly Setting[] {
    return [...this.byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}
