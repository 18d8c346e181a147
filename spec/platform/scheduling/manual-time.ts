import type { Timekeeper } from '../../../src/platform/scheduling/index.js';

/** A clock that stands still until the test turns it. */
export class ManualTime implements Timekeeper {
  private at: number;
  private readonly alarms = new Set<{ next: number; readonly every: number; readonly call: () => void }>();

  constructor(start: string) {
    this.at = Date.parse(start);
  }

  now(): Date {
    return new Date(this.at);
  }

  every(milliseconds: number, call: () => void): () => void {
    const alarm = { next: this.at + milliseconds, every: milliseconds, call };
    this.alarms.add(alarm);
    return () => this.alarms.delete(alarm);
  }

  /** Turns the clock and rings every alarm that falls due on the way, in order. */
  pass(seconds: number): void {
    const end = this.at + seconds * 1000;
    for (;;) {
      const [first] = [...this.alarms].filter((alarm) => alarm.next <= end).sort((a, b) => a.next - b.next);
      if (!first) break;
      this.at = Math.max(this.at, first.next);
      first.next += first.every;
      first.call();
    }
    this.at = end;
  }

  get alarmsSet(): number {
    return this.alarms.size;
  }
}

/** A promise that the test keeps. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => { open = resolve; });
  return { opened, open };
}
