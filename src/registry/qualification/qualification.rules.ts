/**
 * Whether an appraiser was qualified for a category on a day: every link of the chain person – certificate – category –
 * institution – licence – scope must hold on that day (决定 art. 9; 95号; 96号). Pure: the facts are handed in.
 */
import type { CivilDate } from '../../platform/calendar/index.js';
import { contains } from '../facts/period.rules.js';
import { holdsOn, nameOn, nearestTo, periodOf } from './nearest.rules.js';
import type { DatedFact } from './nearest.rules.js';
import type {
  CategoryFact, InstitutionFacts, Link, LinkName, Qualification, QualificationFacts, QualificationQuestion, Reason, ReasonCode, StatusFact,
} from './qualification.model.js';

/** What a document without a number is called. */
const EARLIER_DOCUMENT = '早期证件（号码不详）';

/**
 * The answer with every link tested on its own: a failed one does not hide the others.
 * @param facts of one appraiser, as the registry knew them at one instant
 */
export function qualificationOn(facts: QualificationFacts, question: QualificationQuestion): Qualification {
  const institution = institutionOn(facts, question);
  const tests = [
    certificateLink(facts, question),
    statusLink('appraiser-status', facts.statuses, question, 'appraiser', nameOn(facts.names, question.asOf)),
    categoryLink(facts, question, institution),
    employmentLink(facts, question),
    ...(institution ? [
      licenceLink(institution, question),
      scopeLink(institution, question),
      statusLink('institution-status', institution.statuses, question, 'institution', nameOn(institution.names, question.asOf)),
    ] : (['licence', 'institution-scope', 'institution-status'] as const).map(undetermined)),
  ];
  const links = tests.map((test) => test.link);
  const reasons = new Map<string, Reason>();
  for (const { reason } of tests) if (reason && !reasons.has(`${reason.code} ${reason.message}`)) reasons.set(`${reason.code} ${reason.message}`, reason);
  return {
    qualified: links.every((link) => link.ok), appraiserName: nameOn(facts.names, question.asOf),
    institution: institution && { id: institution.id, name: nameOn(institution.names, question.asOf), licenceNo: licenceNoOn(institution, question.asOf) },
    links, reasons: [...reasons.values()],
  };
}

interface Tested { readonly link: Link; readonly reason: Reason | null }

/** Where the appraiser worked that day; failing that the institution which the day's category or certificate names, so that it can still be tested. */
function institutionOn(facts: QualificationFacts, { asOf }: QualificationQuestion): InstitutionFacts | null {
  const id = (holdsOn(facts.employments, asOf) ?? holdsOn(facts.categories, asOf))?.institutionId ?? holdsOn(facts.certificates, asOf)?.institutionId;
  return facts.institutions.find((institution) => institution.id === id) ?? null;
}

/** The number of the day; a day under an earlier document shows the number that is known from a neighbouring one. */
function licenceNoOn({ licences }: InstitutionFacts, day: CivilDate): string | null {
  return holdsOn(licences, day)?.number ?? nearestTo(licences.filter((licence) => licence.number !== null), day)?.number ?? null;
}

/** 96号 art. 17: practice is bound to a certificate within its days; the last day counts. */
function certificateLink(facts: QualificationFacts, { asOf }: QualificationQuestion): Tested {
  const held = holdsOn(facts.certificates, asOf);
  const name = (number: string | null) => number === null ? EARLIER_DOCUMENT : `执业证 ${number}`;
  if (held) return passed('certificate', name(held.number), held, `${name(held.number)} 当日有效`);
  return failed('certificate', outside(facts.certificates, asOf, 'certificate', name, '未登记过执业证'));
}

/** 95号 art. 22: practice is bound to a licence within its days. Institutions of investigating organs are filed instead (司发通〔2008〕165号). */
function licenceLink(institution: InstitutionFacts, { asOf }: QualificationQuestion): Tested {
  const filed = institution.kind !== 'social';
  const documents = filed ? institution.filings : institution.licences;
  const held = holdsOn(documents, asOf);
  const name = (number: string | null) => filed ? `备案${number === null ? '' : ` ${number}`}` : number === null ? EARLIER_DOCUMENT : `许可证 ${number}`;
  if (held) return passed('licence', name(held.number), held, `${nameOn(institution.names, asOf)} ${name(held.number)} 当日有效`);
  return failed('licence', outside(documents, asOf, 'licence', name, `${nameOn(institution.names, asOf)} 未登记过${filed ? '备案' : '许可证'}`));
}

/** 96号 art. 28: nobody practises beyond the registered category. A parent category covers its items. */
function categoryLink(facts: QualificationFacts, question: QualificationQuestion, institution: InstitutionFacts | null): Tested {
  const mine = facts.categories.filter((fact) => institution === null || fact.institutionId === institution.id);
  return coverage('category', mine, question, {
    none: 'category-not-held', part: 'category-partly-held', owner: nameOn(facts.names, question.asOf), has: '登记有执业类别', hasNot: '未登记执业类别',
  });
}

/** 95号 art. 39: nor does an institution beyond its scope. */
function scopeLink(institution: InstitutionFacts, question: QualificationQuestion): Tested {
  return coverage('institution-scope', institution.scopes, question, {
    none: 'institution-out-of-scope', part: 'institution-scope-partial', owner: nameOn(institution.names, question.asOf), has: '业务范围包含', hasNot: '业务范围不包含',
  });
}

/** 96号: an appraiser practises at one institution, and only while there. */
function employmentLink(facts: QualificationFacts, { asOf }: QualificationQuestion): Tested {
  const held = holdsOn(facts.employments, asOf);
  const nameOf = (id: string) => nameOn(facts.institutions.find((one) => one.id === id)?.names ?? [], asOf);
  if (held) return passed('employment', held.document ?? nameOf(held.institutionId), held, `当日在 ${nameOf(held.institutionId)} 执业`);
  const nearest = nearestTo(facts.employments, asOf);
  return failed('employment', {
    code: 'not-employed', document: nearest === null ? null : nearest.document ?? nameOf(nearest.institutionId), period: nearest && periodOf(nearest),
    message: nearest === null ? '没有执业机构的登记' : `${asOf} 不在任何机构执业；在 ${nameOf(nearest.institutionId)} 的期间为 ${spoken(nearest)}`,
  });
}

/** 95号 art. 39, 96号 art. 29: while suspended, cancelled or revoked nobody practises. Only a stated practising counts. */
function statusLink(link: 'appraiser-status' | 'institution-status', statuses: readonly StatusFact[], { asOf }: QualificationQuestion, owner: 'appraiser' | 'institution', name: string): Tested {
  const held = holdsOn(statuses, asOf);
  if (held?.status === 'practising') return passed(link, held.document, held, `${name} 当日正常执业`);
  if (!held) {
    const nearest = nearestTo(statuses, asOf);
    return failed(link, { code: `${owner}-status-unknown`, document: nearest?.document ?? null, period: nearest && periodOf(nearest), message: `${name} ${asOf} 没有执业状态的登记` });
  }
  const { code, label } = STATUS[held.status] ?? OTHER_STATUS;
  return failed(link, {
    code: `${owner}-${code}`, document: held.document, period: periodOf(held),
    message: `${name} ${spoken(held)} ${label}${held.document === null ? '' : `（${held.document}）`}`,
  });
}

const OTHER_STATUS = { code: 'not-practising', label: '不在正常执业状态' } as const;
const STATUS: Readonly<Record<string, { readonly code: 'suspended' | 'not-assessed' | 'expired' | 'cancelled' | 'revoked' | 'not-practising'; readonly label: string }>> = {
  suspended: { code: 'suspended', label: '停止执业' },
  'self-suspended': { code: 'suspended', label: '停业整改' },
  'not-assessed': { code: 'not-assessed', label: '未经年度审核' },
  expired: { code: 'expired', label: '到期未延续' },
  cancelled: { code: 'cancelled', label: '已注销' },
  revoked: { code: 'revoked', label: '已吊销' },
  'awaiting-transfer': { code: 'not-practising', label: '待转入机构' },
  deceased: { code: 'not-practising', label: '已故' },
};

interface CoverageWords { readonly none: ReasonCode; readonly part: ReasonCode; readonly owner: string; readonly has: string; readonly hasNot: string }

/** Category codes are prefixes of the codes below them: `FY-02` covers `FY-0201`. */
function coverage(link: LinkName, facts: readonly CategoryFact[], { asOf, category, categoryName }: QualificationQuestion, words: CoverageWords): Tested {
  const title = (code: string) => {
    const name = categoryName?.(code);
    return name === undefined ? code : `${name}（${code}）`;
  };
  const covering = facts.filter((fact) => category.startsWith(fact.category));
  const held = holdsOn(covering, asOf);
  if (held) return passed(link, held.document ?? title(held.category), held, `${words.owner} ${words.has} ${title(held.category)}`);
  const parts = facts.filter((fact) => fact.category.startsWith(category) && contains(periodOf(fact), asOf));
  if (parts.length > 0) {
    const items = [...new Set(parts.map((fact) => fact.category))].sort().map(title);
    const [first] = parts;
    return failed(link, {
      code: words.part, document: items.join('、'), period: first ? periodOf(first) : null,
      message: `${words.owner} ${words.hasNot} ${title(category)} 全部项目，当日仅有 ${items.join('、')}`,
    });
  }
  const nearest = nearestTo(covering, asOf);
  return failed(link, {
    code: words.none, document: nearest === null ? null : nearest.document ?? title(nearest.category), period: nearest && periodOf(nearest),
    message: `${words.owner} ${asOf} ${words.hasNot} ${title(category)}${nearest === null ? '' : `，${title(nearest.category)} 的期间为 ${spoken(nearest)}`}`,
  });
}

type NumberedFact = DatedFact & { readonly number: string | null };

/** Why no document of a kind held on a day: there is none, not yet, no longer, or not between two. */
function outside(documents: readonly NumberedFact[], asOf: CivilDate, kind: 'certificate' | 'licence', name: (number: string | null) => string, none: string): Reason {
  const earlier = documents.filter((document) => document.to !== null && document.to < asOf);
  const later = documents.filter((document) => document.from > asOf);
  const last = nearestTo(earlier, asOf);
  const next = nearestTo(later, asOf);
  if (last && next) {
    return {
      code: `${kind}-gap`, document: name(last.number), period: periodOf(last),
      message: `${asOf} 在两证之间：${name(last.number)} 有效期至 ${last.to ?? ''}，${name(next.number)} 自 ${next.from} 起有效`,
    };
  }
  if (last) return { code: `${kind}-expired`, document: name(last.number), period: periodOf(last), message: `${name(last.number)} 有效期至 ${last.to ?? ''}` };
  if (next) return { code: `${kind}-not-yet-issued`, document: name(next.number), period: periodOf(next), message: `${name(next.number)} 自 ${next.from} 起有效` };
  return { code: `${kind}-missing`, document: null, period: null, message: none };
}

function undetermined(link: LinkName): Tested {
  return failed(link, { code: 'institution-undetermined', document: null, period: null, message: '当日没有执业机构，无从核对机构的许可、业务范围和状态' });
}

function passed(link: LinkName, document: string | null, fact: DatedFact, detail: string): Tested {
  return { link: { link, ok: true, document, period: periodOf(fact), detail }, reason: null };
}

function failed(link: LinkName, reason: Reason): Tested {
  return { link: { link, ok: false, document: reason.document, period: reason.period, detail: reason.message }, reason };
}

function spoken(fact: DatedFact): string {
  return `${fact.from} 至 ${fact.to ?? '今'}`;
}
