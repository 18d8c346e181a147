import { AnyField, BooleanField, ChoiceField, IdField, InstantField, IntegerField, ListField, Nullable, TextField } from '../http/fields.js';

const RUN_STATUSES = ['running', 'waiting', 'succeeded', 'failed'];

export class ScheduledJobView {
  @TextField({ max: 100 }) name: string;
  @TextField({ max: 200 }) title: string;
  @TextField({ max: 100, description: 'cron 表达式，北京时间' }) cron: string;
  @IntegerField({ min: 1, max: 1000 }) maxAttempts: number;
}

export class ScheduledJobList {
  @ListField(() => ScheduledJobView) items: ScheduledJobView[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}

export class JobRunsQuery {
  @TextField({ optional: true, max: 100, description: '任务名' }) name?: string;
  @ChoiceField(RUN_STATUSES, { optional: true }) status?: 'running' | 'waiting' | 'succeeded' | 'failed';
  @IntegerField({ optional: true, min: 1, max: 200, description: '每页条数，默认 50' }) limit?: number;
  @TextField({ optional: true, max: 1000, description: '上一页返回的 nextCursor' }) cursor?: string;
}

export class JobRunView {
  @TextField({ max: 100 }) name: string;
  @TextField({ max: 40, description: '所属时段' }) bucket: string;
  @ChoiceField(RUN_STATUSES) status: string;
  @IntegerField({ min: 0, max: 1000 }) attempts: number;
  @Nullable() @InstantField({ description: '何时重试' }) retryAt: string | null;
  @InstantField() startedAt: string;
  @Nullable() @InstantField() finishedAt: string | null;
  @Nullable() @TextField({ max: 2000, multiline: true }) error: string | null;
}

export class JobRunPage {
  @ListField(() => JobRunView) items: JobRunView[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}

export class BackgroundJobParams { @IdField() id: string }

export class BackgroundJobView {
  @IdField() id: string;
  @TextField({ max: 100 }) kind: string;
  @ChoiceField(['queued', 'running', 'done', 'failed', 'cancelled']) status: string;
  @AnyField({ description: '进度' }) progress: unknown;
  @AnyField({ description: '结果' }) result: unknown;
  @AnyField({ description: '未完成的原因：{ code, title, detail?, errors? }' }) error: unknown;
  @BooleanField() cancelRequested: boolean;
  @InstantField() createdAt: string;
  @Nullable() @InstantField() startedAt: string | null;
  @Nullable() @InstantField() finishedAt: string | null;
}
