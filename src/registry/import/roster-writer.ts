import type { RequestContext } from '../../platform/context.js';
import type { Tx } from '../../platform/database/sql.js';
import type { LedgerEvent, LedgerService } from '../../platform/ledger/index.js';
import type { AppraiserState } from './plan/appraiser-plan.rules.js';
import { planAppraiser } from './plan/appraiser-plan.rules.js';
import type { FactValues, SubjectChange } from './plan/fact-change.js';
import { recordingInstant, writeChanges } from './plan/fact-writer.repository.js';
import type { InstitutionOutline, PlanTerms } from './plan/institution-plan.rules.js';
import { appraisersByCertificate } from './plan/registry-state.repository.js';
import type { CheckedRoster } from './roster-check.js';
import { rowKey } from './roster/roster-row.js';

export interface WriteTerms extends PlanTerms {
  readonly context: RequestContext;
  readonly importId: string;
  /** False to only find out what would change. */
  readonly write: boolean;
  readonly ledger: Pick<LedgerService, 'appendMany'>;
  /** Told after each step how many rows are done; may throw to stop. */
  readonly progress: (rows: number) => Promise<void>;
  /** Told which row each institution and appraiser stands for. */
  readonly subject: (id: string, rowKey: string) => void;
}

/** How many accepted rows say nothing new. */
export interface UnchangedCounts { readonly institutions: number; readonly appraisers: number }

/** Rows that are planned and written together: enough for quick statements, few enough to hold and to yield between. */
const CHUNK = 200;
/** Columns that stay out of the ledger: personal data, and what only serves the machine. */
const UNLEDGERED = new Set(['sex', 'birth_year', 'birth_month', 'sort_key', 'institution_id', 'appraiser_id']);

/** Brings the registry to what the accepted rows say, in the caller's transaction. */
export async function writeRoster(tx: Tx, roster: CheckedRoster, terms: WriteTerms): Promise<UnchangedCounts> {
  const recording = { at: await recordingInstant(tx), by: terms.context.actor.name };
  const outlineById = new Map<string, InstitutionOutline>();
  for (const { institution } of roster.appraisers) outlineById.set(institution.id, institution);
  let institutions = 0;
  for (let start = 0; start < roster.institutions.length; start += CHUNK) {
    const chunk = roster.institutions.slice(start, start + CHUNK);
    for (const { row, plan } of chunk) {
      terms.subject(plan.outline.id, rowKey(row));
      outlineById.set(plan.outline.id, plan.outline);
    }
    const changed = chunk.filter(({ plan }) => changes(plan.change));
    institutions += chunk.length - changed.length;
    if (terms.write) {
      await writeChanges(tx, 'institution', changed.map(({ plan }) => plan.change), recording);
      await terms.ledger.appendMany(tx, terms.context, changed.map(({ plan }) =>
        ledgerEvent('institution', plan.change, plan.outline.divisionCode, { licenceNo: plan.outline.licenceNo }, terms.importId)));
    }
    await terms.progress(start + chunk.length);
  }
  let appraisers = 0;
  for (let start = 0; start < roster.appraisers.length; start += CHUNK) {
    const chunk = roster.appraisers.slice(start, start + CHUNK);
    const states: ReadonlyMap<string, AppraiserState> = await appraisersByCertificate(tx, chunk.map(({ value }) => value.certificateNo));
    const changed: { change: SubjectChange; divisionCode: string; certificateNo: string }[] = [];
    for (const { row, value, institution } of chunk) {
      const change = planAppraiser(states.get(value.certificateNo) ?? null, value, institution, outlineById, terms);
      terms.subject(change.id, rowKey(row));
      if (changes(change)) changed.push({ change, divisionCode: institution.divisionCode, certificateNo: value.certificateNo });
    }
    appraisers += chunk.length - changed.length;
    if (terms.write) {
      await writeChanges(tx, 'appraiser', changed.map(({ change }) => change), recording);
      await terms.ledger.appendMany(tx, terms.context, changed.map(({ change, divisionCode, certificateNo }) =>
        ledgerEvent('appraiser', change, divisionCode, { certificateNo }, terms.importId)));
    }
    await terms.progress(roster.institutions.length + start + chunk.length);
  }
  return { institutions, appraisers };
}

function changes(change: SubjectChange): boolean {
  return change.closed.length + change.added.length > 0;
}

function ledgerEvent(kind: 'institution' | 'appraiser', change: SubjectChange, divisionCode: string, number: Readonly<Record<string, string>>, importId: string): LedgerEvent {
  return {
    action: `registry.${kind}.${change.isNew ? 'registered' : 'changed'}`, subject: { kind, id: change.id }, divisionCode,
    change: {
      source: 'import', importId, ...number,
      closed: change.closed.map(({ table, id }) => ({ fact: table, id })),
      added: change.added.map(({ table, id, valid, basis, values }) => ({
        fact: table, id, from: valid.from, to: valid.to, ...(basis === null ? {} : { basis }), ...(values ? { values: ledgered(values) } : {}),
      })),
    },
  };
}

function ledgered(values: FactValues): FactValues {
  return Object.fromEntries(Object.entries(values).filter(([column, value]) => value !== null && !UNLEDGERED.has(column)));
}
