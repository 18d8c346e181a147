import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Growth of the heap after which its garbage is collected. */
const GROWTH_BYTES = 80_000_000;

/**
 * Keeps a long job's memory near what is alive. V8 sizes its heap by the machine: with plenty of memory it lets several
 * hundred megabytes of garbage stand before it collects once, which an import next to a serving process has no use for.
 */
export class HeapRelief {
  private floor = process.memoryUsage().heapUsed;
  private readonly collect = exposedCollector();

  /** To be called between steps of the work; now and then it takes a tenth of a second. */
  relieve(): void {
    if (process.memoryUsage().heapUsed < this.floor + GROWTH_BYTES) return;
    this.collect();
    this.floor = process.memoryUsage().heapUsed;
  }
}

let collector: (() => void) | null = null;

/** The engine's own collector, which is otherwise handed out only by a flag on the command line. */
function exposedCollector(): () => void {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as () => void;
  }
  return collector;
}
