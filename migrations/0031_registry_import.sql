-- Imports of roster workbooks: who sent which file, what came of it, and every finding by sheet, row and column.
CREATE TABLE roster_import (
  id                     uuid PRIMARY KEY,
  mode                   text NOT NULL CHECK (mode IN ('dry-run', 'commit')),
  on_error               text NOT NULL CHECK (on_error IN ('abort', 'skip')),
  -- A queued import is as far as its background job is; done and failed are final.
  status                 text NOT NULL CHECK (status IN ('queued', 'done', 'failed')),
  job_id                 uuid,
  file_id                uuid REFERENCES stored_file (id),
  file_name              text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
  file_digest            bytea NOT NULL CHECK (octet_length(file_digest) = 32),
  -- Who may look at it: its creator, and whoever reaches all that the creator reaches.
  created_by_kind        text NOT NULL,
  created_by_id          text,
  created_by             text NOT NULL,
  creator_scope          text NOT NULL CHECK (creator_scope IN ('nation', 'division', 'institution', 'public')),
  creator_prefix         text COLLATE "C" CHECK (creator_prefix ~ '^[0-9]{2,6}$'),
  created_at             timestamptz NOT NULL,
  finished_at            timestamptz,
  -- The day as of which the roster speaks.
  data_date              date,
  committed              boolean NOT NULL DEFAULT false,
  institutions_read      int NOT NULL DEFAULT 0 CHECK (institutions_read >= 0),
  institutions_accepted  int NOT NULL DEFAULT 0,
  institutions_unchanged int NOT NULL DEFAULT 0,
  appraisers_read        int NOT NULL DEFAULT 0 CHECK (appraisers_read >= 0),
  appraisers_accepted    int NOT NULL DEFAULT 0,
  appraisers_unchanged   int NOT NULL DEFAULT 0,
  errors_total           int NOT NULL DEFAULT 0 CHECK (errors_total >= 0),
  warnings_total         int NOT NULL DEFAULT 0 CHECK (warnings_total >= 0),
  -- Header row by name of the sheet, for the annotated copy.
  header_rows            jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(header_rows) = 'object'),
  -- { code, title, detail } when it failed.
  problem                jsonb,
  CONSTRAINT roster_import_counts_fit CHECK (institutions_unchanged BETWEEN 0 AND institutions_accepted AND institutions_accepted <= institutions_read
    AND appraisers_unchanged BETWEEN 0 AND appraisers_accepted AND appraisers_accepted <= appraisers_read),
  CONSTRAINT roster_import_finished_has_time CHECK ((status = 'queued') = (finished_at IS NULL)),
  CONSTRAINT roster_import_failed_has_problem CHECK ((status = 'failed') = (problem IS NOT NULL)),
  CONSTRAINT roster_import_file_until_failed CHECK (file_id IS NOT NULL OR status = 'failed'),
  CONSTRAINT roster_import_only_commit_commits CHECK (NOT committed OR (mode = 'commit' AND status = 'done')),
  CONSTRAINT roster_import_division_has_prefix CHECK ((creator_scope = 'division') = (creator_prefix IS NOT NULL))
);
CREATE INDEX roster_import_by_time ON roster_import (created_at DESC, id DESC);

CREATE TABLE roster_import_issue (
  import_id     uuid NOT NULL REFERENCES roster_import (id),
  severity      text NOT NULL CHECK (severity IN ('error', 'warning')),
  -- In the order of the file.
  ordinal       int NOT NULL CHECK (ordinal >= 0),
  sheet         text NOT NULL,
  row_number    int NOT NULL CHECK (row_number >= 1),
  column_number int CHECK (column_number >= 1),
  header        text,
  value         text,
  code          text NOT NULL,
  message       text NOT NULL,
  PRIMARY KEY (import_id, severity, ordinal)
);
