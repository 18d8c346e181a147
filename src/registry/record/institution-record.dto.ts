import type { CivilDate } from '../../platform/calendar/index.js';
import {
  BooleanField, ChoiceField, CivilDateField, IdField, InstantField, IntegerField, ListField, Nullable, NumberField, ObjectField, TextField, TextListField,
} from '../../platform/http/fields.js';
import type { CodeOf } from '../../reference/index.js';
import { CodeField, CommandBody, DocumentNoField, DocumentTitleField, PeriodBody, PRINTED_NAME, ReasonedPeriodBody, ReasonField } from './record-body.dto.js';
import { RecordedAward, RecordedChange, RecordedFact, RecordWarning } from './record-facts.dto.js';

const MAX_FEN = 9_000_000_000_000_000;
const DIVISION = { max: 6, pattern: /^\d{6}$/, patternMessage: '须为六位行政区划代码' };

export class EquipmentBody {
  @TextField({ min: 1, max: 200 }) name: string;
  @TextField({ optional: true, max: 200 }) model?: string;
  @IntegerField({ min: 1, max: 1_000_000 }) quantity: number;
  @BooleanField({ description: '是否自有' }) owned: boolean;
}

/** 登记事项 and what a bureau keeps beside them, except what every institution must have. */
class OptionalInstitutionItems {
  @Nullable() @TextField({ ...PRINTED_NAME, optional: true, min: 2, max: 200, description: '曾用名' }) formerName?: string | null;
  @Nullable() @TextField({ optional: true, max: 30, description: '统一社会信用代码' }) creditCode?: string | null;
  @Nullable() @CodeField('legal-nature', { optional: true }) legalNature?: CodeOf<'legal-nature'> | null;
  @Nullable() @CodeField('organisational-form', { optional: true }) organisationalForm?: CodeOf<'organisational-form'> | null;
  @Nullable() @IdField({ optional: true, description: '分部所属的总部' }) parentInstitutionId?: string | null;
  @Nullable() @TextField({ optional: true, max: 200, description: '发起单位' }) founderName?: string | null;
  @Nullable() @CodeField('founder-nature', { optional: true }) founderNature?: CodeOf<'founder-nature'> | null;
  @Nullable() @CivilDateField({ optional: true, description: '发起单位证明文件有效期起' }) founderProofFrom?: CivilDate | null;
  @Nullable() @CivilDateField({ optional: true, description: '发起单位证明文件有效期止' }) founderProofTo?: CivilDate | null;
  @Nullable() @TextField({ optional: true, max: 200, description: '实际控制人' }) founderController?: string | null;
  @Nullable() @CodeField('fund-source', { optional: true }) fundSource?: CodeOf<'fund-source'> | null;
  @Nullable() @IntegerField({ optional: true, min: 0, max: MAX_FEN, description: '资金数额（分）' }) registeredFundsFen?: number | null;
  @Nullable() @TextField({ optional: true, max: 300 }) address?: string | null;
  @Nullable() @TextField({ optional: true, max: 6, pattern: /^\d{6}$/, patternMessage: '须为六位邮政编码' }) postalCode?: string | null;
  @Nullable() @TextField({ optional: true, max: 100, description: '机构联系电话' }) phone?: string | null;
  @Nullable() @TextField({ optional: true, max: 200, description: '服务时间' }) serviceTime?: string | null;
  @Nullable() @CodeField('premises-kind', { optional: true }) premisesKind?: CodeOf<'premises-kind'> | null;
  @Nullable() @CodeField('premises-tenure', { optional: true }) premisesTenure?: CodeOf<'premises-tenure'> | null;
  @Nullable() @NumberField({ optional: true, description: '办公面积（平方米）' }) premisesAreaM2?: number | null;
  @Nullable() @ListField(() => EquipmentBody, { optional: true, max: 1000, description: '仪器设备和实验室' }) equipment?: EquipmentBody[] | null;
  @Nullable() @TextField({ optional: true, max: 100, description: '法定代表人' }) legalRepName?: string | null;
  @Nullable() @CodeField('sex', { optional: true }) legalRepSex?: CodeOf<'sex'> | null;
  @Nullable() @TextField({ optional: true, max: 100, description: '机构负责人' }) headName?: string | null;
  @Nullable() @IdField({ optional: true, description: '机构负责人为本机构鉴定人时' }) headAppraiserId?: string | null;
  @Nullable() @CodeField('party-organisation', { optional: true }) partyOrganisation?: CodeOf<'party-organisation'> | null;
  @BooleanField({ optional: true, description: '是否重点监管' }) keySupervision?: boolean;
  @Nullable() @IntegerField({ optional: true, min: 0, max: 1_000_000, description: '员工数量' }) staffCount?: number | null;
  @Nullable() @TextField({ optional: true, max: 100, description: '登记机关' }) registrar?: string | null;
}

export class InstitutionItems extends OptionalInstitutionItems {
  @TextField({ ...PRINTED_NAME, min: 2, max: 200 }) name: string;
  @TextField({ ...DIVISION, description: '机构所在行政区划' }) divisionCode: string;
}

export class InstitutionAmendment extends OptionalInstitutionItems {
  @TextField({ ...PRINTED_NAME, optional: true, min: 2, max: 200 }) name?: string;
  @TextField({ ...DIVISION, optional: true, description: '机构所在行政区划' }) divisionCode?: string;
}

export class FirstLicenceBody {
  @TextField({ max: 30, description: '许可证号：九位，2010年前为七位' }) licenceNo: string;
  @CivilDateField({ description: '有效期起' }) from: CivilDate;
  @CivilDateField({ description: '有效期止（含当日）' }) to: CivilDate;
  @Nullable() @CivilDateField({ optional: true, description: '颁证日期，缺省为有效期起' }) issuedOn?: CivilDate | null;
  @Nullable() @TextField({ optional: true, max: 100, description: '颁证机关' }) authority?: string | null;
}

export class LicenceCommandBody extends FirstLicenceBody {
  @DocumentNoField() documentNo?: string | null;
  @DocumentTitleField() documentTitle?: string | null;
  @ReasonField() reason?: string | null;
  @ChoiceField(['grant', 'renew'], { description: 'grant 颁发：期间尚无许可证；renew 延续或换发：自首日起取代原证' }) act: 'grant' | 'renew';
}

export class FirstFilingBody {
  @CivilDateField({ description: '首日' }) from: CivilDate;
  @Nullable() @CivilDateField({ optional: true, description: '末日（含当日）；不填为长期' }) to?: CivilDate | null;
  @CodeField('organ-system') organSystem: CodeOf<'organ-system'>;
  @TextField({ ...PRINTED_NAME, min: 1, max: 200, description: '主管机关' }) competentAuthority: string;
  @Nullable() @TextField({ optional: true, min: 1, max: 100, description: '备案文号' }) filingNo?: string | null;
  @Nullable() @CivilDateField({ optional: true, description: '备案日期' }) filedOn?: CivilDate | null;
  @Nullable() @TextField({ optional: true, min: 1, max: 100, description: '资格证书编号' }) qualificationCertificateNo?: string | null;
  @Nullable() @TextField({ optional: true, min: 1, max: 50, description: '涉密等级' }) secrecyLevel?: string | null;
}

export class FilingCommandBody extends FirstFilingBody {
  @DocumentNoField() documentNo?: string | null;
  @DocumentTitleField() documentTitle?: string | null;
  @ReasonField() reason?: string | null;
}

export class FirstScopeBody {
  @TextField({ max: 12, description: '执业类别代码' }) categoryCode: string;
  @Nullable() @CivilDateField({ optional: true, description: '首次批准日期' }) firstApprovedOn?: CivilDate | null;
}

export class InstitutionRegistrationBody extends CommandBody {
  @CodeField('institution-kind') kind: CodeOf<'institution-kind'>;
  @CivilDateField({ description: '执业首日' }) since: CivilDate;
  @ObjectField(() => InstitutionItems) detail: InstitutionItems;
  @ListField(() => FirstScopeBody, { min: 1, max: 300, description: '业务范围' }) scopes: FirstScopeBody[];
  @ObjectField(() => FirstLicenceBody, { optional: true, description: '社会鉴定机构的许可证' }) licence?: FirstLicenceBody;
  @ObjectField(() => FirstFilingBody, { optional: true, description: '侦查机关所属鉴定机构的备案' }) filing?: FirstFilingBody;
}

export class InstitutionCorrectionBody extends ReasonedPeriodBody {
  @ObjectField(() => InstitutionAmendment, { description: '只写要更改的事项；null 为清空，未写的照旧' }) detail: InstitutionAmendment;
}

export class ScopeCommandBody extends PeriodBody {
  @ChoiceField(['add', 'remove']) act: 'add' | 'remove';
  @TextField({ max: 12, description: '执业类别代码' }) categoryCode: string;
  @Nullable() @CivilDateField({ optional: true, description: '首次批准日期，缺省为首日' }) firstApprovedOn?: CivilDate | null;
  @BooleanField({ optional: true, description: '是否增项' }) isAddition?: boolean;
  @Nullable() @CodeField('scope-change', { optional: true }) changeForm?: CodeOf<'scope-change'> | null;
}

export class InstitutionStatusBody extends ReasonedPeriodBody {
  @CodeField('institution-status') status: CodeOf<'institution-status'>;
}

export class AccreditationBody extends PeriodBody {
  @CodeField('accreditation-kind') kind: CodeOf<'accreditation-kind'>;
  @Nullable() @CodeField('accreditation-level', { optional: true }) level?: CodeOf<'accreditation-level'> | null;
  @CodeField('accreditation-holder', { optional: true }) holder?: CodeOf<'accreditation-holder'>;
  @Nullable() @TextField({ optional: true, min: 1, max: 100 }) certificateNo?: string | null;
  @Nullable() @CivilDateField({ optional: true, description: '发证日期' }) issuedOn?: CivilDate | null;
  @Nullable() @CivilDateField({ optional: true, description: '下次评审日期' }) nextReviewOn?: CivilDate | null;
  @Nullable() @TextField({ optional: true, max: 4000, multiline: true, description: '认证认可范围' }) accreditedScope?: string | null;
  @Nullable() @TextField({ optional: true, max: 100, description: '评审类型' }) reviewType?: string | null;
  @Nullable() @TextField({ optional: true, max: 200, description: '评审机构' }) reviewBody?: string | null;
}

export class AssistantBody extends PeriodBody {
  @TextField({ ...PRINTED_NAME, min: 1, max: 100 }) name: string;
  @Nullable() @CodeField('sex', { optional: true }) sex?: CodeOf<'sex'> | null;
  @Nullable() @TextField({ optional: true, max: 30, description: '居民身份证号；加密保存，任何查询不再显示' }) idNumber?: string | null;
  @Nullable() @CodeField('degree', { optional: true }) degree?: CodeOf<'degree'> | null;
  @Nullable() @TextField({ optional: true, max: 200 }) major?: string | null;
  @Nullable() @TextField({ optional: true, max: 200 }) school?: string | null;
  @Nullable() @TextField({ optional: true, max: 100 }) title?: string | null;
  @Nullable() @IdField({ optional: true, description: '指导鉴定人' }) guidedBy?: string | null;
  @Nullable() @TextField({ optional: true, max: 12, description: '辅助类别代码' }) assistanceCategory?: string | null;
}

export class RecordedInstitutionDetail extends RecordedFact { @ObjectField(() => InstitutionItems) values: InstitutionItems }

export class LicenceItems {
  @Nullable() @TextField({ max: 20, description: 'null：早期证件，号码不详' }) licenceNo: string | null;
  @ChoiceField(['nine-digit', 'seven-digit-legacy', 'unknown']) numberFormat: string;
  @Nullable() @CivilDateField() issuedOn: string | null;
  @Nullable() @TextField({ max: 100 }) authority: string | null;
}
export class RecordedLicence extends RecordedFact { @ObjectField(() => LicenceItems) values: LicenceItems }

export class FilingItems {
  @CodeField('organ-system') organSystem: string;
  @TextField({ max: 200 }) competentAuthority: string;
  @Nullable() @TextField({ max: 100 }) filingNo: string | null;
  @Nullable() @CivilDateField() filedOn: string | null;
  @Nullable() @TextField({ max: 100 }) qualificationCertificateNo: string | null;
  @Nullable() @TextField({ max: 50 }) secrecyLevel: string | null;
}
export class RecordedFiling extends RecordedFact { @ObjectField(() => FilingItems) values: FilingItems }

export class InstitutionStatusItems { @CodeField('institution-status') status: string }
export class RecordedInstitutionStatus extends RecordedFact { @ObjectField(() => InstitutionStatusItems) values: InstitutionStatusItems }

export class ScopeItems {
  @TextField({ max: 12 }) categoryCode: string;
  @Nullable() @CivilDateField() firstApprovedOn: string | null;
  @BooleanField() isAddition: boolean;
  @Nullable() @CodeField('scope-change') changeForm: string | null;
}
export class RecordedScope extends RecordedFact { @ObjectField(() => ScopeItems) values: ScopeItems }

export class AccreditationItems {
  @CodeField('accreditation-kind') kind: string;
  @Nullable() @CodeField('accreditation-level') level: string | null;
  @CodeField('accreditation-holder') holder: string;
  @Nullable() @TextField({ max: 100 }) certificateNo: string | null;
  @Nullable() @CivilDateField() issuedOn: string | null;
  @Nullable() @CivilDateField() nextReviewOn: string | null;
  @Nullable() @TextField({ max: 4000, multiline: true }) accreditedScope: string | null;
  @Nullable() @TextField({ max: 100 }) reviewType: string | null;
  @Nullable() @TextField({ max: 200 }) reviewBody: string | null;
}
export class RecordedAccreditation extends RecordedFact { @ObjectField(() => AccreditationItems) values: AccreditationItems }

export class AssistantItems {
  @TextField({ max: 100 }) name: string;
  @Nullable() @CodeField('sex') sex: string | null;
  @Nullable() @CodeField('degree') degree: string | null;
  @Nullable() @TextField({ max: 200 }) major: string | null;
  @Nullable() @TextField({ max: 200 }) school: string | null;
  @Nullable() @TextField({ max: 100 }) title: string | null;
  @Nullable() @IdField() guidedBy: string | null;
  @Nullable() @TextField({ max: 12 }) assistanceCategory: string | null;
  @Nullable() @CivilDateField() contractFrom: string | null;
  @Nullable() @CivilDateField() contractTo: string | null;
}
export class RecordedAssistant extends RecordedFact { @ObjectField(() => AssistantItems) values: AssistantItems }

/** An institution on one day, as the registry knew it at one instant. */
export class RegisteredInstitution {
  @IdField() id: string;
  @CodeField('institution-kind') kind: string;
  @IntegerField({ min: 1, max: 2_000_000_000, description: '与 ETag 相同的版本' }) version: number;
  @CivilDateField() asOf: string;
  @Nullable() @InstantField({ description: 'null：按现行记载' }) knownAt: string | null;
  @Nullable() @ObjectField(() => RecordedInstitutionDetail) detail: RecordedInstitutionDetail | null;
  @Nullable() @ObjectField(() => RecordedLicence) licence: RecordedLicence | null;
  @Nullable() @ObjectField(() => RecordedFiling) filing: RecordedFiling | null;
  @Nullable() @ObjectField(() => RecordedInstitutionStatus) status: RecordedInstitutionStatus | null;
  @ListField(() => RecordedScope) scopes: RecordedScope[];
  @ListField(() => RecordedAccreditation) accreditations: RecordedAccreditation[];
  @ListField(() => RecordedAssistant) assistants: RecordedAssistant[];
  @ListField(() => RecordedAward) awards: RecordedAward[];
  @ListField(() => RecordedChange) changeRecords: RecordedChange[];
  @ListField(() => RecordWarning, { description: '不合常理但不阻止登记之处' }) warnings: RecordWarning[];
  @TextListField({ max: 30, maxLength: 30, description: '读者可对该记录执行的操作（路径末段）' }) actions: string[];
}
