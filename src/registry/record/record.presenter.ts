import type { AppraiserSnapshot } from '../appraiser/appraiser.repository.js';
import { FACT_TABLES } from '../facts/index.js';
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
    detail: detail && show('institution_detail', detail),
    licence: licence && show('licence', licence),
    filing: filing && show('institution_filing', filing),
    status: status && show('institution_status', status),
    scopes: snapshot.scopes.map((fact) => show('institution_scope', fact)),
    accreditations: snapshot.accreditations.map((fact) => show('accreditation', fact)),
    assistants: snapshot.assistants.map((fact) => show('appraiser_assistant', fact)),
    awards: events.awards.map((fact) => show('award', fact)),
    changeRecords: events.changeRecords.map((fact) => show('change_record', fact)),
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
    detail: detail && show('appraiser_detail', detail),
    institution: employer && { id: employer.id, name: employer.name, licenceNo: employer.licenceNo },
    employment: employment && show('employment', employment),
    certificate: certificate && show('certificate', certificate),
    status: status && show('appraiser_status', status),
    categories: snapshot.categories.map((fact) => show('appraiser_category', fact)),
    trainings: events.trainings.map((fact) => show('training_record', fact)),
    awards: events.awards.map((fact) => show('award', fact)),
    changeRecords: events.changeRecords.map((fact) => show('change_record', fact)),
    warnings: certificateWarnings(certificate?.certificateNo ?? null, employer?.licenceNo ?? null), actions,
  };
}

export function historyView(subject: SubjectKind, facts: readonly HistoricFact[]): HistoryView {
  const show = shownAs(subject);
  return { items: facts.map((fact): HistoricFactView => ({ fact: fact.fact, ...show(fact.fact, fact) })), nextCursor: null };
}

const ORIGIN = ['id', 'from', 'to', 'recordedAt', 'recordedUntil', 'recordedBy', 'source', 'documentNo', 'documentTitle', 'reason'] as const;
/** Their facts belong to one subject or the other, and name the other one as null. */
const OF_ONE_SUBJECT = new Set<FactName>(['award', 'change_record']);

/** Sets apart what a fact says from where it comes from, and leaves out whose record it stands in. */
function shownAs(subject: SubjectKind) {
  return (name: FactName, fact: FactView<FactName>): Shown => {
    const row = fact as unknown as Readonly<Record<string, unknown>>;
    const hidden = OF_ONE_SUBJECT.has(name) ? ['institutionId', 'appraiserId'] : [`${subject}Id`];
    const fields = Object.keys(FACT_TABLES[name].columns).filter((field) => field in row && !hidden.includes(field));
    const pick = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, row[key] ?? null]));
    return { ...pick(ORIGIN), values: pick(fields) } as unknown as Shown;
  };
}

function known({ knownAt }: AsOf): string | null {
  return knownAt instanceof Date ? knownAt.toISOString() : knownAt;
}
