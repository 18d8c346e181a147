import type { Readable } from 'node:stream';

/** Where the bytes of files lie, under the SM3 digest of their content. An S3-compatible store may implement this as well; only the disk does so far. */
export interface FileStore {
  /** Takes over a finished local file. Having the content already is not an error; the file at `localPath` is gone afterwards. */
  adopt(digest: string, localPath: string): Promise<void>;
  /** The size in bytes, or null when there is no such content. */
  size(digest: string): Promise<number | null>;
  /** The bytes. Rejects, or the stream fails, when there is no such content. */
  read(digest: string): Promise<Readable>;
  /** Does nothing when there is no such content. */
  remove(digest: string): Promise<void>;
  /** Everything that was last taken over before the instant. */
  storedBefore(instant: Date): AsyncIterable<string>;
}
