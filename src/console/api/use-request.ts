import { useCallback, useEffect, useRef, useState } from 'react';
import { asProblem, isAbort } from './client.js';
import type { ApiProblem } from './problem.js';
import type { Page } from './types.js';

export interface Loaded<T> {
  readonly data: T | null;
  readonly problem: ApiProblem | null;
  readonly loading: boolean;
  readonly reload: () => void;
}

/**
 * Loads when the page opens and whenever `key` changes; an answer that comes too late is dropped.
 * @param key names what is loaded; null loads nothing
 */
export function useRequest<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string | null; data: T | null; problem: ApiProblem | null }>({ key: null, data: null, problem: null });
  const [attempt, setAttempt] = useState(0);
  const loader = useLatest(load);
  useEffect(() => {
    if (key === null) return undefined;
    const abort = new AbortController();
    loader.current(abort.signal).then(
      (data) => { if (!abort.signal.aborted) setState({ key, data, problem: null }); },
      (error: unknown) => { if (!abort.signal.aborted && !isAbort(error)) setState({ key, data: null, problem: asProblem(error) }); },
    );
    return () => abort.abort();
  }, [key, attempt, loader]);
  const current = state.key === key;
  return {
    data: current ? state.data : null, problem: current ? state.problem : null,
    loading: key !== null && !(current && (state.data !== null || state.problem !== null)),
    reload: useCallback(() => { setState({ key: null, data: null, problem: null }); setAttempt((count) => count + 1); }, []),
  };
}

export interface PagedList<T> {
  readonly items: readonly T[];
  readonly problem: ApiProblem | null;
  /** The first page is on its way. */
  readonly loading: boolean;
  readonly loadingMore: boolean;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly reload: () => void;
}

interface PagedState<T> { key: string | null; items: readonly T[]; nextCursor: string | null; problem: ApiProblem | null; loadingMore: boolean }

/** A list that grows by cursor pages. @param key names the filter; a new one starts from the first page */
export function usePagedList<T>(key: string | null, load: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>): PagedList<T> {
  const [state, setState] = useState<PagedState<T>>(() => emptyPages<T>());
  const loader = useLatest(load);
  const running = useRef<AbortController | null>(null);

  const fetchPage = useCallback((cursor: string | null) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    setState((before) => (cursor === null ? emptyPages<T>() : { ...before, problem: null, loadingMore: true }));
    loader.current(cursor, abort.signal).then(
      (page) => {
        if (abort.signal.aborted) return;
        setState((before) => ({ key, items: cursor === null ? page.items : [...before.items, ...page.items], nextCursor: page.nextCursor, problem: null, loadingMore: false }));
      },
      (error: unknown) => {
        if (abort.signal.aborted || isAbort(error)) return;
        setState((before) => ({ ...before, key, problem: asProblem(error), loadingMore: false }));
      },
    );
    return abort;
  }, [key, loader]);

  useEffect(() => {
    if (key === null) return undefined;
    fetchPage(null);
    return () => running.current?.abort();
  }, [key, fetchPage]);

  const current = state.key === key;
  return {
    items: current ? state.items : [], problem: current ? state.problem : null, loading: key !== null && !current,
    loadingMore: current && state.loadingMore, hasMore: current && state.nextCursor !== null,
    more: () => { if (state.nextCursor !== null && !state.loadingMore) fetchPage(state.nextCursor); },
    reload: () => { if (key !== null) fetchPage(null); },
  };
}

function emptyPages<T>(): PagedState<T> {
  return { key: null, items: [], nextCursor: null, problem: null, loadingMore: false };
}

/** Keeps the newest function at hand without being a reason to load again. */
function useLatest<F>(value: F): { readonly current: F } {
  const ref = useRef(value);
  ref.current = value;
  return ref;
}
