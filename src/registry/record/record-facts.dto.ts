import { AnyField, BooleanField, ChoiceField, CivilDateField, IdField, InstantField, ListField, Nullable, ObjectField, TextField } from '../../platform/http/fields.js';
import { FACT_NAMES } from '../facts/index.js';
import { CodeField } from './record-body.dto.js';

/** A fact as it is shown: on which days, since when the registry says so, and on which paper. The values stand in `values`. */
export class RecordedFact {
  @IdField() id: string;
  @CivilDateField({ description: '首日' }) from: string;
  @Nullable() @CivilDateField({ description: '末日（含当日）；null 为长期' }) to: string | null;
  @InstantField({ description: '登记系统自何时起如此记载' }) recordedAt: string;
  @Nullable() @InstantField({ description: '何时起不再如此记载；null 为现行记载' }) recordedUntil: string | null;
  @TextField({ max: 100, description: '登记人' }) recordedBy: string;
  @ChoiceField(['import', 'application', 'correction', 'filing', 'seed']) source: string;
  @Nullable() @TextField({ max: 100 }) documentNo: string | null;
  @Nullable() @TextField({ max: 200 }) documentTitle: string | null;
  @Nullable() @TextField({ max: 2000, multiline: true }) reason: string | null;
}

export class HistoricFactView extends RecordedFact {
  @ChoiceField(FACT_NAMES, { description: '事实种类' }) fact: string;
  @AnyField({ description: '该种事实的各项内容，字段同详细记录' }) values: unknown;
}

export class HistoryView {
  @ListField(() => HistoricFactView) items: HistoricFactView[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}

export class AwardItems {
  @TextField({ max: 200 }) name: string;
  @CodeField('award-level') level: string;
  @Nullable() @TextField({ max: 200 }) awardedBy: string | null;
  @CivilDateField() awardedOn: string;
}
export class RecordedAward extends RecordedFact { @ObjectField(() => AwardItems) values: AwardItems }

export class ChangeRecordItems {
  @CodeField('change-matter') matter: string;
  @Nullable() @TextField({ max: 100 }) approvalNo: string | null;
  @Nullable() @TextField({ max: 50 }) stage: string | null;
  @Nullable() @TextField({ max: 200 }) result: string | null;
  @Nullable() @CivilDateField() submittedOn: string | null;
  @BooleanField() overdue: boolean;
}
export class RecordedChange extends RecordedFact { @ObjectField(() => ChangeRecordItems) values: ChangeRecordItems }

/** Something odd that the registry accepts. */
export class RecordWarning {
  @TextField({ max: 60 }) code: string;
  @TextField({ max: 200 }) message: string;
}
