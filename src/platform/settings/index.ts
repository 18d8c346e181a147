export type {
  BooleanSetting, ChoiceSetting, Confidence, DecimalSetting, IntegerSetting, Setting, SettingValue, TextListSetting, TextSetting,
} from './setting.js';
export { defineSetting, SettingRegistry } from './setting-registry.js';
export { settingFault, type SettingFault } from './setting.rules.js';
export { SettingService, settingProblems, type CurrentSetting, type SettingChangeRequest, type SettingSnapshot } from './setting.service.js';
export type { SettingChange } from './setting.repository.js';
export { settingRoutes } from './setting.controller.js';
