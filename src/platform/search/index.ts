export { classifyQuery, nameReadings, nameTokens, normalizeName, sortKey } from './name-tokens.rules.js';
export type { NameKind, NameQuery, NameReadings, Probe } from './name-tokens.rules.js';
