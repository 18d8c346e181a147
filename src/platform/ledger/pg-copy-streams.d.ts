declare module 'pg-copy-streams' {
  import type { Submittable } from 'pg';
  import type { Readable } from 'node:stream';

  /** COPY … TO STDOUT; yields the data without the protocol's framing. */
  export function to(text: string): Readable & Submittable;
}
