/** How sure the source is: read in the document itself, known from practice, or to be confirmed by the bureau. */
export type Confidence = 'seen' | 'known' | 'unsure';

interface Common {
  /** Unique and stable, feature first: `registry.minAppraisersPerItem`. */
  readonly key: string;
  /** Chinese, with the unit. */
  readonly title: string;
  /** The regulation it comes from, or why it is what it is. */
  readonly source: string;
  readonly confidence: Confidence;
}

export interface IntegerSetting extends Common { readonly type: 'integer'; readonly default: number; readonly min: number; readonly max: number }
export interface DecimalSetting extends Common { readonly type: 'decimal'; readonly default: number; readonly min: number; readonly max: number }
export interface BooleanSetting extends Common { readonly type: 'boolean'; readonly default: boolean }
export interface TextSetting extends Common {
  readonly type: 'text'; readonly default: string;
  /** Length in characters. */
  readonly min: number; readonly max: number;
}
export interface ChoiceSetting extends Common { readonly type: 'choice'; readonly default: string; readonly choices: readonly string[] }
export interface TextListSetting extends Common {
  readonly type: 'text-list'; readonly default: readonly string[];
  /** Number of items, each of 1 to 200 characters and none twice. */
  readonly min: number; readonly max: number;
  /** When given, the only items allowed. */
  readonly choices?: readonly string[];
}

/** A value that an authorised person may change, with its default, bounds and source (design §4.9). */
export type Setting = IntegerSetting | DecimalSetting | BooleanSetting | TextSetting | ChoiceSetting | TextListSetting;

/** The type of a setting's value. */
export type SettingValue<S extends Setting = Setting> =
  S extends IntegerSetting | DecimalSetting ? number
    : S extends BooleanSetting ? boolean
      : S extends TextListSetting ? readonly string[]
        : S extends ChoiceSetting ? S['choices'][number]
          : string;
