import { BooleanField, CivilDateField, IdField, InstantField, ListField, Nullable, ObjectField, TextField } from '../../platform/http/fields.js';

export class QualificationQuery {
  @TextField({ min: 1, max: 60, description: '执业证号，全角输入亦可' }) certificateNo: string;
  @TextField({ min: 1, max: 12, description: '执业类别代码，如 FY-0201' }) category: string;
  @CivilDateField({ optional: true, description: '问哪一天，缺省为今天' }) asOf?: string;
  @TextField({ optional: true, max: 40, description: '以名册在哪一时刻的记载为准：带时区的 ISO 8601 时间，或日期（指当日终了）；缺省为现在' }) knownAt?: string;
}

export class QualificationPair {
  @TextField({ min: 1, max: 60 }) certificateNo: string;
  @TextField({ min: 1, max: 12 }) category: string;
  @CivilDateField() asOf: string;
}

export class QualificationBatchBody {
  @ListField(() => QualificationPair, { min: 1, description: '至多 500 项' }) items: QualificationPair[];
  @TextField({ optional: true, max: 40, description: '同单项查询，适用于全部各项' }) knownAt?: string;
}

export class PeriodView {
  @Nullable() @CivilDateField() from: string | null;
  @Nullable() @CivilDateField({ description: '含当日；null 为长期' }) to: string | null;
}

export class QualificationReason {
  @TextField({ max: 60 }) code: string;
  @TextField({ max: 500 }) message: string;
  @Nullable() @TextField({ max: 200 }) document: string | null;
  @Nullable() @ObjectField(() => PeriodView) period: PeriodView | null;
}

export class QualificationLink {
  @TextField({ max: 40, description: '环节：执业证、鉴定人状态、执业类别、执业机构、机构许可、机构业务范围、机构状态' }) link: string;
  @BooleanField() ok: boolean;
  @Nullable() @TextField({ max: 200 }) document: string | null;
  @Nullable() @ObjectField(() => PeriodView) period: PeriodView | null;
  @TextField({ max: 500 }) detail: string;
}

export class QualifiedAppraiser {
  @TextField({ max: 100 }) name: string;
  @TextField({ max: 60 }) certificateNo: string;
}

export class QualifiedInstitution {
  @TextField({ max: 200 }) name: string;
  @Nullable() @TextField({ max: 20 }) licenceNo: string | null;
}

export class QualifiedCategory {
  @TextField({ max: 12 }) code: string;
  @TextField({ max: 100 }) name: string;
}

export class StatementView {
  @IdField() id: string;
  @InstantField() issuedAt: string;
  @TextField({ max: 10_000_000, multiline: true, description: '所签名的原文（UTF-8 JSON），逐字节验签' }) payload: string;
  @TextField({ max: 200, description: 'SM2（SM3）签名，DER 的 Base64，签名者标识 1234567812345678' }) signature: string;
  @TextField({ max: 40 }) publicKeyId: string;
  @TextField({ max: 1000, multiline: true }) publicKeyPem: string;
}

export class QualificationView {
  @TextField({ max: 60 }) certificateNo: string;
  @BooleanField() qualified: boolean;
  @ListField(() => QualificationReason, { description: '不具备的各项理由；具备时为空' }) reasons: QualificationReason[];
  @ListField(() => QualificationLink) links: QualificationLink[];
  @Nullable() @ObjectField(() => QualifiedAppraiser) appraiser: QualifiedAppraiser | null;
  @Nullable() @ObjectField(() => QualifiedInstitution) institution: QualifiedInstitution | null;
  @ObjectField(() => QualifiedCategory) category: QualifiedCategory;
  @CivilDateField() asOf: string;
  @BooleanField({ description: '所问日期尚未到来，仅为按目前登记的推定' }) provisional: boolean;
  @InstantField() knownAt: string;
}

export class StatedQualification extends QualificationView {
  @ObjectField(() => StatementView) statement: StatementView;
}

export class StatedQualificationBatch {
  @ListField(() => QualificationView) items: QualificationView[];
  @InstantField() knownAt: string;
  @ObjectField(() => StatementView) statement: StatementView;
}

export class StatementParams { @TextField({ max: 60 }) id: string }

export class CertifiedAnswer {
  @ObjectField(() => QualificationView) certified: QualificationView;
  @Nullable() @ObjectField(() => QualificationView) today: QualificationView | null;
}

export class StatementCheckView {
  @ObjectField(() => StatementView) statement: StatementView;
  @BooleanField({ description: '存档的签名核验是否通过' }) authentic: boolean;
  @BooleanField({ description: '所载内容与名册现在的记载是否一致' }) stillHolds: boolean;
  @ListField(() => CertifiedAnswer) answers: CertifiedAnswer[];
}

export class PublicKeyView {
  @TextField({ max: 40, description: '公钥指纹：sm2- 加 SPKI 的 SM3 前 16 位十六进制' }) id: string;
  @TextField({ max: 20 }) algorithm: string;
  @TextField({ max: 1000, multiline: true }) publicKeyPem: string;
  @InstantField() validFrom: string;
  @Nullable() @InstantField() validTo: string | null;
}

export class PublicKeyList { @ListField(() => PublicKeyView) items: PublicKeyView[] }
