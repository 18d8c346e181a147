-- What the platform's services keep: settings, scheduled and background jobs, outbox, stored files, idempotency keys.

-- Settings that differ from their default. Every value has its entry in the history (design §4.9).
CREATE TABLE setting_history (
  key         text NOT NULL CHECK (length(key) <= 100 AND key ~ '^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$'),
  version     int NOT NULL CHECK (version >= 1),
  -- Null: the default was in force before.
  old_value   jsonb,
  new_value   jsonb NOT NULL,
  reason      text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  changed_at  timestamptz NOT NULL,
  actor_id    text,
  actor_name  text NOT NULL,
  request_id  text NOT NULL,
  PRIMARY KEY (key, version)
);
CREATE TRIGGER setting_history_append_only BEFORE UPDATE OR DELETE ON setting_history FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER setting_history_no_truncate BEFORE TRUNCATE ON setting_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE setting (
  key         text PRIMARY KEY,
  value       jsonb NOT NULL,
  version     int NOT NULL,
  changed_at  timestamptz NOT NULL,
  CONSTRAINT setting_has_history FOREIGN KEY (key, version) REFERENCES setting_history (key, version)
);

-- One row for each time that a scheduled job was due: whoever inserts it runs it (design §2).
CREATE TABLE job_run (
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  -- Sorts as text in the order of time: 2026-03-05, 2026-03-05T14, 2026-03.
  bucket        text COLLATE "C" NOT NULL CHECK (length(bucket) BETWEEN 1 AND 40),
  status        text NOT NULL CHECK (status IN ('running', 'waiting', 'succeeded', 'failed')),
  attempts      int NOT NULL CHECK (attempts >= 0),
  max_attempts  int NOT NULL CHECK (max_attempts >= 1),
  owner         text,
  lease_until   timestamptz,
  -- When a failed attempt may be repeated.
  retry_at      timestamptz,
  started_at    timestamptz NOT NULL,
  finished_at   timestamptz,
  error         text CHECK (length(error) <= 2000),
  PRIMARY KEY (name, bucket),
  CONSTRAINT job_run_running_is_leased CHECK ((status = 'running') = (owner IS NOT NULL AND lease_until IS NOT NULL)),
  CONSTRAINT job_run_waiting_has_time CHECK ((status = 'waiting') = (retry_at IS NOT NULL)),
  CONSTRAINT job_run_finished_has_time CHECK ((status IN ('succeeded', 'failed')) = (finished_at IS NOT NULL))
);
-- Buckets of one job run one after the other, oldest first.
CREATE UNIQUE INDEX job_run_one_open ON job_run (name) WHERE status IN ('running', 'waiting');
CREATE INDEX job_run_by_start ON job_run (started_at DESC, name, bucket);

-- Work asked for once that outlives the request and the process, such as a large import.
CREATE TABLE background_job (
  id                uuid PRIMARY KEY,
  kind              text NOT NULL CHECK (length(kind) BETWEEN 1 AND 100),
  payload           jsonb NOT NULL,
  status            text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  progress          jsonb,
  result            jsonb,
  -- { code, title, detail } of the problem, or of the last failed attempt.
  error             jsonb,
  attempts          int NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  max_attempts      int NOT NULL CHECK (max_attempts >= 1),
  available_at      timestamptz NOT NULL,
  owner             text,
  lease_until       timestamptz,
  cancel_requested  boolean NOT NULL DEFAULT false,
  created_by_kind   text NOT NULL,
  created_by_id     text,
  created_at        timestamptz NOT NULL,
  started_at        timestamptz,
  finished_at       timestamptz,
  CONSTRAINT background_job_running_is_leased CHECK ((status = 'running') = (owner IS NOT NULL AND lease_until IS NOT NULL)),
  CONSTRAINT background_job_finished_has_time CHECK ((status IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);
CREATE INDEX background_job_open ON background_job (available_at, id) WHERE status IN ('queued', 'running');
CREATE INDEX background_job_finished ON background_job (finished_at) WHERE finished_at IS NOT NULL;

-- Effects outside the database, written with the command and delivered after it (design §4.6).
CREATE TABLE outbox (
  id            uuid PRIMARY KEY,
  topic         text NOT NULL CHECK (length(topic) BETWEEN 1 AND 100),
  payload       jsonb NOT NULL,
  created_at    timestamptz NOT NULL,
  -- Not before; a claim moves it to the end of the time allowed for delivery.
  available_at  timestamptz NOT NULL,
  attempts      int NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  owner         text,
  delivered_at  timestamptz,
  -- Given up after too many attempts.
  dead_at       timestamptz,
  error         text CHECK (length(error) <= 2000),
  CONSTRAINT outbox_one_end CHECK (delivered_at IS NULL OR dead_at IS NULL)
);
CREATE INDEX outbox_pending ON outbox (available_at, id) WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (dead_at DESC, id DESC) WHERE dead_at IS NOT NULL;
CREATE INDEX outbox_delivered ON outbox (delivered_at) WHERE delivered_at IS NOT NULL;

-- A file that belongs to a record; the bytes lie outside under their digest, once for equal content (design §4.7).
CREATE TABLE stored_file (
  id             uuid PRIMARY KEY,
  digest         bytea NOT NULL CHECK (octet_length(digest) = 32),
  algorithm      text NOT NULL CHECK (algorithm = 'SM3'),
  size           bigint NOT NULL CHECK (size >= 0),
  media_type     text NOT NULL CHECK (length(media_type) BETWEEN 3 AND 150),
  original_name  text NOT NULL CHECK (length(original_name) BETWEEN 1 AND 200),
  owner_kind     text NOT NULL CHECK (length(owner_kind) BETWEEN 1 AND 100),
  owner_id       text NOT NULL CHECK (length(owner_id) BETWEEN 1 AND 100),
  created_by     text NOT NULL,
  created_at     timestamptz NOT NULL,
  deleted_at     timestamptz
);
CREATE INDEX stored_file_by_owner ON stored_file (owner_kind, owner_id) WHERE deleted_at IS NULL;
CREATE INDEX stored_file_by_digest ON stored_file (digest) WHERE deleted_at IS NULL;

-- What was answered to a request that may be sent again (design §4.2).
CREATE TABLE idempotency_key (
  actor             text NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
  key               text NOT NULL CHECK (key ~ '^[!-~]{1,255}$'),
  -- SM3 over method, path and canonical content.
  request_digest    bytea NOT NULL CHECK (octet_length(request_digest) = 32),
  status            text NOT NULL CHECK (status IN ('in-progress', 'done')),
  owner             text NOT NULL,
  lease_until       timestamptz NOT NULL,
  response_status   int CHECK (response_status BETWEEN 200 AND 499),
  response_headers  jsonb,
  -- Null when the answer was too large to keep.
  response_body     bytea CHECK (octet_length(response_body) <= 1048576),
  created_at        timestamptz NOT NULL,
  expires_at        timestamptz NOT NULL,
  PRIMARY KEY (actor, key),
  CONSTRAINT idempotency_done_has_response CHECK ((status = 'done') = (response_status IS NOT NULL AND response_headers IS NOT NULL))
);
CREATE INDEX idempotency_key_by_expiry ON idempotency_key (expires_at);
