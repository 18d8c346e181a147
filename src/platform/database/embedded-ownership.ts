/**
 * At most one process owns an embedded server: the one that may stop it. The proof is an advisory lock in the server itself, held by
 * a connection: it ends with the process, however that ends, so there is no lock file to be left behind.
 */
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';

import { SUPERUSER } from './embedded-cluster.js';
import { embeddedErrors } from './embedded-errors.js';

/** Two halves of an advisory lock key: "heng", "jian". */
const LOCK_KEY = [0x68656e67, 0x6a69616e];
const RECLAIM_EVERY_MS = 500;
const DISK_FULL = '53100';
const REFUSED_PASSWORD = new Set(['28P01', '28000']);

export interface ServerAddress {
  readonly port: number;
  readonly password: string;
  /** Named in errors only. */
  readonly passwordFile: string;
}

export type ClaimRefusal = 'held' | 'unreachable';

/** A connection URL of one database of the server. */
export function urlOf({ port, password }: ServerAddress, database: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

/** Ownership of a running server. */
export class ServerOwnership {
  private ended = false;

  private constructor(connection: LockedConnection, private readonly address: ServerAddress) {
    this.watch(connection);
  }

  /**
   * Becomes the owner, unless another process is (`held`) or the server does not answer (`unreachable`). Makes sure on the way that
   * the server knows our password and that the database exists.
   * @throws EmbeddedPostgresError `password-refused`, `disk-full`
   */
  static async claim(address: ServerAddress, database: string): Promise<ServerOwnership | ClaimRefusal> {
    const connection = await lock(address);
    if (typeof connection === 'string') return connection;
    const { client } = connection;
    try {
      const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
    } catch (error) {
      await client.end();
      throw codeOf(error) === DISK_FULL ? embeddedErrors.diskFull(error) : error;
    }
    return new ServerOwnership(connection, address);
  }

  /** Says that the server is being stopped or has gone, so that the end of the connection is no surprise. */
  expectEnd(): void {
    this.ended = true;
  }

  private watch({ client, socket }: LockedConnection): void {
    // The connection alone must not keep the process alive.
    socket.unref();
    client.once('end', () => {
      if (!this.ended) void this.reclaim();
    });
  }

  /** A crashed backend makes PostgreSQL cut all connections and recover: claim it again once it answers. */
  private async reclaim(): Promise<void> {
    while (!this.ended) {
      await sleep(RECLAIM_EVERY_MS, undefined, { ref: false });
      const connection = await lock(this.address).catch(() => 'unreachable' as const);
      if (typeof connection === 'string') continue;
      this.watch(connection);
      return;
    }
  }
}

interface LockedConnection { readonly client: pg.Client; readonly socket: Socket }

async function lock(address: ServerAddress): Promise<LockedConnection | ClaimRefusal> {
  const socket = new Socket();
  const client = new pg.Client({
    connectionString: urlOf(address, 'postgres'), application_name: 'hengjian-owner', connectionTimeoutMillis: 5000, stream: () => socket,
  });
  // A lost connection shows as `end` right after; without a listener its `error` would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS locked', LOCK_KEY);
    if (rows[0]?.locked === true) return { client, socket };
    await client.end();
    return 'held';
  } catch (error) {
    await client.end();
    if (REFUSED_PASSWORD.has(codeOf(error))) throw embeddedErrors.passwordRefused(address.passwordFile, error);
    return 'unreachable';
  }
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? '';
}
