-- An appraiser's category is worth only what the institution behind it may do (95号, 96号): on each of its days the appraiser is
-- employed at that institution and the institution's scope covers the category, by itself or by one of its ancestors.
--
-- The rule spans three tables and must hold at the end of a transaction only, so every statement notes which institutions it
-- touched, and the note's deferred trigger examines each institution once, however many rows there were. The primary key makes
-- a second writer of the same institution wait for the first, and so see what it committed.
CREATE TABLE coverage_check (institution_id uuid PRIMARY KEY);

CREATE FUNCTION note_coverage_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Under REPEATABLE READ the examination would not see what a concurrent transaction committed; SERIALIZABLE detects it.
  IF current_setting('transaction_isolation') = 'repeatable read' THEN
    RAISE EXCEPTION 'the registry cannot be written under REPEATABLE READ' USING ERRCODE = 'invalid_transaction_state';
  END IF;
  INSERT INTO coverage_check (institution_id) SELECT DISTINCT institution_id FROM changed ORDER BY institution_id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE FUNCTION examine_coverage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE uncovered record;
BEGIN
  DELETE FROM coverage_check WHERE institution_id = NEW.institution_id;

  -- Materialised, so that each table is read once by its institution index, whatever the planner knows of rows just inserted.
  WITH held AS MATERIALIZED (
    SELECT appraiser_id, category_code, valid FROM appraiser_category WHERE institution_id = NEW.institution_id AND upper_inf(recorded)),
  employed AS MATERIALIZED (
    SELECT appraiser_id, range_agg(valid) AS days FROM employment
    WHERE institution_id = NEW.institution_id AND upper_inf(recorded) GROUP BY appraiser_id),
  scope AS MATERIALIZED (
    SELECT category_code, valid FROM institution_scope WHERE institution_id = NEW.institution_id AND upper_inf(recorded)),
  -- Many appraisers hold the same categories from the same day: each is compared once.
  asked AS (SELECT DISTINCT category_code, valid FROM held),
  covered AS MATERIALIZED (
    SELECT a.category_code, a.valid, (a.valid <@ range_agg(s.valid)) IS TRUE AS in_scope
    FROM asked a LEFT JOIN scope s ON starts_with(a.category_code, s.category_code) GROUP BY a.category_code, a.valid)
  SELECT held.appraiser_id, held.category_code, held.valid, covered.in_scope INTO uncovered
  FROM held JOIN covered USING (category_code, valid) LEFT JOIN employed ON employed.appraiser_id = held.appraiser_id
  WHERE NOT covered.in_scope OR (held.valid <@ employed.days) IS NOT TRUE
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'category % of appraiser % on the days % is not covered by %', uncovered.category_code, uncovered.appraiser_id, uncovered.valid,
        CASE WHEN uncovered.in_scope THEN 'an employment' ELSE 'the scope of the institution' END
      USING ERRCODE = 'check_violation', TABLE = 'appraiser_category',
        CONSTRAINT = CASE WHEN uncovered.in_scope THEN 'appraiser_category_needs_employment' ELSE 'appraiser_category_needs_scope' END;
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER registry_coverage AFTER INSERT ON coverage_check
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION examine_coverage();

CREATE TRIGGER institution_scope_added AFTER INSERT ON institution_scope REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_coverage_check();
CREATE TRIGGER institution_scope_closed AFTER UPDATE ON institution_scope REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_coverage_check();
CREATE TRIGGER employment_added AFTER INSERT ON employment REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_coverage_check();
CREATE TRIGGER employment_closed AFTER UPDATE ON employment REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_coverage_check();
CREATE TRIGGER appraiser_category_added AFTER INSERT ON appraiser_category REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_coverage_check();
CREATE TRIGGER appraiser_category_closed AFTER UPDATE ON appraiser_category REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_coverage_check();
