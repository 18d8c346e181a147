/** Facts of the registry in two times (design §4.5): what held on which days, and since when the registry says so. */
export { factsColumn, knownCondition, views } from './as-of.js';
export { dated } from './dated.js';
export type { Dated } from './dated.js';
export { asFactProblem, factProblems } from './fact.problems.js';
export { columnTypes, FactRepository } from './fact.repository.js';
export type { RawFact } from './fact.repository.js';
export { FACT_NAMES, FACT_TABLES } from './fact-tables.js';
export type {
  AsOf, Award, ChangeRecord, FactDifference, FactInput, FactName, FactSource, FactValues, FactView, NewFact, OfEither, Provenance, RegistryChange, Stamp, SubjectKind,
} from './fact.model.js';
export { common, contains, isPeriod, overlap, without } from './period.rules.js';
export type { Period } from './period.rules.js';
export { scopeCondition, seesClassified } from './scope-condition.js';
export { SubjectRepository } from './subject.repository.js';
export type { HistoricFact, OfficialScope } from './subject.repository.js';
export { RegistryWriter } from './registry-writer.js';
export type { Changes, CommandContext, Target } from './registry-writer.js';
