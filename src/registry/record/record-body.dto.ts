import type { CivilDate } from '../../platform/calendar/index.js';
import { BooleanField, ChoiceField, CivilDateField, Nullable, TextField } from '../../platform/http/fields.js';
import { domainCodes, valueDomains, type CodeOf, type DomainName } from '../../reference/index.js';

/** What the bodies of all registry commands have in common. */

/** A code of a value domain; the API document shows what each stands for. */
export function CodeField(domain: DomainName, options: { optional?: boolean } = {}): PropertyDecorator {
  const { label, items } = valueDomains[domain];
  return ChoiceField(domainCodes(domain), { ...options, description: `${label}：${items.map((item) => `${item.code} ${item.label}`).join('，')}` });
}

/** A name as it stands on paper: no blank at either end. */
export const PRINTED_NAME = { pattern: /^\S(.*\S)?$/, patternMessage: '首尾不得有空格' };
const SOME_TEXT = { min: 1, pattern: /\S/, patternMessage: '不得只有空格' };

export function DocumentNoField(): PropertyDecorator {
  return together(Nullable(), TextField({ ...SOME_TEXT, optional: true, max: 100, description: '文书文号' }));
}

export function DocumentTitleField(): PropertyDecorator {
  return together(Nullable(), TextField({ ...SOME_TEXT, optional: true, max: 200, description: '文书名称' }));
}

export function ReasonField(): PropertyDecorator {
  return together(Nullable(), TextField({ ...SOME_TEXT, optional: true, max: 2000, multiline: true, description: '理由' }));
}

function together(...parts: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, key) => {
    for (const decorate of parts) decorate(target, key);
  };
}

/** The paper behind a command. */
class PaperBody {
  @DocumentNoField() documentNo?: string | null;
  @DocumentTitleField() documentTitle?: string | null;
}

export class CommandBody extends PaperBody {
  @ReasonField() reason?: string | null;
}

/** For commands that nobody may give without saying why. */
export class ReasonedBody extends PaperBody {
  @TextField({ ...SOME_TEXT, max: 2000, multiline: true, description: '理由' }) reason: string;
}

export class PeriodBody extends CommandBody {
  @CivilDateField({ description: '首日' }) from: CivilDate;
  @Nullable() @CivilDateField({ optional: true, description: '末日（含当日）；不填为长期' }) to?: CivilDate | null;
}

export class ReasonedPeriodBody extends ReasonedBody {
  @CivilDateField({ description: '首日' }) from: CivilDate;
  @Nullable() @CivilDateField({ optional: true, description: '末日（含当日）；不填为长期' }) to?: CivilDate | null;
}

export class AwardBody extends CommandBody {
  @TextField({ ...PRINTED_NAME, min: 1, max: 200 }) name: string;
  @CodeField('award-level') level: CodeOf<'award-level'>;
  @Nullable() @TextField({ optional: true, max: 200, description: '授予单位' }) awardedBy?: string | null;
  @CivilDateField({ description: '获奖日期' }) awardedOn: CivilDate;
}

export class ChangeRecordBody extends CommandBody {
  @CodeField('change-matter') matter: CodeOf<'change-matter'>;
  @CivilDateField({ description: '提交日期' }) submittedOn: CivilDate;
  @Nullable() @CivilDateField({ optional: true, description: '办结日期；未办结不填' }) concludedOn?: CivilDate | null;
  @Nullable() @TextField({ optional: true, min: 1, max: 100, description: '审批文号' }) approvalNo?: string | null;
  @Nullable() @TextField({ optional: true, min: 1, max: 50, description: '阶段' }) stage?: string | null;
  @Nullable() @TextField({ optional: true, min: 1, max: 200, description: '结果' }) result?: string | null;
  @BooleanField({ optional: true, description: '是否逾期' }) overdue?: boolean;
}
