import type { SettingChange } from './setting.repository.js';
import type { CurrentSetting } from './setting.service.js';
import type { SettingChangeView, SettingView } from './setting.dto.js';

/** A setting as the console shows it. */
export function settingView({ setting, value, version, changedAt }: CurrentSetting): SettingView {
  return {
    key: setting.key, title: setting.title, type: setting.type, value, default: setting.default,
    min: 'min' in setting ? setting.min : null,
    max: 'max' in setting ? setting.max : null,
    choices: 'choices' in setting ? setting.choices ?? null : null,
    source: setting.source, confidence: setting.confidence, version, changedAt: changedAt?.toISOString() ?? null,
  };
}

/** One line of a setting's history. */
export function changeView(change: SettingChange): SettingChangeView {
  return {
    version: change.version, oldValue: change.oldValue, newValue: change.newValue, reason: change.reason,
    changedAt: change.changedAt.toISOString(), changedBy: change.actorName,
  };
}
