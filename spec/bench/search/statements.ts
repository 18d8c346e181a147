import { systemContext } from '../../../src/platform/context.js';
import { classifyQuery } from '../../../src/platform/search/index.js';
import type { ReferenceData } from '../../../src/reference/index.js';
import { appraiserStatement, type Statement } from '../../../src/registry/public-query/public-query.repository.js';
import { toSearch } from '../../../src/registry/public-query/public-query.service.js';
import type { SearchCase } from './search-case.js';

/** The very statement, with the very values, that the service runs for a search. */
export function statementOf({ query: { limit, ...query } }: SearchCase, reference: ReferenceData): Statement {
  const { search } = toSearch(systemContext('bench'), { ...query, ...(limit === undefined ? {} : { limit: Number(limit) }) }, reference, 'appraisers');
  const term = classifyQuery(search.q);
  // Such a term makes the service choose a posting list by a statement of its own first; the mix has none of them.
  if ('groups' in term && term.groups.length > 1) throw new Error(`the term needs a choice of posting lists: ${search.q}`);
  return appraiserStatement(search, term, 0);
}
