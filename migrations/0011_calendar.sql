-- Statutory calendar: declarations over the packaged holiday arrangements, and deadlines (design §4.8).

-- A day that was declared off or worked, beside the State Council's yearly arrangement.
CREATE TABLE calendar_override (
  day          date PRIMARY KEY CHECK (day BETWEEN '1949-10-01' AND '9999-12-31'),
  kind         text NOT NULL CHECK (kind IN ('holiday', 'workday')),
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  -- The notice that declares it, with its number.
  source       text NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
  recorded_by  text NOT NULL,
  recorded_at  timestamptz NOT NULL
);

-- Says that a year's arrangement is known in full (entered by hand), or must not be relied on although it is packaged.
CREATE TABLE calendar_year (
  year         int PRIMARY KEY CHECK (year BETWEEN 1949 AND 9999),
  covered      boolean NOT NULL,
  source       text NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
  recorded_by  text NOT NULL,
  recorded_at  timestamptz NOT NULL
);

-- Counts the changes of the two tables above, so that every process sees whether the table that it holds is still good.
CREATE TABLE calendar_revision (
  only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  revision  bigint NOT NULL DEFAULT 0
);
INSERT INTO calendar_revision DEFAULT VALUES;

CREATE FUNCTION count_calendar_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE calendar_revision SET revision = revision + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER calendar_override_counted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON calendar_override
  FOR EACH STATEMENT EXECUTE FUNCTION count_calendar_change();
CREATE TRIGGER calendar_year_counted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON calendar_year
  FOR EACH STATEMENT EXECUTE FUNCTION count_calendar_change();

-- One running or finished statutory period of one record.
CREATE TABLE deadline (
  id              uuid PRIMARY KEY,
  -- Which rule sets it, for example `case-acceptance`; the features name their rules.
  rule            text NOT NULL CHECK (rule ~ '^[a-z][a-z0-9-]{1,59}$'),
  subject_kind    text NOT NULL CHECK (subject_kind ~ '^[a-z][a-z0-9-]{1,39}$'),
  subject_id      uuid NOT NULL,
  -- Whose work it is: decides who sees it.
  division_code   char(6) NOT NULL CHECK (division_code ~ '^[0-9]{6}$'),
  institution_id  uuid,
  start_on        date NOT NULL,
  amount          int NOT NULL CHECK (amount BETWEEN 0 AND 2000),
  unit            text NOT NULL CHECK (unit IN ('working-day', 'day', 'month', 'year')),
  due_on          date NOT NULL CHECK (due_on >= start_on),
  -- The due date rests on a year whose holidays are not announced.
  provisional     boolean NOT NULL,
  state           text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused', 'closed')),
  outcome         text CHECK (outcome IN ('met', 'missed', 'void')),
  closed_on       date CHECK (closed_on >= start_on),
  CONSTRAINT deadline_outcome_when_closed CHECK ((state = 'closed') = (outcome IS NOT NULL AND closed_on IS NOT NULL))
);
-- A record runs one period of a rule at a time.
CREATE UNIQUE INDEX deadline_one_open ON deadline (subject_id, rule) WHERE state <> 'closed';
CREATE INDEX deadline_by_subject ON deadline (subject_id, start_on);
CREATE INDEX deadline_running_by_due ON deadline (due_on, id) WHERE state = 'running';
CREATE INDEX deadline_open_by_institution ON deadline (institution_id, due_on) WHERE state <> 'closed';

-- The spans in which its clock stood still; the upper bound is the day on which it runs again, open while paused.
CREATE TABLE deadline_pause (
  deadline_id  uuid NOT NULL REFERENCES deadline (id),
  span         daterange NOT NULL CHECK (NOT lower_inf(span) AND NOT isempty(span)),
  reason       text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  EXCLUDE USING gist (deadline_id WITH =, span WITH &&)
);
