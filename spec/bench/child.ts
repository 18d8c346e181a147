import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

type Answer = { readonly ok: unknown } | { readonly error: string };

/** A process of its own for one part of a measurement, asked one thing at a time. It ends with this process, however that ends. */
export class Child {
  private constructor(private readonly process: ChildProcess) {}

  /** @param module compiled file that calls `answer` */
  static start(module: string): Child {
    // Standard output is where the service logs; it goes to /dev/null.
    return new Child(fork(module, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' }));
  }

  /** @throws Error with what the child reports, or when it has ended */
  async ask<T>(question: object): Promise<T> {
    const answered = new AbortController();
    const ended = once(this.process, 'exit', { signal: answered.signal }).then(([code]) => { throw new Error(`a child process ended with ${code}`); });
    const message = once(this.process, 'message', { signal: answered.signal }) as Promise<[Answer]>;
    this.process.send(question);
    try {
      const [answer] = await Promise.race([message, ended]);
      if ('error' in answer) throw new Error(answer.error);
      return answer.ok as T;
    } finally {
      answered.abort();
      await Promise.allSettled([message, ended]);
    }
  }

  async end(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.disconnect();
    await ended;
  }
}

/** The child's side: answers every question of the parent in turn, and ends when the parent is gone. */
export function answer<Q extends object>(handle: (question: Q) => Promise<unknown>): void {
  process.on('message', (question: Q) => {
    handle(question).then((ok) => process.send!({ ok }), (error: unknown) => process.send!({ error: error instanceof Error ? error.stack : String(error) }));
  });
  process.on('disconnect', () => process.exit(0));
}
