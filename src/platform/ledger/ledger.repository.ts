import type { Actor } from '../context.js';
import type { Sql, Tx } from '../database/sql.js';
import { newId } from '../id.js';
import type { BlockHeader, SealedBlock } from './block.rules.js';
import { ENTRY_COLUMNS } from './entry-encoding.rules.js';
import type { LedgerEntry } from './entry-encoding.rules.js';

/** An entry before the database has given it its place. */
export type NewEntry = Omit<LedgerEntry, 'seq' | 'id' | 'recordedAt' | 'witnessSeq' | 'actor' | 'requestId'>;

export interface EntryOrigin { readonly actor: Actor; readonly requestId: string; readonly recordedAt: Date }

/** What the audit administrator may narrow a list by; every member that is given must hold. */
export interface LedgerFilter {
  readonly actorId?: string;
  readonly actorName?: string;
  readonly action?: string;
  readonly subjectKind?: string;
  readonly subjectId?: string;
  readonly requestId?: string;
  /** Entries of this division and those below it. */
  readonly divisionPrefix?: string;
  /** Recorded at or after. */
  readonly from?: Date;
  /** Recorded before. */
  readonly to?: Date;
}

/** The place of an entry in a list: newest first. `recordedAt` is ISO 8601. */
export interface LedgerPosition { readonly recordedAt: string; readonly seq: number }

interface EntryRow {
  seq: number; id: string; recorded_at: Date; witness_seq: number | null;
  actor_kind: Actor['kind']; actor_id: string | null; actor_name: string; actor_role: string | null;
  request_id: string; action: string; subject_kind: string; subject_id: string; division_code: string | null; change: string;
}

interface BlockRow {
  number: number; previous_hash: Buffer; merkle_root: Buffer; leaf_list_digest: Buffer; entry_count: number; total_entries: number;
  first_seq: number; last_seq: number; sealed_at: Date; algorithm: string; key_id: string; block_hash: Buffer; signature: Buffer;
}

const BLOCK_COLUMNS = `number, previous_hash, merkle_root, leaf_list_digest, entry_count, total_entries, first_seq, last_seq, sealed_at,
  algorithm, key_id, block_hash, signature`;
/** Any constant will do, as long as every process that seals uses the same one. */
const SEAL_LOCK = 7246_0003;

/** SQL of the ledger tables. */
export const ledgerRepository = {
  /** Writes entries in the order given; ids are made here. One statement, whatever their number. */
  async insert(tx: Tx, origin: EntryOrigin, entries: readonly NewEntry[]): Promise<string[]> {
    const ids = entries.map(() => newId());
    const column = <T>(of: (entry: NewEntry) => T): T[] => entries.map(of);
    // Under SERIALIZABLE, reading the newest entry would make every two commands that run at once conflict; there is then no outside witness.
    await tx.run(`
      WITH given AS (
        SELECT nextval('ledger_entry_seq') AS seq, g.*
        FROM (SELECT * FROM unnest($6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[]) WITH ORDINALITY
              AS u (id, action, subject_kind, subject_id, division_code, change, place) ORDER BY place) g
      ), written AS (
        INSERT INTO ledger_entry (${ENTRY_COLUMNS})
        SELECT seq, id, $5::timestamptz,
               coalesce(lag(seq) OVER (ORDER BY seq),
                        CASE WHEN current_setting('transaction_isolation') <> 'serializable' THEN (SELECT max(seq) FROM ledger_entry) END),
               $1, $2, $3, $4, $12, action, subject_kind, subject_id, division_code, change
        FROM given
        RETURNING seq
      )
      INSERT INTO ledger_pending (entry_seq) SELECT seq FROM written`, [
      origin.actor.kind, origin.actor.id, origin.actor.name, origin.actor.role, origin.recordedAt,
      ids, column((e) => e.action), column((e) => e.subject.kind), column((e) => e.subject.id), column((e) => e.divisionCode), column((e) => e.change),
      origin.requestId,
    ]);
    return ids;
  },

  /** Takes the right to seal until the end of the transaction; false when another process has it. */
  async claimSealing(tx: Tx): Promise<boolean> {
    return (await tx.row<{ claimed: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS claimed', [SEAL_LOCK]))?.claimed === true;
  },

  async pendingEntries(tx: Tx, limit: number): Promise<LedgerEntry[]> {
    const rows = await tx.rows<EntryRow>(`
      SELECT ${ENTRY_COLUMNS} FROM ledger_pending JOIN ledger_entry ON seq = entry_seq ORDER BY entry_seq LIMIT $1`, [limit]);
    return rows.map(toEntry);
  },

  /** Seqs that were written and have disappeared before they were sealed. */
  async lostBeforeSealing(sql: Sql, limit: number): Promise<number[]> {
    const rows = await sql.rows<{ entry_seq: number }>(`
      SELECT entry_seq FROM ledger_pending WHERE NOT EXISTS (SELECT 1 FROM ledger_entry WHERE seq = entry_seq) ORDER BY entry_seq LIMIT $1`, [limit]);
    return rows.map((row) => row.entry_seq);
  },

  async pendingCount(sql: Sql): Promise<number> {
    return (await sql.row<{ count: number }>('SELECT count(*) AS count FROM ledger_pending'))?.count ?? 0;
  },

  async insertBlock(tx: Tx, block: SealedBlock, leafList: Buffer, seqs: readonly number[]): Promise<void> {
    await tx.run(`INSERT INTO ledger_block (${BLOCK_COLUMNS}, leaf_list) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, [
      block.number, block.previousHash, block.merkleRoot, block.leafListDigest, block.entryCount, block.totalEntries, block.firstSeq, block.lastSeq,
      block.sealedAt, block.algorithm, block.keyId, block.blockHash, block.signature, leafList,
    ]);
    await tx.run('DELETE FROM ledger_pending WHERE entry_seq = ANY($1::bigint[])', [seqs]);
  },

  async newestBlock(sql: Sql): Promise<SealedBlock | null> {
    const row = await sql.row<BlockRow>(`SELECT ${BLOCK_COLUMNS} FROM ledger_block ORDER BY number DESC LIMIT 1`);
    return row && toBlock(row);
  },

  /** Blocks with `after < number <= upTo` in order, without their leaf lists. */
  async blocks(sql: Sql, after: number, upTo: number, limit: number): Promise<SealedBlock[]> {
    const rows = await sql.rows<BlockRow>(`
      SELECT ${BLOCK_COLUMNS} FROM ledger_block WHERE number > $1 AND number <= $2 ORDER BY number LIMIT $3`, [after, upTo, limit]);
    return rows.map(toBlock);
  },

  /**
   * The blocks from..to that come after a position in order of their first entry, with their leaf lists: as many as hold about
   * `entries` entries, at least one.
   */
  async leafLists(sql: Sql, from: number, to: number, after: BlockPosition, entries: number): Promise<LeafListRow[]> {
    const rows = await sql.rows<BlockRow & { leaf_list: Buffer }>(`
      SELECT ${BLOCK_COLUMNS}, leaf_list
      FROM (SELECT *, sum(entry_count) OVER (ORDER BY first_seq, number) - entry_count AS entries_before
            FROM (SELECT ${BLOCK_COLUMNS}, leaf_list FROM ledger_block
                  WHERE number BETWEEN $1 AND $2 AND (first_seq, number) > ($3, $4) ORDER BY first_seq, number LIMIT 500) next_blocks) counted
      WHERE entries_before < $5 ORDER BY first_seq, number`, [from, to, after.firstSeq, after.number, entries]);
    return rows.map((row) => ({ block: toBlock(row), leafList: row.leaf_list }));
  },

  /** First seq of the block of from..to that comes next after a position, or null. */
  async nextFirstSeq(sql: Sql, from: number, to: number, after: BlockPosition): Promise<number | null> {
    const row = await sql.row<{ first_seq: number }>(`
      SELECT first_seq FROM ledger_block WHERE number BETWEEN $1 AND $2 AND (first_seq, number) > ($3, $4) ORDER BY first_seq, number LIMIT 1`,
    [from, to, after.firstSeq, after.number]);
    return row?.first_seq ?? null;
  },

  /** Blocks that can hold an entry, with their leaf lists; more than one only where entries committed late. */
  async blocksAround(sql: Sql, seq: number): Promise<LeafListRow[]> {
    const rows = await sql.rows<BlockRow & { leaf_list: Buffer }>(`
      SELECT ${BLOCK_COLUMNS}, leaf_list FROM ledger_block WHERE int8range(first_seq, last_seq, '[]') @> $1::bigint ORDER BY number`, [seq]);
    return rows.map((row) => ({ block: toBlock(row), leafList: row.leaf_list }));
  },

  async seqRange(sql: Sql, from: number, to: number): Promise<{ first: number; last: number } | null> {
    const row = await sql.row<{ first: number | null; last: number | null }>(
      'SELECT min(first_seq) AS first, max(last_seq) AS last FROM ledger_block WHERE number BETWEEN $1 AND $2', [from, to]);
    return row === null || row.first === null || row.last === null ? null : { first: row.first, last: row.last };
  },

  /** Which of the seqs wait for sealing. */
  async pendingAmong(sql: Sql, seqs: readonly number[]): Promise<Set<number>> {
    const rows = await sql.rows<{ entry_seq: number }>('SELECT entry_seq FROM ledger_pending WHERE entry_seq = ANY($1::bigint[])', [seqs]);
    return new Set(rows.map((row) => row.entry_seq));
  },

  /** Which of the seqs no entry has. */
  async absentAmong(sql: Sql, seqs: readonly number[]): Promise<Set<number>> {
    const rows = await sql.rows<{ seq: number }>(`
      SELECT w.seq FROM unnest($1::bigint[]) AS w (seq) WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.seq = w.seq)`, [seqs]);
    return new Set(rows.map((row) => row.seq));
  },

  async entryById(sql: Sql, id: string): Promise<LedgerEntry | null> {
    const row = await sql.row<EntryRow>(`SELECT ${ENTRY_COLUMNS} FROM ledger_entry WHERE id = $1`, [id]);
    return row && toEntry(row);
  },

  /** Entries that match, newest first, each with whether it is sealed. */
  async list(sql: Sql, filter: LedgerFilter, after: LedgerPosition | null, limit: number): Promise<{ entry: LedgerEntry; sealed: boolean }[]> {
    const { where, params } = filterConditions(filter, after);
    const rows = await sql.rows<EntryRow & { sealed: boolean }>(`
      SELECT ${ENTRY_COLUMNS}, NOT EXISTS (SELECT 1 FROM ledger_pending WHERE entry_seq = seq) AS sealed
      FROM ledger_entry ${where} ORDER BY recorded_at DESC, seq DESC LIMIT $1`, [limit, ...params]);
    return rows.map((row) => ({ entry: toEntry(row), sealed: row.sealed }));
  },
};

/** Place of a block in order of first entry. */
export interface BlockPosition { readonly firstSeq: number; readonly number: number }

/** A block with its leaf list. */
export interface LeafListRow { readonly block: SealedBlock; readonly leafList: Buffer }

/** The WHERE clause of a list; its parameters begin at $2. */
function filterConditions(filter: LedgerFilter, after: LedgerPosition | null): { where: string; params: unknown[] } {
  const params: unknown[] = [];
  const conditions: string[] = [];
  const bind = (value: unknown): string => `$${params.push(value) + 1}`;
  const holds = (condition: string, value: unknown): void => {
    if (value !== undefined) conditions.push(`${condition} ${bind(value)}`);
  };
  holds('actor_id =', filter.actorId);
  holds('actor_name =', filter.actorName);
  holds('action =', filter.action);
  holds('subject_kind =', filter.subjectKind);
  holds('subject_id =', filter.subjectId);
  holds('request_id =', filter.requestId);
  holds('recorded_at >=', filter.from);
  holds('recorded_at <', filter.to);
  if (filter.divisionPrefix !== undefined) conditions.push(`starts_with(division_code, ${bind(filter.divisionPrefix)})`);
  if (after !== null) conditions.push(`(recorded_at, seq) < (${bind(after.recordedAt)}::timestamptz, ${bind(after.seq)}::bigint)`);
  return { where: conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '', params };
}

function toEntry(row: EntryRow): LedgerEntry {
  return {
    seq: row.seq, id: row.id, recordedAt: row.recorded_at.toISOString(), witnessSeq: row.witness_seq,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name, role: row.actor_role },
    requestId: row.request_id, action: row.action, subject: { kind: row.subject_kind, id: row.subject_id },
    divisionCode: row.division_code, change: row.change,
  };
}

function toBlock(row: BlockRow): SealedBlock {
  const header: BlockHeader = {
    number: row.number, previousHash: row.previous_hash, merkleRoot: row.merkle_root, leafListDigest: row.leaf_list_digest,
    entryCount: row.entry_count, totalEntries: row.total_entries, firstSeq: row.first_seq, lastSeq: row.last_seq,
    sealedAt: row.sealed_at, algorithm: row.algorithm, keyId: row.key_id,
  };
  return { ...header, blockHash: row.block_hash, signature: row.signature };
}
