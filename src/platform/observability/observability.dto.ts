import { BooleanField, ChoiceField, IntegerField, ListField, TextField } from '../http/fields.js';

export class LivenessView {
  @ChoiceField(['ok']) status: string;
}

export class ReadinessCheckView {
  @TextField({ max: 60 }) name: string;
  @BooleanField() ok: boolean;
  @IntegerField({ min: 0, max: 3_600_000 }) milliseconds: number;
}

export class ReadinessView {
  @BooleanField({ description: '可以提供服务' }) ready: boolean;
  @ListField(() => ReadinessCheckView) checks: ReadinessCheckView[];
}
