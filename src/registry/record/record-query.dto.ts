import { CivilDateField, IdField, InstantField, ListField, Nullable, TextField } from '../../platform/http/fields.js';
import type { CodeOf } from '../../reference/index.js';
import { AppraiserItem, AppraisersQuery, InstitutionItem, InstitutionsQuery } from '../public-query/public-query.dto.js';
import { CodeField } from './record-body.dto.js';

export class RecordParams { @IdField() id: string }

export class InstitutionRecordsQuery extends InstitutionsQuery {
  @CodeField('institution-kind', { optional: true }) kind?: CodeOf<'institution-kind'>;
}

export class AppraiserRecordsQuery extends AppraisersQuery {
  @CodeField('appraiser-status', { optional: true }) status?: CodeOf<'appraiser-status'>;
  @IdField({ optional: true, description: '所在机构' }) institutionId?: string;
}

export class BothTimesQuery {
  @CivilDateField({ optional: true, description: '查询哪一天的情况，缺省为今天' }) asOf?: string;
  @InstantField({ optional: true, description: '按登记系统在哪一时刻的记载，缺省为现行记载' }) knownAt?: string;
}

export class InstitutionRecordItem extends InstitutionItem { @IdField() id: string }
export class AppraiserRecordItem extends AppraiserItem { @IdField() id: string }

export class InstitutionRecordPage {
  @ListField(() => InstitutionRecordItem) items: InstitutionRecordItem[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}

export class AppraiserRecordPage {
  @ListField(() => AppraiserRecordItem) items: AppraiserRecordItem[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}
