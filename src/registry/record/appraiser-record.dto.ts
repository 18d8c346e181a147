import type { CivilDate } from '../../platform/calendar/index.js';
import {
  BooleanField, ChoiceField, CivilDateField, IdField, InstantField, IntegerField, ListField, Nullable, NumberField, ObjectField, TextField, TextListField,
} from '../../platform/http/fields.js';
import type { CodeOf } from '../../reference/index.js';
import { CodeField, CommandBody, DocumentNoField, DocumentTitleField, PeriodBody, PRINTED_NAME, ReasonedBody, ReasonedPeriodBody, ReasonField } from './record-body.dto.js';
import { RecordedAward, RecordedChange, RecordedFact, RecordWarning } from './record-facts.dto.js';

const PHONE = { max: 30, pattern: /^[0-9+() -]{5,30}$/, patternMessage: '须为电话号码', description: '加密保存，查询时以星号遮盖' };

/** 登记事项 (96号 art. 11) and what a bureau keeps beside them, except the name. */
class OptionalAppraiserItems {
  @Nullable() @CodeField('sex', { optional: true }) sex?: CodeOf<'sex'> | null;
  @Nullable() @IntegerField({ optional: true, min: 1900, max: 2100 }) birthYear?: number | null;
  @Nullable() @IntegerField({ optional: true, min: 1, max: 12 }) birthMonth?: number | null;
  @Nullable() @IntegerField({ optional: true, min: 1, max: 31 }) birthDay?: number | null;
  @Nullable() @CodeField('education', { optional: true }) education?: CodeOf<'education'> | null;
  @Nullable() @CodeField('degree', { optional: true }) degree?: CodeOf<'degree'> | null;
  @Nullable() @TextField({ optional: true, max: 200 }) major?: string | null;
  @Nullable() @TextField({ optional: true, max: 200 }) school?: string | null;
  @Nullable() @TextField({ optional: true, max: 100, description: '专业技术职称' }) title?: string | null;
  @Nullable() @CodeField('title-level', { optional: true }) titleLevel?: CodeOf<'title-level'> | null;
  @Nullable() @TextField({ optional: true, max: 300, description: '行业资格' }) industryQualification?: string | null;
  @Nullable() @IntegerField({ optional: true, min: 0, max: 80, description: '相关工作年限' }) workYears?: number | null;
}

export class AppraiserItems extends OptionalAppraiserItems {
  @TextField({ ...PRINTED_NAME, min: 1, max: 100 }) name: string;
  @Nullable() @IdField({ optional: true }) photoFileId?: string | null;
}

export class NewAppraiserItems extends OptionalAppraiserItems {
  @TextField({ ...PRINTED_NAME, min: 1, max: 100 }) name: string;
  @Nullable() @TextField({ ...PHONE, optional: true }) phone?: string | null;
}

export class AppraiserAmendment extends OptionalAppraiserItems {
  @TextField({ ...PRINTED_NAME, optional: true, min: 1, max: 100 }) name?: string;
  @Nullable() @TextField({ ...PHONE, optional: true }) phone?: string | null;
}

export class EmploymentBody {
  @IdField() institutionId: string;
  @CodeField('employment-type') employmentType: CodeOf<'employment-type'>;
  @Nullable() @TextField({ optional: true, min: 1, max: 200, description: '兼职者的所在单位' }) employerName?: string | null;
  @Nullable() @TextField({ optional: true, min: 1, max: 100, description: '所在单位同意兼职的文件' }) consentDocumentNo?: string | null;
  @Nullable() @CodeField('duty', { optional: true }) duty?: CodeOf<'duty'> | null;
}

export class HeldCategoryBody {
  @TextField({ max: 12, description: '执业类别代码' }) categoryCode: string;
  @Nullable() @CivilDateField({ optional: true, description: '首次批准日期' }) firstApprovedOn?: CivilDate | null;
}

export class FirstCertificateBody {
  @TextField({ min: 1, max: 60, description: '执业证号十二位；侦查机关鉴定人为其资格证书号' }) certificateNo: string;
  @CivilDateField({ description: '有效期起' }) from: CivilDate;
  @CivilDateField({ description: '有效期止（含当日）' }) to: CivilDate;
  @Nullable() @CivilDateField({ optional: true, description: '颁证日期，缺省为有效期起' }) issuedOn?: CivilDate | null;
  @Nullable() @TextField({ optional: true, max: 100, description: '颁证机关' }) authority?: string | null;
}

export class CertificateCommandBody extends FirstCertificateBody {
  @DocumentNoField() documentNo?: string | null;
  @DocumentTitleField() documentTitle?: string | null;
  @ReasonField() reason?: string | null;
  @ChoiceField(['issue', 'renew'], { description: 'issue 颁发：期间尚无执业证；renew 延续或换发：自首日起取代原证' }) act: 'issue' | 'renew';
}

export class AppraiserRegistrationBody extends CommandBody {
  @CivilDateField({ description: '执业首日' }) since: CivilDate;
  @CodeField('identity-document', { optional: true }) idType?: CodeOf<'identity-document'>;
  @TextField({ optional: true, max: 40, description: '证件号码；加密保存，查询时以星号遮盖' }) idNumber?: string;
  @ObjectField(() => NewAppraiserItems) detail: NewAppraiserItems;
  @ObjectField(() => EmploymentBody) employment: EmploymentBody;
  @ListField(() => HeldCategoryBody, { max: 100 }) categories: HeldCategoryBody[];
  @ObjectField(() => FirstCertificateBody, { optional: true }) certificate?: FirstCertificateBody;
}

export class AppraiserCorrectionBody extends ReasonedPeriodBody {
  @ObjectField(() => AppraiserAmendment, { description: '只写要更改的事项；null 为清空，未写的照旧' }) detail: AppraiserAmendment;
}

export class IdentityBody extends ReasonedBody {
  @CodeField('identity-document') idType: CodeOf<'identity-document'>;
  @TextField({ max: 40 }) idNumber: string;
}

export class CategoryCommandBody extends PeriodBody {
  @ChoiceField(['add', 'remove']) act: 'add' | 'remove';
  @TextField({ max: 12, description: '执业类别代码' }) categoryCode: string;
  @Nullable() @CivilDateField({ optional: true, description: '首次批准日期，缺省为首日' }) firstApprovedOn?: CivilDate | null;
}

export class EmploymentCommandBody extends CommandBody {
  @ChoiceField(['employ', 'move', 'leave'], { description: 'employ 入职：尚无执业机构；move 转入另一机构；leave 离开' }) act: 'employ' | 'move' | 'leave';
  @CivilDateField({ optional: true, description: 'employ 与 move 必填：首日' }) from?: CivilDate;
  @Nullable() @CivilDateField({ optional: true, description: '末日（含当日）：leave 必填，employ 可填' }) to?: CivilDate | null;
  @ObjectField(() => EmploymentBody, { optional: true, description: 'employ 与 move 必填' }) employment?: EmploymentBody;
  @ListField(() => HeldCategoryBody, { optional: true, max: 100, description: '在该机构的执业类别' }) categories?: HeldCategoryBody[];
}

export class AppraiserStatusBody extends ReasonedPeriodBody {
  @CodeField('appraiser-status') status: CodeOf<'appraiser-status'>;
}

export class TrainingBody extends PeriodBody {
  @CodeField('training-kind') kind: CodeOf<'training-kind'>;
  @TextField({ ...PRINTED_NAME, min: 1, max: 200 }) title: string;
  @Nullable() @TextField({ optional: true, max: 200, description: '主办单位' }) organiser?: string | null;
  @NumberField({ description: '学时' }) hours: number;
  @Nullable() @NumberField({ optional: true, description: '成绩（0–100）' }) score?: number | null;
  @Nullable() @BooleanField({ optional: true }) passed?: boolean | null;
}

export class UnmaskingBody {
  @ChoiceField(['idNumber', 'phone']) field: 'idNumber' | 'phone';
  @TextField({ min: 2, max: 200, pattern: /\S/, patternMessage: '不得只有空格', description: '查看用途，记入台账' }) purpose: string;
}

export class UnmaskedView {
  @ChoiceField(['idNumber', 'phone']) field: string;
  @TextField({ max: 40 }) value: string;
}

export class RecordedAppraiserDetail extends RecordedFact { @ObjectField(() => AppraiserItems) values: AppraiserItems }

export class EmploymentItems {
  @IdField() institutionId: string;
  @CodeField('employment-type') employmentType: string;
  @Nullable() @TextField({ max: 200 }) employerName: string | null;
  @Nullable() @TextField({ max: 100 }) consentDocumentNo: string | null;
  @Nullable() @CodeField('duty') duty: string | null;
}
export class RecordedEmployment extends RecordedFact { @ObjectField(() => EmploymentItems) values: EmploymentItems }

export class CertificateItems {
  @Nullable() @IdField({ description: '证载执业机构' }) institutionId: string | null;
  @Nullable() @TextField({ max: 60, description: 'null：早期证件，号码不详' }) certificateNo: string | null;
  @ChoiceField(['twelve-digit', 'qualification', 'unknown']) numberFormat: string;
  @Nullable() @CivilDateField() issuedOn: string | null;
  @Nullable() @TextField({ max: 100 }) authority: string | null;
}
export class RecordedCertificate extends RecordedFact { @ObjectField(() => CertificateItems) values: CertificateItems }

export class AppraiserStatusItems { @CodeField('appraiser-status') status: string }
export class RecordedAppraiserStatus extends RecordedFact { @ObjectField(() => AppraiserStatusItems) values: AppraiserStatusItems }

export class HeldCategoryItems {
  @IdField() institutionId: string;
  @TextField({ max: 12 }) categoryCode: string;
  @Nullable() @CivilDateField() firstApprovedOn: string | null;
}
export class RecordedCategory extends RecordedFact { @ObjectField(() => HeldCategoryItems) values: HeldCategoryItems }

export class TrainingItems {
  @CodeField('training-kind') kind: string;
  @TextField({ max: 200 }) title: string;
  @Nullable() @TextField({ max: 200 }) organiser: string | null;
  @NumberField() hours: number;
  @Nullable() @NumberField() score: number | null;
  @Nullable() @BooleanField() passed: boolean | null;
}
export class RecordedTraining extends RecordedFact { @ObjectField(() => TrainingItems) values: TrainingItems }

export class MaskedIdentity {
  @Nullable() @CodeField('identity-document') idType: string | null;
  @Nullable() @TextField({ max: 40, description: '如 4401**********1234' }) idNumber: string | null;
  @Nullable() @TextField({ max: 30 }) phone: string | null;
}

export class EmployerBrief {
  @IdField() id: string;
  @TextField({ max: 200 }) name: string;
  @Nullable() @TextField({ max: 20 }) licenceNo: string | null;
}

/** An appraiser on one day, as the registry knew it at one instant. */
export class RegisteredAppraiser {
  @IdField() id: string;
  @IntegerField({ min: 1, max: 2_000_000_000, description: '与 ETag 相同的版本' }) version: number;
  @CivilDateField() asOf: string;
  @Nullable() @InstantField({ description: 'null：按现行记载' }) knownAt: string | null;
  @ObjectField(() => MaskedIdentity, { description: '现行的证件号码与电话，遮盖' }) identity: MaskedIdentity;
  @Nullable() @ObjectField(() => RecordedAppraiserDetail) detail: RecordedAppraiserDetail | null;
  @Nullable() @ObjectField(() => EmployerBrief) institution: EmployerBrief | null;
  @Nullable() @ObjectField(() => RecordedEmployment) employment: RecordedEmployment | null;
  @Nullable() @ObjectField(() => RecordedCertificate) certificate: RecordedCertificate | null;
  @Nullable() @ObjectField(() => RecordedAppraiserStatus) status: RecordedAppraiserStatus | null;
  @ListField(() => RecordedCategory) categories: RecordedCategory[];
  @ListField(() => RecordedTraining) trainings: RecordedTraining[];
  @ListField(() => RecordedAward) awards: RecordedAward[];
  @ListField(() => RecordedChange) changeRecords: RecordedChange[];
  @ListField(() => RecordWarning, { description: '不合常理但不阻止登记之处' }) warnings: RecordWarning[];
  @TextListField({ max: 30, maxLength: 30, description: '读者可对该记录执行的操作（路径末段）' }) actions: string[];
}
