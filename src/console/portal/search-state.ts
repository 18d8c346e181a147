/** What is searched for, as the address says it: it can be sent to somebody, and the back button works. */

export type Subject = 'institutions' | 'appraisers';

export interface Search {
  readonly subject: Subject;
  readonly q: string;
  readonly category: string;
  readonly division: string;
  readonly status: string;
  /** `YYYY-MM-DD`, empty for today. */
  readonly asOf: string;
}

const FILTERS = ['category', 'division', 'status', 'asOf'] as const;

export function readSearch(search: string): Search {
  const params = new URLSearchParams(search);
  const text = (name: string) => params.get(name) ?? '';
  return {
    subject: params.get('subject') === 'appraisers' ? 'appraisers' : 'institutions',
    q: text('q'), category: text('category'), division: text('division'), status: text('status'), asOf: text('asOf'),
  };
}

/** The address of a search; what is empty is left out. */
export function searchAddress(search: Search): string {
  const params = new URLSearchParams();
  if (search.subject === 'appraisers') params.set('subject', 'appraisers');
  for (const name of ['q', ...FILTERS] as const) {
    if (search[name] !== '') params.set(name, search[name]);
  }
  const text = params.toString();
  return text ? `/?${text}` : '/';
}

/** The query of the service; the list of appraisers knows no status filter. */
export function searchQuery(search: Search): Record<string, string> {
  const { subject, status, ...rest } = search;
  return subject === 'institutions' ? { ...rest, status } : { ...rest };
}

export function countFilters(search: Search): number {
  return FILTERS.filter((name) => search[name] !== '' && !(name === 'status' && search.subject === 'appraisers')).length;
}
