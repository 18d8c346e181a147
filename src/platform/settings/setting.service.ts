import type { RequestContext } from '../context.js';
import type { Sql, Tx } from '../database/sql.js';
import { defineProblems, problems } from '../problem.js';
import { systemTime, type Timekeeper } from '../scheduling/index.js';
import type { Setting, SettingValue } from './setting.js';
import type { SettingRegistry } from './setting-registry.js';
import { changesOf, insertChange, lockSetting, putSetting, storedSettings, type SettingChange, type StoredSetting } from './setting.repository.js';
import { settingFault } from './setting.rules.js';

export const settingProblems = defineProblems({
  'setting-not-found': { status: 404, title: '未找到该参数' },
});

/** A setting with the value in force. Version 0 means that it was never changed and the default holds. */
export interface CurrentSetting {
  readonly setting: Setting;
  readonly value: SettingValue;
  readonly version: number;
  readonly changedAt: Date | null;
}

/** Values at one moment, to be stored with the evaluation that used them. */
export interface SettingSnapshot<S extends Setting = Setting> {
  readonly values: { readonly [Each in S as Each['key']]: SettingValue<Each> };
  readonly versions: { readonly [Each in S as Each['key']]: number };
}

export interface SettingChangeRequest {
  readonly key: string;
  readonly value: unknown;
  /** Why, for the history: 1 to 500 characters. */
  readonly reason: string;
  /** The version that the change is based on; 0 for a default. */
  readonly expectedVersion: number;
}

/** How old a remembered value may be: after so long a change made by another process is seen. */
const REMEMBERED_MS = 3000;

/** Reads and changes settings (design §4.9). */
export class SettingService {
  private remembered: { readonly at: number; readonly stored: Promise<ReadonlyMap<string, StoredSetting>> } | null = null;

  constructor(private readonly sql: Sql, private readonly registry: SettingRegistry, private readonly timekeeper: Timekeeper = systemTime) {}

  /** The value in force, at most three seconds old. @throws RangeError when the setting was not registered, or what is stored is outside its bounds */
  async get<S extends Setting>(setting: S): Promise<SettingValue<S>> {
    return this.valueOf(setting, await this.stored());
  }

  /**
   * The values of several settings at one moment, read afresh.
   * @param sql the transaction of the evaluation that uses them
   */
  async snapshot<const S extends Setting>(sql: Sql, settings: readonly S[]): Promise<SettingSnapshot<S>> {
    const stored = byKey(await storedSettings(sql));
    return {
      values: Object.fromEntries(settings.map((setting) => [setting.key, this.valueOf(setting, stored)])),
      versions: Object.fromEntries(settings.map((setting) => [setting.key, stored.get(setting.key)?.version ?? 0])),
    } as SettingSnapshot<S>;
  }

  /** All settings with the values in force, by key, read afresh. */
  async list(sql: Sql): Promise<CurrentSetting[]> {
    const stored = byKey(await storedSettings(sql));
    return this.registry.all().map((setting) => current(setting, stored.get(setting.key) ?? null));
  }

  /** @throws Problem `setting-not-found` */
  async find(sql: Sql, key: string): Promise<CurrentSetting> {
    const setting = this.known(key);
    return current(setting, byKey(await storedSettings(sql)).get(key) ?? null);
  }

  /**
   * Changes a value and notes who did, when, from what and why. After the commit call `forget`, so that this process sees it
   * at once; other processes see it within three seconds.
   * @throws Problem `setting-not-found`; `invalid-request` naming the field; `version-conflict` when somebody changed it meanwhile
   */
  async set(tx: Tx, context: RequestContext, request: SettingChangeRequest): Promise<CurrentSetting> {
    const setting = this.known(request.key);
    refuseFaulty(setting, request);
    const before = await lockSetting(tx, request.key);
    if ((before?.version ?? 0) !== request.expectedVersion) throw problems['version-conflict']();
    const after: StoredSetting = { key: request.key, value: request.value, version: request.expectedVersion + 1, changedAt: context.now };
    const noted = await insertChange(tx, {
      key: after.key, version: after.version, oldValue: before?.value ?? null, newValue: after.value, reason: request.reason.trim(),
      changedAt: context.now, actorId: context.actor.id, actorName: context.actor.name, requestId: context.requestId,
    });
    // Two first changes of one setting have no row to lock; the history decides which came first.
    if (!noted) throw problems['version-conflict']();
    await putSetting(tx, after);
    return current(setting, after);
  }

  /** Who changed the setting, newest first. @throws Problem `setting-not-found` */
  async history(sql: Sql, key: string, beforeVersion: number | null, limit: number): Promise<SettingChange[]> {
    return changesOf(sql, this.known(key).key, beforeVersion, limit);
  }

  /** Makes this process read the values anew. */
  forget(): void {
    this.remembered = null;
  }

  private stored(): Promise<ReadonlyMap<string, StoredSetting>> {
    const now = this.timekeeper.now().getTime();
    if (this.remembered && now - this.remembered.at < REMEMBERED_MS) return this.remembered.stored;
    const reading = { at: now, stored: storedSettings(this.sql).then(byKey) };
    this.remembered = reading;
    // A failed reading must not be remembered: the next caller asks again.
    reading.stored.catch(() => { if (this.remembered === reading) this.remembered = null; });
    return reading.stored;
  }

  private valueOf<S extends Setting>(setting: S, stored: ReadonlyMap<string, StoredSetting>): SettingValue<S> {
    if (this.registry.find(setting.key) !== setting) throw new RangeError(`setting ${setting.key} is not registered`);
    const found = stored.get(setting.key);
    if (!found) return setting.default as SettingValue<S>;
    const fault = settingFault(setting, found.value);
    if (fault) throw new RangeError(`stored value of setting ${setting.key}: ${fault.message}`);
    return found.value as SettingValue<S>;
  }

  private known(key: string): Setting {
    const setting = this.registry.find(key);
    if (!setting) throw settingProblems['setting-not-found']();
    return setting;
  }
}

function refuseFaulty(setting: Setting, request: SettingChangeRequest): void {
  const fault = settingFault(setting, request.value);
  const reasonLength = [...request.reason.trim()].length;
  const errors = [
    ...(fault ? [{ pointer: '/value', ...fault }] : []),
    ...(reasonLength >= 1 && reasonLength <= 500 ? [] : [{ pointer: '/reason', code: 'out-of-range', message: '须为 1 至 500 个字符' }]),
  ];
  if (errors.length > 0) throw problems['invalid-request']({ detail: `参数“${setting.title}”的修改未被接受`, errors });
}

function current(setting: Setting, stored: StoredSetting | null): CurrentSetting {
  return {
    setting, value: (stored ? stored.value : setting.default) as SettingValue, version: stored?.version ?? 0, changedAt: stored?.changedAt ?? null,
  };
}

function byKey(stored: readonly StoredSetting[]): ReadonlyMap<string, StoredSetting> {
  return new Map(stored.map((setting) => [setting.key, setting]));
}
