/** The clock and the alarm of everything that runs by itself, so that tests turn them by hand. */
export interface Timekeeper {
  now(): Date;
  /** Calls the function again and again until the answered function is called. Does not keep the process alive. */
  every(milliseconds: number, call: () => void): () => void;
}

/** The machine's clock. Leases compare instants of different machines, whose clocks must agree within seconds (NTP). */
export const systemTime: Timekeeper = {
  now: () => new Date(),
  every: (milliseconds, call) => {
    const timer = setInterval(call, milliseconds);
    timer.unref();
    return () => clearInterval(timer);
  },
};
