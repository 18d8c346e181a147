import { IdField, InstantField, IntegerField, ListField, Nullable, TextField } from '../http/fields.js';

export class DeadLettersQuery {
  @IntegerField({ optional: true, min: 1, max: 200, description: '每页条数，默认 50' }) limit?: number;
  @TextField({ optional: true, max: 1000, description: '上一页返回的 nextCursor' }) cursor?: string;
}

export class DeadLetterParams { @IdField() id: string }

export class DeadLetterView {
  @IdField() id: string;
  @TextField({ max: 100 }) topic: string;
  @IntegerField({ min: 0, max: 1000 }) attempts: number;
  @Nullable() @TextField({ max: 2000, multiline: true }) error: string | null;
  @InstantField() createdAt: string;
  @InstantField({ description: '何时放弃投递' }) deadAt: string;
}

export class DeadLetterPage {
  @ListField(() => DeadLetterView) items: DeadLetterView[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}
