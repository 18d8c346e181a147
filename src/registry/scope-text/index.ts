export { formatScopeText, parseScopeText, SCOPE_TEXT_LIMIT } from './scope-text.rules.js';
export type { ParsedScope, ScopeFault, UnknownScope } from './scope-text.rules.js';
export { canonicalScope, ScopeVocabulary } from './scope-vocabulary.js';
