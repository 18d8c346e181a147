import { useEffect, useState } from 'react';
import { asProblem, isAbort, request } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';
import type { ImportReport } from '../api/types.js';

export type OnError = 'abort' | 'skip';

const POLL_MS = 1000;

/** Sends the workbook. Large ones are answered at once and run as a job. @throws ApiProblem */
export function sendWorkbook(file: File, mode: 'dry-run' | 'commit', onError: OnError): Promise<ImportReport> {
  const form = new FormData();
  form.set('mode', mode);
  form.set('onError', onError);
  form.set('file', file);
  return request<ImportReport>('/registry/imports', { method: 'POST', body: form });
}

export function isRunning(report: ImportReport | null): boolean {
  return report?.status === 'queued' || report?.status === 'running';
}

/**
 * The report of one import, asked for until it is finished.
 * @param id null asks for nothing
 * @param known the answer to the upload, which saves asking when it is already finished
 */
export function useImportReport(id: string | null, known: ImportReport | null): { report: ImportReport | null; problem: ApiProblem | null } {
  const given = known?.id === id ? known : null;
  const [state, setState] = useState<{ id: string; report: ImportReport | null; problem: ApiProblem | null } | null>(null);
  const finished = given !== null && !isRunning(given);
  useEffect(() => {
    if (id === null || finished) return undefined;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      try {
        const report = await request<ImportReport>(`/registry/imports/${encodeURIComponent(id)}`, { signal: abort.signal });
        setState({ id, report, problem: null });
        if (isRunning(report)) timer = setTimeout(() => void ask(), POLL_MS);
      } catch (error) {
        if (isAbort(error)) return;
        setState((before) => ({ id, report: before?.id === id ? before.report : null, problem: asProblem(error) }));
      }
    };
    void ask();
    return () => { abort.abort(); clearTimeout(timer); };
  }, [id, finished]);
  const asked = state?.id === id ? state : null;
  return { report: asked?.report ?? given, problem: asked?.problem ?? null };
}
