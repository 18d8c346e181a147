import { problems, type FieldError } from '../../platform/problem.js';
import type { CodeOf, ReferenceData } from '../../reference/index.js';
import type { OfficialScope } from '../facts/index.js';
import { parseCreditCode, parseLicenceNumber } from '../identifiers/index.js';
import { mayEnterKind, reachesDivision } from './classified.rules.js';
import { normalIdNumber } from './personal-data.js';
import { missingConsent } from './required-papers.rules.js';

const ID_FAULTS: Readonly<Record<string, string>> = {
  format: '证件号码格式不正确', province: '身份证号的省份代码不存在', 'birth-date': '身份证号中的出生日期不存在', 'check-digit': '身份证号校验位不正确',
};

/** Items of an institution that a form alone cannot judge. */
interface InstitutionItemsLike {
  readonly name?: string | null; readonly divisionCode?: string | null; readonly creditCode?: string | null; readonly premisesAreaM2?: number | null;
  readonly founderProofFrom?: string | null; readonly founderProofTo?: string | null;
}

interface Days { readonly from: string; readonly to?: string | null }

/** Collects what is wrong with a body beyond its form, so that a person hears of all of it at once. */
export class BodyCheck {
  private readonly errors: FieldError[] = [];

  constructor(readonly reference: ReferenceData, private readonly scope: OfficialScope) {}

  /** @throws Problem `invalid-request` (400) with every error found */
  finish(): void {
    if (this.errors.length > 0) throw problems['invalid-request']({ errors: this.errors });
  }

  refuse(pointer: string, code: string, message: string): void {
    this.errors.push({ pointer, code, message });
  }

  /** A value that a form takes for optional although this command needs it. */
  require(pointer: string, value: unknown): void {
    if (value === undefined || value === null) this.refuse(pointer, 'required', '必填');
  }

  days(parent: string, { from, to }: Days): void {
    if (to !== undefined && to !== null && to < from) this.refuse(`${parent}/to`, 'dates-reversed', '末日早于首日');
  }

  category(pointer: string, code: string | null | undefined): void {
    if (code !== undefined && code !== null && !this.reference.categories.byCode(code)) this.refuse(pointer, 'unknown-category', '没有这个执业类别代码');
  }

  /** Codes of one list: known, and none twice. */
  categories(parent: string, entries: readonly { readonly categoryCode: string }[]): void {
    const seen = new Set<string>();
    entries.forEach(({ categoryCode }, index) => {
      const pointer = `${parent}/${index}/categoryCode`;
      this.category(pointer, categoryCode);
      if (seen.has(categoryCode)) this.refuse(pointer, 'repeated', '类别重复');
      seen.add(categoryCode);
    });
  }

  kind(pointer: string, kind: CodeOf<'institution-kind'>): void {
    if (!mayEnterKind(this.scope, kind)) this.refuse(pointer, 'out-of-reach', '涉密机构由省级司法行政机关登记');
  }

  institutionItems(parent: string, items: InstitutionItemsLike): void {
    const { divisionCode, creditCode, premisesAreaM2, founderProofFrom, founderProofTo } = items;
    if (items.name === null) this.refuse(`${parent}/name`, 'required', '名称不得为空');
    if (divisionCode === null) this.refuse(`${parent}/divisionCode`, 'required', '行政区划不得为空');
    else if (divisionCode !== undefined) this.division(`${parent}/divisionCode`, divisionCode);
    if (creditCode !== undefined && creditCode !== null && !parseCreditCode(creditCode).ok) {
      this.refuse(`${parent}/creditCode`, 'credit-code', '统一社会信用代码格式或校验位不正确');
    }
    if (typeof premisesAreaM2 === 'number' && !(premisesAreaM2 >= 0.01 && premisesAreaM2 < 1e8)) this.refuse(`${parent}/premisesAreaM2`, 'out-of-range', '面积须大于零');
    if (founderProofFrom && founderProofTo && founderProofTo < founderProofFrom) this.refuse(`${parent}/founderProofTo`, 'dates-reversed', '止期早于起期');
  }

  birth(parent: string, { birthYear, birthMonth, birthDay }: { birthYear?: number | null; birthMonth?: number | null; birthDay?: number | null }): void {
    if (typeof birthYear !== 'number' || typeof birthMonth !== 'number' || typeof birthDay !== 'number') return;
    if (birthDay > new Date(Date.UTC(birthYear, birthMonth, 0)).getUTCDate()) this.refuse(`${parent}/birthDay`, 'no-such-day', '没有这一天');
  }

  licenceNo(pointer: string, licenceNo: string): void {
    if (!parseLicenceNumber(licenceNo).ok) this.refuse(pointer, 'licence-number', '许可证号须为九位数字，2010年4月前为七位');
  }

  idNumber(pointer: string, idType: CodeOf<'identity-document'>, idNumber: string): void {
    const answer = normalIdNumber(idType, idNumber);
    if ('fault' in answer) this.refuse(pointer, `id-number-${answer.fault}`, ID_FAULTS[answer.fault] ?? '证件号码不正确');
  }

  post(parent: string, post: Parameters<typeof missingConsent>[0]): void {
    for (const field of missingConsent(post)) this.refuse(`${parent}/${field}`, 'consent-required', '兼职须有所在单位及其同意文件');
  }

  private division(pointer: string, code: string): void {
    if (!this.reference.divisions.byCode(code)) this.refuse(pointer, 'unknown-division', '没有这个行政区划代码');
    else if (!reachesDivision(this.scope, code)) this.refuse(pointer, 'out-of-reach', '不在您的管辖区域内');
  }
}
