import { request } from '../api/client.js';
import type { CategoryCatalogue, Dictionary, Division } from '../api/types.js';

/** Reference data changes with the service's release: fetched once, kept while the page is open; a failure is forgotten so that it is tried again. */
const fetched = new Map<string, Promise<unknown>>();

/** Practice categories with the official documents that define them. */
export function categoryCatalogue(): Promise<CategoryCatalogue> {
  return once<CategoryCatalogue>('/public/categories', {});
}

/** Provinces without a parent, else the divisions directly below it; abolished ones left out. */
export async function divisions(parent: string | null): Promise<readonly Division[]> {
  const { items } = await once<{ items: readonly Division[] }>('/public/divisions', { parent });
  return items.filter(({ current }) => current);
}

/** The values of one dictionary, such as `institution-status`. */
export async function dictionary(code: string): Promise<Dictionary['items']> {
  const { items } = await once<{ items: readonly Dictionary[] }>('/public/dictionaries', {});
  return items.find((found) => found.code === code)?.items ?? [];
}

function once<T>(path: string, query: Record<string, string | null>): Promise<T> {
  const key = path + JSON.stringify(query);
  let answer = fetched.get(key) as Promise<T> | undefined;
  if (!answer) {
    answer = request<T>(path, { query, anonymous: true });
    answer.catch(() => fetched.delete(key));
    fetched.set(key, answer);
  }
  return answer;
}
