import { addDays, civilDate } from '../../../platform/calendar/civil-date.js';
import type { AppraiserValue } from '../roster/roster-row.js';
import { documentTimeline } from './document-timeline.rules.js';
import type { DocumentFact } from './document-timeline.rules.js';
import { ChangeList } from './fact-change.js';
import type { FactValues, SubjectChange } from './fact-change.js';
import { holdingTimeline } from './holding-timeline.rules.js';
import type { HoldingFact } from './holding-timeline.rules.js';
import type { InstitutionOutline, PlanTerms } from './institution-plan.rules.js';
import { changedFrom, earliestOf, intersection, kept, later } from './timeline.rules.js';
import type { Fact, Period, Segment } from './timeline.rules.js';

export interface AppraiserDetailFact extends Fact {
  readonly name: string;
  readonly sex: string | null;
  readonly birthYear: number | null;
  readonly birthMonth: number | null;
  readonly title: string | null;
  readonly titleLevel: string | null;
}

export interface EmploymentFact extends Fact {
  readonly institutionId: string;
  readonly employmentType: string;
  readonly employer: string | null;
  readonly consentNo: string | null;
  readonly duty: string | null;
}

export interface AppraiserCategoryFact extends HoldingFact { readonly institutionId: string }

/** What the registry says of an appraiser now, over all days. */
export interface AppraiserState {
  readonly id: string;
  readonly details: readonly AppraiserDetailFact[];
  readonly employments: readonly EmploymentFact[];
  readonly certificates: readonly DocumentFact[];
  readonly categories: readonly AppraiserCategoryFact[];
}

/**
 * What a roster row changes about an appraiser. A new one practises at the institution from the later of their own first
 * practice and the institution's first licence: of earlier days the roster does not say where. A known one changes from
 * the issue of a certificate that the registry did not know, since it names institution and categories (96号 art. 17),
 * else from the roster's data date. Categories are held only while employed and within the institution's scope.
 * Pure; the same row again changes nothing.
 * @param outlineById institutions whose scope this import may change
 */
export function planAppraiser(
  state: AppraiserState | null, row: AppraiserValue, institution: InstitutionOutline,
  outlineById: ReadonlyMap<string, InstitutionOutline>, terms: PlanTerms,
): SubjectChange {
  const id = state?.id ?? terms.makeId();
  const list = new ChangeList(terms.makeId);
  const certificate = documentTimeline<FactValues>(state?.certificates ?? [], {
    number: row.certificateNo, firstOn: row.firstOn, issuedOn: row.issuedOn, endsOn: addDays(civilDate(row.validTo), 1), authority: null,
    values: { appraiser_id: id, institution_id: institution.id, certificate_no: row.certificateNo, number_format: 'twelve-digit', issued_on: row.issuedOn },
    unknownValues: { appraiser_id: id, institution_id: null, certificate_no: null, number_format: 'unknown', issued_on: null },
  });
  list.bring('certificate', state?.certificates ?? [], certificate.segments);

  const detailDay = state ? later(terms.dataDate, earliestOf(state.details, terms.dataDate)) : row.firstOn;
  const details = list.bring('appraiser_detail', state?.details ?? [], changedFrom(state?.details ?? [], detailDay, (held) => detailValues(held, row, id, terms)));
  const names = list.added.filter((fact) => fact.table === 'appraiser_detail').map((fact, index) => ({
    detailId: fact.id, name: nameOf(details.added[index]!, state?.details ?? []),
  }));

  const joined = later(row.firstOn, institution.licensedFrom);
  const changeDay = state && certificate.isNewDocument && row.issuedOn <= terms.dataDate ? row.issuedOn : terms.dataDate;
  const day = state ? later(changeDay, earliestOf(state.employments, joined)) : joined;
  const employment = changedFrom(state?.employments ?? [], day, (held) => employmentValues(held, row, id, institution.id));
  list.bring('employment', state?.employments ?? [], employment);
  list.bring('appraiser_category', state?.categories ?? [],
    covered(categories(state, row, id, institution.id, day), state, employment, outlineById));

  if (!state) list.bring('appraiser_status', [], [{ valid: { from: row.firstOn, to: null }, basis: null, values: { appraiser_id: id, status: 'practising' } }]);
  return { id, isNew: state === null, closed: list.closed, added: list.added, names };
}

function detailValues(held: AppraiserDetailFact | null, row: AppraiserValue, id: string, terms: PlanTerms): FactValues | null {
  const title = row.title ?? held?.title ?? null;
  const next = {
    name: row.name, sex: row.sex ?? held?.sex ?? null, title, titleLevel: row.title === null ? held?.titleLevel ?? null : row.titleLevel,
    birthYear: row.birthYear ?? held?.birthYear ?? null, birthMonth: row.birthYear === null ? held?.birthMonth ?? null : row.birthMonth,
  };
  if (held && (Object.keys(next) as (keyof typeof next)[]).every((key) => next[key] === held[key])) return null;
  return {
    appraiser_id: id, name: next.name, sort_key: terms.sortKey(next.name), sex: next.sex, birth_year: next.birthYear, birth_month: next.birthMonth,
    title: next.title, title_level: next.titleLevel,
  };
}

function employmentValues(held: EmploymentFact | null, row: AppraiserValue, id: string, institutionId: string): FactValues | null {
  const there = held?.institutionId === institutionId ? held : null;
  const employer = row.employer ?? there?.employer ?? null;
  const consentNo = row.consentNo ?? there?.consentNo ?? null;
  if (there && there.employmentType === row.employmentType && there.employer === employer && there.consentNo === consentNo) return null;
  return {
    appraiser_id: id, institution_id: institutionId, employment_type: row.employmentType, employer_name: employer, consent_document_no: consentNo,
    duty: there?.duty ?? 'appraiser',
  };
}

function categories(state: AppraiserState | null, row: AppraiserValue, id: string, institutionId: string, day: string): Segment<FactValues>[] {
  const here = (state?.categories ?? []).filter((fact) => fact.institutionId === institutionId);
  const elsewhere = (state?.categories ?? []).filter((fact) => fact.institutionId !== institutionId);
  return [
    ...elsewhere.map((fact): Segment<FactValues> => kept(fact)),
    ...holdingTimeline<FactValues>(here, row.categories, day, (code) => ({
      appraiser_id: id, institution_id: institutionId, category_code: code, first_approved_on: day,
    })),
  ];
}

/** 95号, 96号: the part of each category that lies within employment at its institution and within that institution's scope. */
function covered(
  segments: readonly Segment<FactValues>[], state: AppraiserState | null, employment: readonly Segment<FactValues>[],
  outlineById: ReadonlyMap<string, InstitutionOutline>,
): Segment<FactValues>[] {
  const institutionOf = new Map(state?.employments.map((fact) => [fact.id, fact.institutionId]));
  const employedAt = (institutionId: string): Period[] => employment
    .filter((segment) => (segment.values?.['institution_id'] ?? institutionOf.get(segment.basis ?? '')) === institutionId).map((segment) => segment.valid);
  const factOf = new Map(state?.categories.map((fact) => [fact.id, fact]));
  return segments.flatMap((segment) => {
    const fact = factOf.get(segment.basis ?? '');
    const institutionId = String(segment.values?.['institution_id'] ?? fact?.institutionId);
    const code = String(segment.values?.['category_code'] ?? fact?.code);
    const outline = outlineById.get(institutionId);
    let days = intersection(segment.valid, employedAt(institutionId));
    if (outline) days = days.flatMap((part) => intersection(part, scopeDaysFor(outline, code)));
    return days.map((valid): Segment<FactValues> => ({ ...segment, valid }));
  });
}

/** The days on which an institution's scope covers a category, by itself or by one of its ancestors. */
export function scopeDaysFor(outline: InstitutionOutline, code: string): Period[] {
  return [...outline.scope].flatMap(([granted, days]) => (code.startsWith(granted) ? days : []));
}

function nameOf(segment: Segment<FactValues>, facts: readonly AppraiserDetailFact[]): string {
  return String(segment.values?.['name'] ?? facts.find((fact) => fact.id === segment.basis)?.name ?? '');
}
