import type { AppraiserSnapshot } from '../appraiser/appraiser.repository.js';
import type { AsOf, FactName, FactView, HistoricFact, SubjectKind } from '../facts/index.js';
import type { InstitutionSnapshot } from '../institution/institution.repository.js';
import type * as appraiserDto from './appraiser-record.dto.js';
import type * as institutionDto from './institution-record.dto.js';
import { certificateWarnings, licenceWarnings } from './number-warnings.rules.js';
import type { HistoricFactView, HistoryView, RecordedFact } from './record-facts.dto.js';
import type { Employer, RecordEvents } from './record.repository.js';

type Shown = RecordedFact & { values: never };

/** The only way out of an institution's record. */
export function institutionView(
  snapshot: InstitutionSnapshot, events: RecordEvents, at: AsOf, actions: string[],
): institutionDto.RegisteredInstitution {
  const show = shownAs('institution');
  const { detail, licence, filing, status } = snapshot;
  return {
    id: snapshot.id, kind: snapshot.kind, version: snapshot.version, asOf: at.asOf, knownAt: known(at),
    detail: detail && show(detail), licence: licence && show(licence), filing: filing && show(filing), status: status && show(status),
    scopes: snapshot.scopes.map(show), accreditations: snapshot.accreditations.map(show), assistants: snapshot.assistants.map(show),
    awards: events.awards.map(show), changeRecords: events.changeRecords.map(show),
    warnings: licenceWarnings(licence?.licenceNo ?? null, detail?.divisionCode ?? null), actions,
  };
}

/** The only way out of an appraiser's record. */
export function appraiserView(
  snapshot: AppraiserSnapshot, more: { events: RecordEvents; employer: Employer | null; identity: appraiserDto.MaskedIdentity }, at: AsOf, actions: string[],
): appraiserDto.RegisteredAppraiser {
  const show = shownAs('appraiser');
  const { detail, employment, certificate, status } = snapshot;
  const { events, employer, identity } = more;
  return {
    id: snapshot.id, version: snapshot.version, asOf: at.asOf, knownAt: known(at), identity,
    detail: detail && show(detail), institution: employer && { id: employer.id, name: employer.name, licenceNo: employer.licenceNo },
    employment: employment && show(employment), certificate: certificate && show(certificate), status: status && show(status),
    categories: snapshot.categories.map(show), trainings: events.trainings.map(show),
    awards: events.awards.map(show), changeRecords: events.changeRecords.map(show),
    warnings: certificateWarnings(certificate?.certificateNo ?? null, employer?.licenceNo ?? null), actions,
  };
}

export function historyView(subject: SubjectKind, facts: readonly HistoricFact[]): HistoryView {
  const show = shownAs(subject);
  return { items: facts.map((fact): HistoricFactView => ({ fact: fact.fact, ...show(fact) })), nextCursor: null };
}

const ORIGIN = ['id', 'from', 'to', 'recordedAt', 'recordedUntil', 'recordedBy', 'source', 'documentNo', 'documentTitle', 'reason'] as const;
const NOT_SHOWN = new Set<string>([...ORIGIN, 'supersedes', 'fact']);
/** Facts that may belong to either subject name the one that they do not belong to as well. */
const EITHER = new Set<string>(['awardedOn', 'submittedOn']);

/** Sets apart what a fact says from where it comes from, and leaves out whose record it stands in. */
function shownAs(subject: SubjectKind): (fact: FactView<FactName>) => Shown {
  return (fact) => {
    const row = fact as unknown as Readonly<Record<string, unknown>>;
    const eitherSubject = Object.keys(row).some((field) => EITHER.has(field));
    const hidden = eitherSubject ? ['institutionId', 'appraiserId'] : [`${subject}Id`];
    const values = Object.fromEntries(Object.entries(row).filter(([field]) => !NOT_SHOWN.has(field) && !hidden.includes(field)));
    return { ...Object.fromEntries(ORIGIN.map((field) => [field, row[field] ?? null])), values } as unknown as Shown;
  };
}

function known({ knownAt }: AsOf): string | null {
  return knownAt instanceof Date ? knownAt.toISOString() : knownAt;
}
