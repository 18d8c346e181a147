import type { PoolClient } from 'pg';
import type { Database } from '../database/database.js';
import type { Sql } from '../database/sql.js';
import type { Checkpoint } from './block.rules.js';
import { verifyChain, verifyCheckpoint } from './chain-verification.js';
import type { KeyLookup } from './chain-verification.js';
import { EntryVerification } from './entry-verification.js';
import type { EntryProgress } from './entry-verification.js';
import { Findings } from './ledger.findings.js';
import type { Finding } from './ledger.findings.js';
import { ledgerRepository } from './ledger.repository.js';

export interface VerifyOptions {
  /** First block; default 1. */
  readonly from?: number;
  /** Last block; default the newest. */
  readonly to?: number;
  /** A checkpoint kept outside the database: shows whether newer blocks were cut off. */
  readonly checkpoint?: Checkpoint;
  readonly onProgress?: (progress: EntryProgress) => void;
}

export interface VerificationReport {
  readonly ok: boolean;
  readonly blocks: number;
  /** Entries that the verified blocks hold. */
  readonly sealedEntries: number;
  /** Entries read. */
  readonly entries: number;
  /** Entries not sealed yet. */
  readonly pending: number;
  /** At most 1,000. */
  readonly findings: readonly Finding[];
  readonly findingsTotal: number;
}

/**
 * Verifies the ledger as it stood at one instant, while others go on writing. Over the whole ledger it also finds entries that are in
 * no block and not waiting for one; over a part (`from`, `to`) it compares the entries of those blocks only.
 */
export async function verifyLedger(database: Database, keys: KeyLookup, options: VerifyOptions): Promise<VerificationReport> {
  const client = await database.pool.connect();
  let failure: Error | undefined;
  try {
    // One snapshot, or an entry that is sealed meanwhile would look unaccounted for.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const report = await verifyInSnapshot(client, keys, options);
    await client.query('COMMIT');
    return report;
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    // After a failure the connection may be in the middle of a COPY; it is closed instead of going back to the pool.
    client.release(failure);
  }
}

async function verifyInSnapshot(client: PoolClient, keys: KeyLookup, options: VerifyOptions): Promise<VerificationReport> {
  const sql = sqlOf(client);
  const findings = new Findings();
  const from = Math.max(1, options.from ?? 1);
  const to = options.to ?? Number.MAX_SAFE_INTEGER;
  const chain = await verifyChain(sql, from, to, keys, findings);
  if (options.checkpoint !== undefined) await verifyCheckpoint(sql, options.checkpoint, keys, findings);
  const complete = from === 1 && options.to === undefined;
  const range = { fromBlock: from, toBlock: to, complete };
  const entries = await new EntryVerification(client, sql, range, findings, options.onProgress ?? (() => undefined)).run();
  return {
    ok: findings.total === 0, blocks: chain.blocks, sealedEntries: chain.entries, entries, pending: await ledgerRepository.pendingCount(sql),
    findings: findings.items, findingsTotal: findings.total,
  };
}

function sqlOf(client: PoolClient): Sql {
  const query = (text: string, params: readonly unknown[] = []) => client.query(text, [...params]);
  return {
    rows: async <T extends object>(text: string, params?: readonly unknown[]) => (await query(text, params)).rows as T[],
    row: async <T extends object>(text: string, params?: readonly unknown[]) => ((await query(text, params)).rows as T[])[0] ?? null,
    run: async (text, params) => (await query(text, params)).rowCount ?? 0,
  };
}
