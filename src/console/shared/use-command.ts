import { useCallback, useState } from 'react';
import { asProblem } from '../api/client.js';
import type { ApiProblem } from '../api/problem.js';

export interface Command<A extends readonly unknown[]> {
  readonly busy: boolean;
  readonly problem: ApiProblem | null;
  /** Answers whether it succeeded; what went wrong is in `problem`. */
  readonly run: (...args: A) => Promise<boolean>;
  readonly clear: () => void;
}

/** Something that a person sets going: says that it runs, and what went wrong. */
export function useCommand<A extends readonly unknown[]>(work: (...args: A) => Promise<void>): Command<A> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const run = async (...args: A): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      await work(...args);
      return true;
    } catch (error) {
      const problem = asProblem(error);
      // The login dialog says that the session has ended; once it is over, the person simply tries again.
      if (problem.code !== 'unauthenticated') setProblem(problem);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run, clear: useCallback(() => setProblem(null), []) };
}
