import { addDays, civilDate } from '../../../platform/calendar/civil-date.js';
import type { InstitutionValue } from '../roster/roster-row.js';
import { documentTimeline } from './document-timeline.rules.js';
import type { DocumentFact } from './document-timeline.rules.js';
import { ChangeList } from './fact-change.js';
import type { FactValues, SubjectChange } from './fact-change.js';
import { holdingTimeline } from './holding-timeline.rules.js';
import type { HoldingFact } from './holding-timeline.rules.js';
import { changedFrom, contains, earliestOf, later, union } from './timeline.rules.js';
import type { Fact, Period, Segment } from './timeline.rules.js';

export interface InstitutionDetailFact extends Fact {
  readonly name: string;
  readonly formerName: string | null;
  readonly creditCode: string | null;
  readonly head: string | null;
  readonly legalRep: string | null;
  readonly address: string | null;
  readonly divisionCode: string;
  readonly postalCode: string | null;
  readonly phone: string | null;
  readonly registrar: string | null;
}

export interface AccreditationFact extends HoldingFact { readonly certificateNo: string | null }

/** What the registry says of an institution now, over all days. */
export interface InstitutionState {
  readonly id: string;
  readonly kind: string;
  readonly details: readonly InstitutionDetailFact[];
  readonly licences: readonly DocumentFact[];
  readonly scopes: readonly HoldingFact[];
  readonly accreditations: readonly AccreditationFact[];
}

/** What the plans of its appraisers need to know of an institution, as it will be. */
export interface InstitutionOutline {
  readonly id: string;
  readonly licenceNo: string;
  readonly name: string;
  readonly divisionCode: string;
  /** First day of the earliest licence. */
  readonly licensedFrom: string;
  /** The days on which each category is in its scope. */
  readonly scope: ReadonlyMap<string, readonly Period[]>;
}

export interface InstitutionPlan { readonly change: SubjectChange; readonly outline: InstitutionOutline }

export interface PlanTerms {
  /** The day as of which the roster speaks. */
  readonly dataDate: string;
  readonly makeId: () => string;
  /** The key by which a name sorts. */
  readonly sortKey: (name: string) => string;
}

/**
 * What a roster row changes about an institution. A new one is stated from its first registration on; of a known one,
 * details change from the roster's data date, the scope from the issue of a licence that the registry did not know, else
 * from the data date. Cells that the roster leaves empty say nothing. Pure; the same row again changes nothing.
 */
export function planInstitution(state: InstitutionState | null, row: InstitutionValue, terms: PlanTerms): InstitutionPlan {
  const id = state?.id ?? terms.makeId();
  const list = new ChangeList(terms.makeId);
  const licence = documentTimeline<FactValues>(state?.licences ?? [], {
    number: row.licenceNo, firstOn: row.firstOn, issuedOn: row.issuedOn, endsOn: addDays(civilDate(row.validTo), 1), authority: row.authority,
    values: { institution_id: id, licence_no: row.licenceNo, number_format: row.numberFormat, issued_on: row.issuedOn, authority: row.authority },
    unknownValues: { institution_id: id, licence_no: null, number_format: 'unknown', issued_on: null, authority: null },
  });
  list.bring('licence', state?.licences ?? [], licence.segments);
  const licensedFrom = earliestOf(licence.segments, row.issuedOn);

  const day = state ? later(terms.dataDate, earliestOf(state.details, licensedFrom)) : licensedFrom;
  const detail = changedFrom(state?.details ?? [], day, (held) => detailValues(held, row, id, terms));
  const details = list.bring('institution_detail', state?.details ?? [], detail);
  const names = list.added.filter((fact) => fact.table === 'institution_detail').map((fact, index) => ({
    detailId: fact.id, name: nameOf(details.added[index]!, state?.details ?? []),
  }));

  const changeDay = state && licence.isNewDocument && row.issuedOn <= terms.dataDate ? row.issuedOn : terms.dataDate;
  const scopeDay = state ? later(changeDay, licensedFrom) : licensedFrom;
  const scopeSegments = holdingTimeline<FactValues>(state?.scopes ?? [], row.scope, scopeDay, (code) => ({
    institution_id: id, category_code: code, first_approved_on: scopeDay, is_addition: state !== null, change_form: state ? 'added' : 'first',
  }));
  list.bring('institution_scope', state?.scopes ?? [], scopeSegments);

  if (!state) list.bring('institution_status', [], [{ valid: { from: licensedFrom, to: null }, basis: null, values: { institution_id: id, status: 'practising' } }]);
  list.bring('accreditation', state?.accreditations ?? [], accreditations(state, row, id, terms.dataDate));
  return {
    change: { id, isNew: state === null, closed: list.closed, added: list.added, names },
    outline: {
      id, licenceNo: row.licenceNo, name: row.name, divisionCode: row.divisionCode, licensedFrom,
      scope: scopeDays(scopeSegments, state?.scopes ?? []),
    },
  };
}

/** The outline of an institution that the roster names but does not list. */
export function outlineOf(state: InstitutionState, licenceNo: string, day: string): InstitutionOutline {
  const detail = state.details.find(({ valid }) => contains(valid, day)) ?? state.details.at(-1);
  return {
    id: state.id, licenceNo, name: detail?.name ?? '', divisionCode: detail?.divisionCode ?? '',
    licensedFrom: earliestOf(state.licences, day), scope: scopeDays(state.scopes.map((fact) => ({ valid: fact.valid, basis: fact.id, values: null })), state.scopes),
  };
}

function detailValues(held: InstitutionDetailFact | null, row: InstitutionValue, id: string, terms: PlanTerms): FactValues | null {
  const next = {
    name: row.name, creditCode: row.creditCode ?? held?.creditCode ?? null, head: row.head ?? held?.head ?? null,
    legalRep: row.legalRep ?? held?.legalRep ?? null, address: row.address ?? held?.address ?? null, divisionCode: row.divisionCode,
    postalCode: row.postalCode ?? held?.postalCode ?? null, phone: row.phone ?? held?.phone ?? null, registrar: row.authority ?? held?.registrar ?? null,
  };
  if (held && (Object.keys(next) as (keyof typeof next)[]).every((key) => next[key] === held[key])) return null;
  return {
    institution_id: id, name: next.name, former_name: held && held.name !== next.name ? held.name : held?.formerName ?? null,
    sort_key: terms.sortKey(next.name), credit_code: next.creditCode, head_name: next.head, legal_rep_name: next.legalRep, address: next.address,
    division_code: next.divisionCode, postal_code: next.postalCode, phone: next.phone, registrar: next.registrar,
  };
}

function nameOf(segment: Segment<FactValues>, facts: readonly InstitutionDetailFact[]): string {
  return String(segment.values?.['name'] ?? facts.find((fact) => fact.id === segment.basis)?.name ?? '');
}

/**
 * 95号 art. 14. The roster tells kinds only, so it never ends an accreditation whose certificate the registry knows, and
 * an empty cell ends none.
 */
function accreditations(state: InstitutionState | null, row: InstitutionValue, id: string, dataDate: string): Segment<FactValues>[] {
  const facts = state?.accreditations ?? [];
  const day = state ? later(dataDate, row.issuedOn) : row.issuedOn;
  const listed: readonly string[] = row.accreditations;
  const staying = facts.filter((fact) => contains(fact.valid, day)
    && (listed.length === 0 || fact.certificateNo !== null || fact.code === 'other')).map((fact) => fact.code);
  return holdingTimeline<FactValues>(facts, [...new Set([...listed, ...staying])], day, (kind) => ({ institution_id: id, kind }));
}

function scopeDays(segments: readonly Segment<FactValues>[], facts: readonly HoldingFact[]): Map<string, Period[]> {
  const codeOf = new Map(facts.map((fact) => [fact.id, fact.code]));
  const days = new Map<string, Period[]>();
  for (const { valid, basis, values } of segments) {
    const code = String(values?.['category_code'] ?? codeOf.get(basis ?? '') ?? '');
    days.set(code, union([...days.get(code) ?? [], valid]));
  }
  return days;
}
