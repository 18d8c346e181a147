import { BooleanField, ChoiceField, CivilDateField, IdField, InstantField, IntegerField, ListField, Nullable, ObjectField, TextField } from '../../platform/http/fields.js';

const COUNT = { min: 0, max: 10_000_000 };
const MODES = ['dry-run', 'commit'];
const ON_ERROR = ['abort', 'skip'];

export class ImportBody {
  @ChoiceField(MODES, { optional: true, description: 'dry-run 只检查不写入（默认）；commit 写入登记库' }) mode?: 'dry-run' | 'commit';
  @ChoiceField(ON_ERROR, { optional: true, description: 'abort 任一行有误即全部不写入（默认）；skip 写入合格的行' }) onError?: 'abort' | 'skip';
}

export class ImportParams {
  @IdField() id: string;
}

export class ImportListQuery {
  @IntegerField({ optional: true, min: 1, max: 200, description: '每页条数，默认 50' }) limit?: number;
  @TextField({ optional: true, max: 1000, description: '上一页返回的 nextCursor' }) cursor?: string;
}

export class ImportCountsView {
  @IntegerField({ ...COUNT, description: '读取的行' }) read: number;
  @IntegerField({ ...COUNT, description: '合格的行' }) accepted: number;
  @IntegerField({ ...COUNT, description: '有误的行' }) rejected: number;
  @IntegerField({ ...COUNT, description: '合格且与登记库一致、无须改动的行' }) unchanged: number;
}

export class ImportIssueView {
  @TextField({ max: 200 }) sheet: string;
  @IntegerField({ min: 1, max: 2_000_000, description: 'Excel 行号' }) row: number;
  @Nullable() @IntegerField({ min: 1, max: 20_000, description: 'Excel 列号，A 为 1；null 指整行' }) column: number | null;
  @Nullable() @TextField({ max: 40_000, multiline: true }) header: string | null;
  @Nullable() @TextField({ max: 400, multiline: true, description: '单元格内容，过长时截断' }) value: string | null;
  @TextField({ max: 60, description: '稳定的英文代码' }) code: string;
  @TextField({ max: 1000, multiline: true }) message: string;
}

export class ImportProgressView {
  @IntegerField({ ...COUNT }) done: number;
  @Nullable() @IntegerField({ ...COUNT, description: 'null 表示正在读取' }) total: number | null;
}

export class ImportProblemView {
  @TextField({ max: 100 }) code: string;
  @TextField({ max: 200 }) title: string;
  @Nullable() @TextField({ max: 1000, multiline: true }) detail: string | null;
}

export class ImportSummaryView {
  @IdField() id: string;
  @ChoiceField(MODES) mode: string;
  @ChoiceField(ON_ERROR) onError: string;
  @ChoiceField(['queued', 'running', 'done', 'failed']) status: string;
  @TextField({ max: 200 }) fileName: string;
  @TextField({ max: 64, description: '文件的 SM3 摘要' }) fileDigest: string;
  @TextField({ max: 100 }) createdBy: string;
  @InstantField() createdAt: string;
  @Nullable() @InstantField() finishedAt: string | null;
  @Nullable() @CivilDateField({ description: '名册的数据截止日期' }) dataDate: string | null;
  @BooleanField({ description: '是否已写入登记库' }) committed: boolean;
  @Nullable() @ObjectField(() => ImportProgressView) progress: ImportProgressView | null;
  @Nullable() @ObjectField(() => ImportCountsView) institutions: ImportCountsView | null;
  @Nullable() @ObjectField(() => ImportCountsView) appraisers: ImportCountsView | null;
  @IntegerField({ ...COUNT }) errorsTotal: number;
  @IntegerField({ ...COUNT }) warningsTotal: number;
  @Nullable() @ObjectField(() => ImportProblemView) problem: ImportProblemView | null;
}

export class ImportView extends ImportSummaryView {
  @ListField(() => ImportIssueView, { max: 1000, description: '前 1000 项，总数见 errorsTotal' }) errors: ImportIssueView[];
  @ListField(() => ImportIssueView, { max: 1000, description: '前 1000 项，总数见 warningsTotal' }) warnings: ImportIssueView[];
}

export class ImportPage {
  @ListField(() => ImportSummaryView) items: ImportSummaryView[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}
