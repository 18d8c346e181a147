import type { ColumnSpec, TemplateSheet } from '../../../platform/workbook/index.js';
import { domainLabel } from '../../../reference/index.js';

export const INSTITUTION_SHEET = '机构名册';
export const APPRAISER_SHEET = '鉴定人名册';

export type InstitutionKey =
  | 'ordinal' | 'name' | 'licenceNo' | 'creditCode' | 'head' | 'legalRep' | 'address' | 'city' | 'district' | 'postalCode' | 'phone'
  | 'scope' | 'firstOn' | 'issuedOn' | 'validTo' | 'authority' | 'kind' | 'accreditation';

export type AppraiserKey =
  | 'ordinal' | 'name' | 'sex' | 'birth' | 'title' | 'categories' | 'certificateNo' | 'institutionName' | 'institutionLicenceNo'
  | 'firstOn' | 'issuedOn' | 'validTo' | 'employment' | 'employer' | 'consentNo';

const DATE_NOTE = '形如 2024-03-05；也接受 2024/3/5、2024.03.05、2024年3月5日、20240305';
const SCOPE_NOTE = '大类（项目、项目）；大类（项目）。只写大类表示该大类全部项目';
const SCOPE_EXAMPLE = '法医临床鉴定（人体损伤程度鉴定、骨龄鉴定）；文书鉴定（笔迹鉴定）';

/** Columns of the sheet of institutions, in the order of the printed roster (95号 art. 22, 司发通〔2010〕84号). */
export const INSTITUTION_COLUMNS: readonly ColumnSpec<InstitutionKey>[] = [
  { key: 'ordinal', title: '序号', required: false, kind: 'integer', width: 8, note: '不导入' },
  { key: 'name', title: '机构名称', aliases: ['司法鉴定机构名称', '鉴定机构名称'], required: true, width: 32, example: '广州某某司法鉴定所' },
  { key: 'licenceNo', title: '许可证号', aliases: ['司法鉴定许可证号', '许可证编号'], required: true, note: '9 位数字；2010 年以前的 7 位旧号照填', example: '440110001' },
  { key: 'creditCode', title: '统一社会信用代码', aliases: ['信用代码', '社会信用代码'], required: false, width: 24, note: '18 位，校验位须正确' },
  { key: 'head', title: '机构负责人', aliases: ['负责人'], required: false },
  { key: 'legalRep', title: '法定代表人', aliases: ['法人代表', '法定代表人姓名'], required: false },
  { key: 'address', title: '机构住所', aliases: ['住所', '地址', '机构地址'], required: false, width: 36 },
  { key: 'city', title: '所在地市', aliases: ['地市', '所在市', '所在城市'], required: true, example: '广州市' },
  { key: 'district', title: '所在区县', aliases: ['区县', '所在县区', '所在县（市、区）'], required: false, example: '越秀区' },
  { key: 'postalCode', title: '邮政编码', aliases: ['邮编'], required: false, note: '6 位数字' },
  { key: 'phone', title: '联系电话', aliases: ['电话', '机构电话'], required: false },
  { key: 'scope', title: '业务范围', aliases: ['鉴定业务范围', '执业范围'], required: true, width: 60, note: SCOPE_NOTE, example: SCOPE_EXAMPLE },
  { key: 'firstOn', title: '首次颁证日期', aliases: ['首次获准日期', '首次发证日期'], required: false, kind: 'date', note: DATE_NOTE },
  { key: 'issuedOn', title: '颁证日期', aliases: ['发证日期'], required: true, kind: 'date', note: DATE_NOTE, example: '2024-03-05' },
  { key: 'validTo', title: '有效期至', aliases: ['有效期止', '有效期限至', '许可证有效期至'], required: true, kind: 'date', note: `最后一个有效日。${DATE_NOTE}`, example: '2029-03-04' },
  { key: 'authority', title: '登记机关', aliases: ['颁证机关', '发证机关'], required: false },
  { key: 'kind', title: '机构类型', aliases: ['机构类别'], required: false, choices: [domainLabel('institution-kind', 'social')] },
  { key: 'accreditation', title: '认证认可', aliases: ['认证认可情况', '资质认定'], required: false, choices: ['CMA', 'CNAS', 'CMA、CNAS'] },
];

/** Columns of the sheet of appraisers (96号 art. 17, 司发通〔2010〕84号). */
export const APPRAISER_COLUMNS: readonly ColumnSpec<AppraiserKey>[] = [
  { key: 'ordinal', title: '序号', required: false, kind: 'integer', width: 8, note: '不导入' },
  { key: 'name', title: '姓名', aliases: ['鉴定人姓名', '司法鉴定人姓名'], required: true },
  { key: 'sex', title: '性别', required: false, choices: ['男', '女'], width: 8 },
  { key: 'birth', title: '出生年月', aliases: ['出生日期'], required: false, note: '形如 1972-08' },
  { key: 'title', title: '专业技术职称', aliases: ['职称'], required: false },
  { key: 'categories', title: '执业类别', aliases: ['鉴定执业类别'], required: true, width: 60, note: SCOPE_NOTE, example: SCOPE_EXAMPLE },
  { key: 'certificateNo', title: '执业证号', aliases: ['司法鉴定人执业证号', '执业证编号'], required: true, note: '12 位数字', example: '440110001001' },
  { key: 'institutionName', title: '执业机构', aliases: ['所在机构', '执业机构名称'], required: false, width: 32 },
  { key: 'institutionLicenceNo', title: '机构许可证号', aliases: ['执业机构许可证号'], required: true, note: '须在机构名册或登记库中', example: '440110001' },
  { key: 'firstOn', title: '首次执业日期', aliases: ['首次发证日期'], required: false, kind: 'date', note: DATE_NOTE },
  { key: 'issuedOn', title: '颁证日期', aliases: ['发证日期'], required: true, kind: 'date', note: DATE_NOTE, example: '2024-03-05' },
  { key: 'validTo', title: '有效期至', aliases: ['有效期止', '执业证有效期至'], required: true, kind: 'date', note: `最后一个有效日。${DATE_NOTE}`, example: '2029-03-04' },
  { key: 'employment', title: '专兼职', aliases: ['专职兼职', '专/兼职'], required: false, choices: ['专职', '兼职'], width: 10, note: '不填视为专职' },
  { key: 'employer', title: '兼职人员所在单位', aliases: ['原工作单位'], required: false, width: 28 },
  { key: 'consentNo', title: '所在单位同意函文号', aliases: ['同意函文号'], required: false, note: '兼职执业须经所在单位书面同意（96号第十四条）' },
];

export const TEMPLATE_SHEETS: readonly TemplateSheet[] = [
  { name: INSTITUTION_SHEET, columns: INSTITUTION_COLUMNS },
  { name: APPRAISER_SHEET, columns: APPRAISER_COLUMNS },
];

export const TEMPLATE_NOTES: readonly string[] = [
  '红色列名为必填。列的先后可以调整，其他列不导入。',
  `机构按许可证号、鉴定人按执业证号与登记库对照：已有的按“数据截止”日期更新，没有的新增。`,
  '表头上方可写标题行；其中“数据截止：2025年12月31日”决定变更自哪一日起，不写则为导入当日。',
];
