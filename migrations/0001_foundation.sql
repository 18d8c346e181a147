-- Extensions and small functions that later migrations stand on.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Facts about this database: whether it holds demonstration data, and since when it exists.
CREATE TABLE service_info (
  only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  created_at  timestamptz NOT NULL DEFAULT now(),
  demo        boolean NOT NULL DEFAULT false,
  seeded_at   timestamptz
);
INSERT INTO service_info DEFAULT VALUES;

-- For tables that may only grow: attached as BEFORE UPDATE OR DELETE (row) and BEFORE TRUNCATE (statement).
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
