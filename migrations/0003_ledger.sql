-- The append-only ledger (design §4.4): who did what to which record, sealed into signed Merkle blocks.
--
-- An entry row is never touched again, not even by sealing: what is still to be sealed stands in ledger_pending, so an entry
-- that commits late is simply sealed in a later block. witness_seq names the newest entry that was visible when this one was written;
-- a later entry thus testifies to one that was taken away before it was sealed.
--
-- Partitioning by time (design §5): ledger_entry becomes PARTITION BY RANGE (recorded_at) with primary key (recorded_at, seq) and
-- unique (recorded_at, id); every index below that serves lists already carries recorded_at. Nothing refers to it by foreign key.
CREATE SEQUENCE ledger_entry_seq;

CREATE TABLE ledger_entry (
  seq            bigint PRIMARY KEY DEFAULT nextval('ledger_entry_seq') CHECK (seq > 0),
  id             uuid NOT NULL,
  -- Milliseconds, because that is what the canonical bytes can be made from outside the database.
  recorded_at    timestamptz NOT NULL CHECK (recorded_at = date_trunc('milliseconds', recorded_at)),
  witness_seq    bigint CHECK (witness_seq < seq),
  actor_kind     text NOT NULL CHECK (actor_kind IN ('anonymous', 'account', 'client', 'system')),
  actor_id       text,
  actor_name     text NOT NULL,
  actor_role     text,
  request_id     text NOT NULL,
  action         text NOT NULL CHECK (length(action) BETWEEN 1 AND 120),
  subject_kind   text NOT NULL CHECK (length(subject_kind) BETWEEN 1 AND 80),
  subject_id     text NOT NULL CHECK (length(subject_id) BETWEEN 1 AND 200),
  division_code  text CHECK (division_code ~ '^[0-9]{2,6}$'),
  -- Canonical JSON (sorted keys), kept as the very text that is digested.
  change         text NOT NULL
);
ALTER SEQUENCE ledger_entry_seq OWNED BY ledger_entry.seq;
CREATE UNIQUE INDEX ledger_entry_id_key ON ledger_entry (id);
CREATE INDEX ledger_entry_by_time ON ledger_entry (recorded_at, seq);
CREATE INDEX ledger_entry_by_subject ON ledger_entry (subject_kind, subject_id, recorded_at, seq);
CREATE INDEX ledger_entry_by_actor ON ledger_entry (actor_name, recorded_at, seq);
CREATE INDEX ledger_entry_by_action ON ledger_entry (action, recorded_at, seq);
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Written together with each entry, removed by sealing. No foreign key: a row here without its entry is the trace of a removal.
CREATE TABLE ledger_pending (
  entry_seq  bigint PRIMARY KEY
);

CREATE TABLE ledger_block (
  number            bigint PRIMARY KEY CHECK (number > 0),
  -- SM3 over hash and signature of the block before; 32 zero bytes in block 1.
  previous_hash     bytea NOT NULL CHECK (octet_length(previous_hash) = 32),
  merkle_root       bytea NOT NULL CHECK (octet_length(merkle_root) = 32),
  -- 56 bytes an entry in order of seq: seq (8), id (16), leaf digest (32). Names what is missing and serves inclusion proofs.
  leaf_list         bytea NOT NULL,
  leaf_list_digest  bytea NOT NULL CHECK (octet_length(leaf_list_digest) = 32),
  entry_count       int NOT NULL CHECK (entry_count > 0),
  total_entries     bigint NOT NULL CHECK (total_entries >= entry_count),
  first_seq         bigint NOT NULL,
  last_seq          bigint NOT NULL,
  sealed_at         timestamptz NOT NULL CHECK (sealed_at = date_trunc('milliseconds', sealed_at)),
  algorithm         text NOT NULL,
  key_id            text NOT NULL,
  block_hash        bytea NOT NULL CHECK (octet_length(block_hash) = 32),
  signature         bytea NOT NULL,
  CONSTRAINT ledger_block_leaf_list_length CHECK (octet_length(leaf_list) = 56 * entry_count),
  CONSTRAINT ledger_block_range CHECK (first_seq <= last_seq)
);
-- Digests do not compress; trying costs time.
ALTER TABLE ledger_block ALTER COLUMN leaf_list SET STORAGE EXTERNAL;
CREATE INDEX ledger_block_by_first_seq ON ledger_block (first_seq, number);
-- Which blocks can hold an entry: ranges overlap where an entry committed late.
CREATE INDEX ledger_block_by_range ON ledger_block USING gist (int8range(first_seq, last_seq, '[]'));
CREATE TRIGGER ledger_block_append_only BEFORE UPDATE OR DELETE ON ledger_block FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_block_no_truncate BEFORE TRUNCATE ON ledger_block FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
