import { FACT_TABLES, type FactDifference, type FactName, type Provenance, type RegistryChange } from '../facts/index.js';

/** Stands in the ledger for a personal value: that it was there is recorded, what it was is not. */
const WITHHELD = '***';

/** What a command says of itself in the ledger, which outlives every other record and holds no personal data (design §4.4, §4.11). */
export function ledgerChange(change: RegistryChange, provenance: Provenance) {
  return { version: change.version, provenance: { ...provenance }, before: withoutPersonal(change.before), after: withoutPersonal(change.after) };
}

function withoutPersonal(difference: FactDifference): Record<string, unknown> {
  return Object.fromEntries(Object.entries(difference).map(([name, facts]) => {
    const personal = new Set<string>(FACT_TABLES[name as FactName].personal);
    return [name, facts.map((fact) => Object.fromEntries(Object.entries(fact).map(([field, value]) =>
      [field, personal.has(field) && value !== null ? WITHHELD : value])))];
  }));
}
