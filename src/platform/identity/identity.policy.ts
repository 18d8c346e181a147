import { defineSetting, type Setting, type SettingService } from '../settings/index.js';

/** Values of account protection in force. */
export interface IdentityPolicy {
  readonly maxFailures: number;
  readonly lockMinutes: number;
  readonly idleMinutes: number;
  readonly sessionHours: number;
  readonly passwordMaxAgeDays: number;
  readonly clientTokenMinutes: number;
}

const SOURCE = 'GB/T 22239-2019 第三级身份鉴别要求的通行做法';

const maxFailures = defineSetting({ key: 'identity.maxFailures', type: 'integer', default: 5, min: 3, max: 20, title: '连续输错密码多少次后锁定', source: SOURCE, confidence: 'known' });
const lockMinutes = defineSetting({ key: 'identity.lockMinutes', type: 'integer', default: 30, min: 1, max: 1440, title: '锁定时间（分钟）', source: SOURCE, confidence: 'known' });
const idleMinutes = defineSetting({ key: 'identity.idleMinutes', type: 'integer', default: 30, min: 5, max: 480, title: '无操作多久后退出（分钟）', source: SOURCE, confidence: 'known' });
const sessionHours = defineSetting({ key: 'identity.sessionHours', type: 'integer', default: 12, min: 1, max: 24, title: '会话最长时间（小时）', source: SOURCE, confidence: 'known' });
const passwordMaxAgeDays = defineSetting({ key: 'identity.passwordMaxAgeDays', type: 'integer', default: 90, min: 30, max: 365, title: '密码更换周期（天）', source: SOURCE, confidence: 'known' });
const clientTokenMinutes = defineSetting({ key: 'identity.clientTokenMinutes', type: 'integer', default: 120, min: 5, max: 1440, title: '接口客户端令牌有效期（分钟）', source: '本系统约定', confidence: 'unsure' });

export const identitySettings: readonly Setting[] = [maxFailures, lockMinutes, idleMinutes, sessionHours, passwordMaxAgeDays, clientTokenMinutes];

/** Reads the policy; values may be a few seconds old. */
export async function identityPolicy(settings: SettingService): Promise<IdentityPolicy> {
  return {
    maxFailures: await settings.get(maxFailures), lockMinutes: await settings.get(lockMinutes), idleMinutes: await settings.get(idleMinutes),
    sessionHours: await settings.get(sessionHours), passwordMaxAgeDays: await settings.get(passwordMaxAgeDays),
    clientTokenMinutes: await settings.get(clientTokenMinutes),
  };
}
