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

  WITH employed AS MATERIALIZED (
    SELECT appraiser_id, range_agg(valid) AS days FROM employment
    WHERE institution_id = NEW.institution_id AND upper_inf(recorded) GROUP BY appraiser_id)
  SELECT c.appraiser_id, c.category_code, c.valid INTO uncovered
  FROM appraiser_category c LEFT JOIN employed e ON e.appraiser_id = c.appraiser_id
  WHERE c.institution_id = NEW.institution_id AND upper_inf(c.recorded) AND (c.valid <@ e.days) IS NOT TRUE
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'category % of appraiser % is not covered by employment on all days of %', uncovered.category_code, uncovered.appraiser_id, uncovered.valid
      USING ERRCODE = 'check_violation', TABLE = 'appraiser_category', CONSTRAINT = 'appraiser_category_needs_employment';
  END IF;

  WITH licensed AS MATERIALIZED (
    SELECT category_code, valid FROM institution_scope WHERE institution_id = NEW.institution_id AND upper_inf(recorded))
  SELECT c.appraiser_id, c.category_code, c.valid INTO uncovered
  FROM appraiser_category c LEFT JOIN licensed s ON starts_with(c.category_code, s.category_code)
  WHERE c.institution_id = NEW.institution_id AND upper_inf(c.recorded)
  GROUP BY c.id HAVING (c.valid <@ range_agg(s.valid)) IS NOT TRUE
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'category % of appraiser % is not covered by the scope of the institution on all days of %', uncovered.category_code, uncovered.appraiser_id, uncovered.valid
      USING ERRCODE = 'check_violation', TABLE = 'appraiser_category', CONSTRAINT = 'appraiser_category_needs_scope';
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
