declare module 'pg-copy-streams' {
  import type { Submittable } from 'pg';
  import type { Writable } from 'node:stream';

  /** COPY … FROM STDIN; takes the data without the protocol's framing. */
  export function from(text: string): Writable & Submittable;
}
