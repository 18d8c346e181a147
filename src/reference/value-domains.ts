/**
 * Value domains of the records kept (regulations §1 “value domains used in practice”, §9, §12): own codes, Chinese and English
 * labels. Codes are stored; labels are shown. Never change the meaning of a code: add one.
 */

/** One value. */
export interface DomainItem { readonly code: string; readonly label: string; readonly labelEn: string }

interface Domain { readonly label: string; readonly labelEn: string; readonly source: string; readonly items: readonly DomainItem[] }

const PRACTICE = '系统技术规范与各省业务数据集通行取值';

function item<const C extends string>(code: C, label: string, labelEn: string): { readonly code: C; readonly label: string; readonly labelEn: string } {
  return { code, label, labelEn };
}

export const valueDomains = {
  'institution-status': { label: '机构执业状态', labelEn: 'Institution status', source: PRACTICE, items: [
    item('practising', '正常执业', 'Practising'), item('suspended', '停业处罚', 'Suspended by penalty'), item('self-suspended', '停业整改', 'Suspended for rectification'),
    item('not-assessed', '未经年度审核', 'Annual assessment not passed'), item('expired', '许可到期未延续', 'Expired'),
    item('cancelled', '注销', 'Cancelled'), item('revoked', '吊销许可', 'Revoked'), item('other', '其他', 'Other')] },
  'appraiser-status': { label: '鉴定人执业状态', labelEn: 'Appraiser status', source: PRACTICE, items: [
    item('practising', '正常执业', 'Practising'), item('suspended', '停止执业', 'Suspended by penalty'), item('awaiting-transfer', '待转入机构', 'Awaiting transfer'),
    item('not-assessed', '未经年度审核', 'Annual assessment not passed'), item('expired', '执业证到期未延续', 'Expired'),
    item('cancelled', '注销', 'Cancelled'), item('revoked', '吊销执业证', 'Revoked'), item('deceased', '死亡', 'Deceased'), item('other', '其他', 'Other')] },
  'institution-kind': { label: '机构类型', labelEn: 'Kind of institution', source: PRACTICE, items: [
    item('social', '社会鉴定机构', 'Institution serving society'), item('investigative', '一般侦查机关', 'Investigating organ'),
    item('investigative-classified', '侦查机关(涉密)', 'Investigating organ, classified')] },
  'legal-nature': { label: '机构性质', labelEn: 'Legal nature', source: PRACTICE, items: [
    item('independent', '独立法人', 'Independent legal person'), item('dependent', '非独立法人', 'Part of a legal person')] },
  'organisational-form': { label: '组织形式', labelEn: 'Organisational form', source: PRACTICE, items: [
    item('head-office', '总部', 'Head office'), item('branch', '分部', 'Branch')] },
  'founder-nature': { label: '发起单位性质', labelEn: 'Nature of the founder', source: PRACTICE, items: [
    item('health', '卫生', 'Health'), item('education', '教育', 'Education'), item('research', '科研', 'Research'), item('enterprise', '企业', 'Enterprise'),
    item('association', '社团', 'Association'), item('private-non-enterprise', '民办非企业', 'Private non-enterprise'), item('other', '其他', 'Other')] },
  'fund-source': { label: '经费来源', labelEn: 'Source of funds', source: PRACTICE, items: [
    item('full-grant', '全额拨款', 'Fully funded'), item('partial-grant', '差额拨款', 'Partly funded'), item('self-funded', '自筹自支', 'Self-funded')] },
  'party-organisation': { label: '党组织形式', labelEn: 'Party organisation', source: PRACTICE, items: [
    item('committee', '党委', 'Party committee'), item('general-branch', '党总支', 'General branch'), item('joint-branch', '联合支部', 'Joint branch'),
    item('own-branch', '独立支部', 'Own branch'), item('none', '未成立', 'None')] },
  'premises-kind': { label: '办公地性质', labelEn: 'Premises', source: PRACTICE, items: [
    item('complex', '综合楼', 'Mixed-use building'), item('office', '写字楼', 'Office building'), item('other', '其他', 'Other')] },
  'premises-tenure': { label: '住所权属', labelEn: 'Tenure of premises', source: '95号 art. 15 (住所证明)', items: [
    item('owned', '自有', 'Owned'), item('leased', '租赁', 'Leased'), item('lent', '无偿使用', 'Used free of charge')] },
  'title-level': { label: '专业技术职称级别', labelEn: 'Level of professional title', source: PRACTICE, items: [
    item('junior', '初级', 'Junior'), item('intermediate', '中级', 'Intermediate'), item('deputy-senior', '副高', 'Deputy senior'), item('senior', '正高', 'Senior')] },
  duty: { label: '机构职务', labelEn: 'Duty in the institution', source: PRACTICE, items: [
    item('head', '负责人', 'Head'), item('appraiser', '鉴定人', 'Appraiser'), item('assistant', '鉴定人助理', 'Assistant'),
    item('clerk', '职员', 'Staff'), item('other', '其他', 'Other')] },
  'employment-status': { label: '在职情况', labelEn: 'Employment status', source: PRACTICE, items: [
    item('employed', '在职', 'Employed'), item('left', '离职', 'Left'), item('suspended', '停职', 'Suspended from duty')] },
  'employment-type': { label: '专兼职', labelEn: 'Full or part time', source: '96号 art. 14', items: [
    item('full-time', '专职', 'Full time'), item('part-time', '兼职', 'Part time')] },
  'identity-document': { label: '证件类型', labelEn: 'Identity document', source: PRACTICE, items: [
    item('resident-id', '身份证', 'Resident identity card'), item('home-return-permit', '回乡证', 'Home return permit'), item('travel-permit', '通行证', 'Travel permit'),
    item('passport', '护照', 'Passport'), item('other', '其它', 'Other')] },
  sex: { label: '性别', labelEn: 'Sex', source: 'GB/T 2261.1', items: [
    item('0', '未知的性别', 'Unknown'), item('1', '男', 'Male'), item('2', '女', 'Female'), item('9', '未说明的性别', 'Not stated')] },
  education: { label: '学历', labelEn: 'Education', source: 'GB/T 4658', items: [
    item('10', '研究生教育', 'Postgraduate'), item('20', '大学本科', 'Bachelor'), item('30', '大学专科', 'College'), item('40', '中等职业教育', 'Secondary vocational'),
    item('60', '普通高级中学教育', 'Senior secondary'), item('70', '初级中学教育', 'Junior secondary'), item('80', '小学教育', 'Primary'), item('90', '其他', 'Other')] },
  degree: { label: '学位', labelEn: 'Degree', source: PRACTICE, items: [
    item('doctor', '博士', 'Doctor'), item('master', '硕士', 'Master'), item('bachelor', '学士', 'Bachelor'), item('none', '无', 'None')] },
  'award-level': { label: '获奖级别', labelEn: 'Level of award', source: PRACTICE, items: [
    item('world', '世界级', 'World'), item('national', '国家级', 'National'), item('ministerial', '省部级', 'Province or ministry'), item('prefecture', '地市级', 'Prefecture'),
    item('county', '县级', 'County'), item('industry', '行业级', 'Industry'), item('other', '其它', 'Other')] },
  'accreditation-kind': { label: '认证认可种类', labelEn: 'Kind of accreditation', source: '95号 art. 14', items: [
    item('cma', '检验检测机构资质认定(CMA)', 'CMA qualification'), item('cnas-laboratory', '实验室认可(CNAS)', 'CNAS laboratory accreditation'),
    item('cnas-inspection', '检验机构认可(CNAS)', 'CNAS inspection body accreditation'), item('other', '其他', 'Other')] },
  'accreditation-level': { label: '认证认可级别', labelEn: 'Level of accreditation', source: PRACTICE, items: [
    item('national', '国家级', 'National'), item('provincial', '省级', 'Provincial'), item('laboratory', '实验室', 'Laboratory')] },
  'accreditation-holder': { label: '认证认可主体', labelEn: 'Holder of the accreditation', source: PRACTICE, items: [
    item('institution', '机构通过', 'The institution'), item('founder', '母体通过', 'Its founder')] },
  'comparison-result': { label: '能力验证结果', labelEn: 'Comparison result', source: PRACTICE, items: [
    item('satisfactory', '满意', 'Satisfactory'), item('passed', '通过', 'Passed'), item('failed', '未通过', 'Failed'),
    item('not-evaluated', '不予评价', 'Not evaluated'), item('absent', '未参加', 'Did not take part'), item('no-return', '未反馈', 'No result returned')] },
  'change-subject': { label: '变更主体', labelEn: 'Subject of change', source: PRACTICE, items: [
    item('institution', '机构', 'Institution'), item('appraiser', '鉴定人', 'Appraiser')] },
  'change-matter': { label: '变更事项', labelEn: 'Matter changed', source: '95号 (登记事项), 96号 art. 11', items: [
    item('name', '名称或姓名', 'Name'), item('address', '住所', 'Address'), item('legal-representative', '法定代表人', 'Legal representative'), item('head', '机构负责人', 'Head'),
    item('funds', '资金数额', 'Funds'), item('equipment', '仪器设备和实验室', 'Equipment and laboratory'), item('appraisers', '司法鉴定人', 'Appraisers'),
    item('scope', '业务范围', 'Scope'), item('category', '执业类别', 'Practice category'), item('title', '职称或行业资格', 'Title or qualification'),
    item('employer', '执业机构', 'Practising institution'), item('other', '其他', 'Other')] },
  'scope-change': { label: '业务范围变更形式', labelEn: 'Form of scope change', source: PRACTICE, items: [
    item('first', '首次批准', 'First approval'), item('added', '增项', 'Added'), item('removed', '减项', 'Removed'), item('renewed', '延续', 'Renewed'), item('corrected', '更正', 'Corrected')] },
  'organ-system': { label: '侦查机关系统', labelEn: 'System of the investigating organ', source: '司发通〔2008〕165号', items: [
    item('police', '公安机关', 'Public security'), item('procuratorate', '检察机关', 'Procuratorate'), item('state-security', '国家安全机关', 'State security'),
    item('customs', '海关缉私', 'Customs'), item('prison', '监狱', 'Prison'), item('military', '军队保卫', 'Military'), item('other', '其他', 'Other')] },
  'penalty-kind': { label: '行政处罚种类', labelEn: 'Kind of penalty', source: '行政处罚法 art. 9', items: [
    item('warning', '警告', 'Warning'), item('criticism', '通报批评', 'Notice of criticism'), item('fine', '罚款', 'Fine'), item('confiscation', '没收', 'Confiscation'),
    item('suspension', '停止执业', 'Suspension'), item('revocation', '吊销许可证件', 'Revocation'), item('restriction', '限制从业', 'Restriction of practice'), item('other', '其他', 'Other')] },
  'training-kind': { label: '教育培训种类', labelEn: 'Kind of training', source: '司规〔2021〕1号', items: [
    item('pre-service', '岗前培训', 'Before practice'), item('in-service', '岗位培训', 'In practice')] },
  satisfaction: { label: '满意度', labelEn: 'Satisfaction', source: PRACTICE, items: [
    item('satisfied', '满意', 'Satisfied'), item('fairly', '基本满意', 'Fairly satisfied'), item('dissatisfied', '不满意', 'Dissatisfied')] },
} as const satisfies Readonly<Record<string, Domain>>;

export type DomainName = keyof typeof valueDomains;

/** The codes of a domain as a type: `CodeOf<'sex'>` is `'0' | '1' | '2' | '9'`. */
export type CodeOf<D extends DomainName> = typeof valueDomains[D]['items'][number]['code'];

/** The codes of a domain in their order, for validation and database checks. */
export function domainCodes<D extends DomainName>(domain: D): readonly CodeOf<D>[] {
  return valueDomains[domain].items.map((entry) => entry.code);
}

export function isDomainCode<D extends DomainName>(domain: D, code: unknown): code is CodeOf<D> {
  return valueDomains[domain].items.some((entry) => entry.code === code);
}

/** The Chinese label of a code. */
export function domainLabel<D extends DomainName>(domain: D, code: CodeOf<D>): string {
  return (find(domain, (entry) => entry.code === code) as DomainItem).label;
}

/** The code whose Chinese label the text is, or null. Width and spaces do not matter: `社会 鉴定机构` is found. */
export function domainCodeByLabel<D extends DomainName>(domain: D, label: string): CodeOf<D> | null {
  const wanted = squash(label);
  return (find(domain, (entry) => squash(entry.label) === wanted)?.code ?? null) as CodeOf<D> | null;
}

function find(domain: DomainName, test: (entry: DomainItem) => boolean): DomainItem | undefined {
  return (valueDomains[domain].items as readonly DomainItem[]).find(test);
}

function squash(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '');
}
