import { Worker, parentPort, workerData } from 'node:worker_threads';
import { Problem } from '../problem.js';
import { isWorkbookProblemCode, workbookProblems } from './workbook-problems.js';

/** How much a worker may take for one file. */
export interface WorkerLimits {
  /** JavaScript heap of the worker, in megabytes. */
  readonly heapMb: number;
  /** Time during which somebody waits for the worker, in milliseconds, over the whole file; a slow consumer costs nothing. */
  readonly timeMs: number;
}

export const WORKER_LIMITS: WorkerLimits = { heapMb: 192, timeMs: 120_000 };

type FromWorker<M> =
  | { readonly kind: 'message'; readonly message: M }
  | { readonly kind: 'done' }
  | { readonly kind: 'problem'; readonly code: string; readonly detail: string | undefined }
  | { readonly kind: 'failure'; readonly stack: string };

/** Messages that a worker may be ahead of its consumer. */
const CREDITS = 2;

/**
 * Runs a worker on one file and hands on its messages, one at a time; the worker gets a new credit when one is taken.
 * Whatever ends the iteration ends the worker. Problems raised inside come out as the same problems.
 * @param entry compiled module that calls `serveWorkbookWorker`
 * @throws Problem `workbook-too-complex` when memory or time run out
 */
export async function* runWorkbookWorker<M>(entry: URL, data: unknown, limits: WorkerLimits = WORKER_LIMITS): AsyncGenerator<M> {
  const worker = new Worker(entry, {
    workerData: data, env: {}, execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  });
  const inbox = new Inbox<FromWorker<M>>();
  worker.on('message', (message: FromWorker<M>) => inbox.put(message));
  worker.on('error', (error: Error & { code?: string }) => inbox.fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooComplex('内存') : error));
  worker.on('exit', () => inbox.fail(new Error('the workbook worker ended without an answer')));
  let remainingMs = limits.timeMs;
  try {
    for (;;) {
      const started = performance.now();
      const answer = await inbox.take(remainingMs);
      remainingMs -= performance.now() - started;
      if (answer.kind === 'done') return;
      if (answer.kind === 'problem') throw revived(answer.code, answer.detail);
      if (answer.kind === 'failure') throw new Error(`the workbook worker failed: ${answer.stack}`);
      yield answer.message;
      worker.postMessage('credit');
    }
  } finally {
    await worker.terminate();
  }
}

/**
 * The inside of a worker module: produces messages, each sent when there is a credit for it.
 * @param produce gets what the other side passed as data
 */
export async function serveWorkbookWorker<D, M>(produce: (data: D) => AsyncIterable<M>): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('this module runs as a worker only');
  let credits = CREDITS;
  let wake: () => void = () => undefined;
  port.on('message', () => {
    credits += 1;
    wake();
  });
  const send = (message: FromWorker<M>) => port.postMessage(message);
  try {
    for await (const message of produce(workerData as D)) {
      while (credits === 0) await new Promise<void>((resolve) => { wake = resolve; });
      credits -= 1;
      send({ kind: 'message', message });
    }
    send({ kind: 'done' });
  } catch (error) {
    if (error instanceof Problem) send({ kind: 'problem', code: error.code, detail: error.detail });
    else send({ kind: 'failure', stack: error instanceof Error ? error.stack ?? error.message : String(error) });
  }
}

class Inbox<T> {
  private readonly waiting: T[] = [];
  private failure: Error | null = null;
  private notify: () => void = () => undefined;

  put(item: T): void {
    this.waiting.push(item);
    this.notify();
  }

  /** Only the first failure counts; what has arrived before it is still handed out. */
  fail(error: Error): void {
    this.failure ??= error;
    this.notify();
  }

  async take(timeMs: number): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    try {
      if (this.waiting.length === 0 && this.failure === null) {
        await new Promise<void>((resolve) => {
          this.notify = resolve;
          timer = setTimeout(() => { this.fail(tooComplex('时间')); }, Math.max(0, timeMs));
        });
      }
    } finally {
      clearTimeout(timer);
    }
    const item = this.waiting.shift();
    if (item !== undefined) return item;
    throw this.failure ?? new Error('woken without a message');
  }
}

function tooComplex(what: string) {
  return workbookProblems['workbook-too-complex']({ detail: `处理所需的${what}超过上限，请拆分为多个文件后上传` });
}

function revived(code: string, detail: string | undefined): Error {
  return isWorkbookProblemCode(code) ? workbookProblems[code]({ detail }) : new Error(`unexpected problem from the workbook worker: ${code}`);
}
