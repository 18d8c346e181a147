-- Signed statements that were given out. What was said stays said: rows are never changed or removed.
CREATE TABLE statement (
  id            uuid PRIMARY KEY,
  kind          text NOT NULL CHECK (kind IN ('qualification', 'qualification-batch')),
  issued_at     timestamptz NOT NULL,
  -- The exact signed text: text, not jsonb, since a byte more or less would spoil the signature.
  payload       text NOT NULL,
  signature     bytea NOT NULL,
  algorithm     text NOT NULL CHECK (algorithm IN ('SM2-SM3')),
  key_id        text NOT NULL,
  requested_by  text NOT NULL
);
CREATE INDEX statement_by_time ON statement (issued_at DESC, id);
CREATE TRIGGER statement_append_only BEFORE UPDATE OR DELETE ON statement FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER statement_no_truncate BEFORE TRUNCATE ON statement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
