import { ChoiceField, CivilDateField, IntegerField, ListField, Nullable, ObjectField, TextField } from '../../platform/http/fields.js';
import { domainCodes } from '../../reference/index.js';

const MAX_TERM = 100;

class RegisterQuery {
  @TextField({ optional: true, max: MAX_TERM, description: '姓名或名称的任意连续文字、全拼、首字母或证号开头数字；全角输入亦可' }) q?: string;
  @TextField({ optional: true, max: 12, description: '执业类别代码，可为上级（FY-05）' }) category?: string;
  @TextField({ optional: true, max: 6, pattern: /^\d{6}$/, patternMessage: '须为六位行政区划代码', description: '行政区划代码，含其下级' }) division?: string;
  @CivilDateField({ optional: true, description: '查询哪一天的情况，缺省为今天' }) asOf?: string;
  @IntegerField({ optional: true, min: 1, max: 200, description: '每页条数，默认 20' }) limit?: number;
  @TextField({ optional: true, max: 1000, description: '上一页返回的 nextCursor' }) cursor?: string;
}

export class InstitutionsQuery extends RegisterQuery {
  @ChoiceField(domainCodes('institution-status'), { optional: true, description: '执业状态' }) status?: string;
}

export class AppraisersQuery extends RegisterQuery {
  @TextField({ optional: true, max: 9, pattern: /^(\d{7}|\d{9})$/, patternMessage: '须为七位或九位许可证号', description: '所在机构许可证号' }) licenceNo?: string;
}

export class AsOfQuery {
  @CivilDateField({ optional: true, description: '查询哪一天的情况，缺省为今天' }) asOf?: string;
}

export class LicenceParams { @TextField({ max: 60, description: '许可证号' }) licenceNo: string }
export class CertificateParams { @TextField({ max: 60, description: '执业证号' }) certificateNo: string }

export class CategoryItem {
  @TextField({ max: 12 }) code: string;
  @TextField({ max: 100 }) name: string;
}

export class InstitutionBrief {
  @TextField({ max: 200 }) name: string;
  @Nullable() @TextField({ max: 20 }) licenceNo: string | null;
}

export class InstitutionItem {
  @TextField({ max: 200 }) name: string;
  @Nullable() @TextField({ max: 20 }) licenceNo: string | null;
  @ObjectField(() => InstitutionBrief) institution: InstitutionBrief;
  @ChoiceField(domainCodes('institution-kind')) kind: string;
  @TextField({ max: 6 }) division: string;
  @TextField({ max: 100 }) divisionName: string;
  @Nullable() @TextField({ max: 300 }) address: string | null;
  @ListField(() => CategoryItem) categories: CategoryItem[];
  @TextField({ max: 30 }) status: string;
  @TextField({ max: 30 }) statusText: string;
  @Nullable() @CivilDateField() validFrom: string | null;
  @Nullable() @CivilDateField({ description: '有效期至（含当日）' }) validTo: string | null;
}

export class InstitutionItemPage {
  @ListField(() => InstitutionItem) items: InstitutionItem[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}

export class AppraiserItem {
  @TextField({ max: 100 }) name: string;
  @Nullable() @TextField({ max: 60 }) certificateNo: string | null;
  @Nullable() @TextField({ max: 4 }) sex: string | null;
  @Nullable() @TextField({ max: 100 }) title: string | null;
  @Nullable() @TextField({ max: 20 }) employmentType: string | null;
  @Nullable() @ObjectField(() => InstitutionBrief) institution: InstitutionBrief | null;
  @Nullable() @TextField({ max: 6 }) division: string | null;
  @Nullable() @TextField({ max: 100 }) divisionName: string | null;
  @ListField(() => CategoryItem) categories: CategoryItem[];
  @TextField({ max: 30 }) status: string;
  @TextField({ max: 30 }) statusText: string;
  @Nullable() @CivilDateField() validFrom: string | null;
  @Nullable() @CivilDateField({ description: '有效期至（含当日）' }) validTo: string | null;
}

export class AppraiserItemPage {
  @ListField(() => AppraiserItem) items: AppraiserItem[];
  @Nullable() @TextField({ max: 1000 }) nextCursor: string | null;
}

export class AccreditationView {
  @TextField({ max: 40 }) kind: string;
  @TextField({ max: 40 }) kindText: string;
  @Nullable() @TextField({ max: 100 }) certificateNo: string | null;
  @Nullable() @CivilDateField({ description: '下次评审日期' }) nextReviewOn: string | null;
}

export class LicenceView {
  @Nullable() @TextField({ max: 20, description: '许可证号；早期证件号码不详时为 null' }) licenceNo: string | null;
  @CivilDateField() from: string;
  @CivilDateField() to: string;
}

export class CertificateView {
  @Nullable() @TextField({ max: 60, description: '执业证号；早期证件号码不详时为 null' }) certificateNo: string | null;
  @CivilDateField() from: string;
  @CivilDateField() to: string;
}

export class StatusView {
  @TextField({ max: 30 }) status: string;
  @TextField({ max: 30 }) statusText: string;
  @CivilDateField() from: string;
  @Nullable() @CivilDateField() to: string | null;
}

export class InstitutionRecord extends InstitutionItem {
  @CivilDateField() asOf: string;
  @Nullable() @TextField({ max: 100, description: '机构联系电话' }) phone: string | null;
  @Nullable() @TextField({ max: 6 }) postalCode: string | null;
  @Nullable() @TextField({ max: 100 }) headName: string | null;
  @Nullable() @TextField({ max: 100 }) legalRepName: string | null;
  @Nullable() @TextField({ max: 100 }) registrar: string | null;
  @ListField(() => AccreditationView) accreditations: AccreditationView[];
  @ListField(() => LicenceView) licences: LicenceView[];
  @ListField(() => StatusView) statuses: StatusView[];
}

export class AppraiserRecord extends AppraiserItem {
  @CivilDateField() asOf: string;
  @ListField(() => CertificateView) certificates: CertificateView[];
  @ListField(() => StatusView) statuses: StatusView[];
}
