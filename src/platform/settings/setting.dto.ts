import { AnyField, ChoiceField, InstantField, IntegerField, ListField, Nullable, NumberField, TextField, TextListField } from '../http/fields.js';

export class SettingKeyParams {
  @TextField({ max: 100, pattern: /^[A-Za-z0-9.]+$/ }) key: string;
}

export class SettingChangeBody {
  @AnyField({ description: '新值，类型与范围见该参数' }) value: unknown;
  @TextField({ min: 1, max: 500, multiline: true, description: '修改理由' }) reason: string;
}

export class SettingView {
  @TextField({ max: 100 }) key: string;
  @TextField({ max: 200, description: '名称（含单位）' }) title: string;
  @ChoiceField(['integer', 'decimal', 'boolean', 'text', 'choice', 'text-list']) type: string;
  @AnyField({ description: '现值' }) value: unknown;
  @AnyField({ description: '默认值' }) default: unknown;
  @Nullable() @NumberField({ description: '下限：数值、字符数或项数' }) min: number | null;
  @Nullable() @NumberField({ description: '上限：数值、字符数或项数' }) max: number | null;
  @Nullable() @TextListField({ max: 500, maxLength: 200, description: '可选值' }) choices: readonly string[] | null;
  @TextField({ max: 1000, description: '依据' }) source: string;
  @ChoiceField(['seen', 'known', 'unsure'], { description: '依据的确定程度：已核原文、实务通行、待主管机关确认' }) confidence: string;
  @IntegerField({ min: 0, max: 2_000_000_000, description: '0 表示从未修改' }) version: number;
  @Nullable() @InstantField() changedAt: string | null;
}

export class SettingList {
  @ListField(() => SettingView) items: SettingView[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}

export class SettingHistoryQuery {
  @IntegerField({ optional: true, min: 1, max: 200, description: '每页条数，默认 50' }) limit?: number;
  @TextField({ optional: true, max: 1000, description: '上一页返回的 nextCursor' }) cursor?: string;
}

export class SettingChangeView {
  @IntegerField({ min: 1, max: 2_000_000_000 }) version: number;
  @AnyField({ description: '原值；null 表示原为默认值' }) oldValue: unknown;
  @AnyField({ description: '新值' }) newValue: unknown;
  @TextField({ max: 500, multiline: true }) reason: string;
  @InstantField() changedAt: string;
  @TextField({ max: 100, description: '修改人' }) changedBy: string;
}

export class SettingChangePage {
  @ListField(() => SettingChangeView) items: SettingChangeView[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}
