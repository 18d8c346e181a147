-- What the database itself holds to be true of the registry (design §4.5), whoever writes.

-- One at a time: two facts that the registry states at one instant do not overlap on any day.
ALTER TABLE institution_detail ADD CONSTRAINT institution_detail_one_a_day EXCLUDE USING gist (institution_id WITH =, valid WITH &&, recorded WITH &&);
ALTER TABLE licence ADD CONSTRAINT licence_one_a_day EXCLUDE USING gist (institution_id WITH =, valid WITH &&, recorded WITH &&);
ALTER TABLE institution_scope ADD CONSTRAINT institution_scope_once_a_day EXCLUDE USING gist (institution_id WITH =, category_code WITH =, valid WITH &&, recorded WITH &&);
ALTER TABLE institution_status ADD CONSTRAINT institution_status_one_a_day EXCLUDE USING gist (institution_id WITH =, valid WITH &&, recorded WITH &&);
ALTER TABLE institution_filing ADD CONSTRAINT institution_filing_one_a_day EXCLUDE USING gist (institution_id WITH =, valid WITH &&, recorded WITH &&);
ALTER TABLE appraiser_detail ADD CONSTRAINT appraiser_detail_one_a_day EXCLUDE USING gist (appraiser_id WITH =, valid WITH &&, recorded WITH &&);
-- 96号: one person, one institution.
ALTER TABLE employment ADD CONSTRAINT employment_one_a_day EXCLUDE USING gist (appraiser_id WITH =, valid WITH &&, recorded WITH &&);
ALTER TABLE certificate ADD CONSTRAINT certificate_one_a_day EXCLUDE USING gist (appraiser_id WITH =, valid WITH &&, recorded WITH &&);
ALTER TABLE appraiser_category ADD CONSTRAINT appraiser_category_once_a_day EXCLUDE USING gist (appraiser_id WITH =, category_code WITH =, valid WITH &&, recorded WITH &&);
ALTER TABLE appraiser_status ADD CONSTRAINT appraiser_status_one_a_day EXCLUDE USING gist (appraiser_id WITH =, valid WITH &&, recorded WITH &&);

-- A number belongs to one holder for all time; a renewal may keep it.
ALTER TABLE licence ADD CONSTRAINT licence_no_of_one_institution
  EXCLUDE USING gist (licence_no WITH =, institution_id WITH <>, recorded WITH &&) WHERE (licence_no IS NOT NULL);
ALTER TABLE certificate ADD CONSTRAINT certificate_no_of_one_appraiser
  EXCLUDE USING gist (certificate_no WITH =, appraiser_id WITH <>, recorded WITH &&) WHERE (certificate_no IS NOT NULL);

CREATE INDEX institution_detail_by_institution ON institution_detail (institution_id);
CREATE INDEX institution_detail_by_name ON institution_detail (sort_key, id);
CREATE INDEX institution_detail_by_division ON institution_detail (division_code) WHERE upper_inf(recorded);
CREATE INDEX institution_detail_by_credit_code ON institution_detail (credit_code) WHERE credit_code IS NOT NULL;
CREATE INDEX licence_by_institution ON licence (institution_id);
CREATE INDEX licence_by_number ON licence (licence_no) WHERE licence_no IS NOT NULL;
CREATE INDEX institution_scope_by_institution ON institution_scope (institution_id);
CREATE INDEX institution_scope_by_category ON institution_scope (category_code, institution_id) WHERE upper_inf(recorded);
CREATE INDEX institution_status_by_institution ON institution_status (institution_id);
CREATE INDEX accreditation_by_institution ON accreditation (institution_id);
CREATE INDEX institution_filing_by_institution ON institution_filing (institution_id);
CREATE INDEX appraiser_detail_by_appraiser ON appraiser_detail (appraiser_id);
CREATE INDEX appraiser_detail_by_name ON appraiser_detail (sort_key, id);
CREATE INDEX employment_by_appraiser ON employment (appraiser_id);
CREATE INDEX employment_by_institution ON employment (institution_id);
CREATE INDEX certificate_by_appraiser ON certificate (appraiser_id);
CREATE INDEX certificate_by_number ON certificate (certificate_no) WHERE certificate_no IS NOT NULL;
CREATE INDEX appraiser_category_by_appraiser ON appraiser_category (appraiser_id);
CREATE INDEX appraiser_category_by_institution ON appraiser_category (institution_id);
CREATE INDEX appraiser_status_by_appraiser ON appraiser_status (appraiser_id);
CREATE INDEX training_record_by_appraiser ON training_record (appraiser_id);
CREATE INDEX appraiser_assistant_by_institution ON appraiser_assistant (institution_id);
CREATE INDEX award_by_institution ON award (institution_id) WHERE institution_id IS NOT NULL;
CREATE INDEX award_by_appraiser ON award (appraiser_id) WHERE appraiser_id IS NOT NULL;
CREATE INDEX change_record_by_institution ON change_record (institution_id) WHERE institution_id IS NOT NULL;
CREATE INDEX change_record_by_appraiser ON change_record (appraiser_id) WHERE appraiser_id IS NOT NULL;

-- The registry speaks at the instant at which it is written to: nobody can put words into its past.
CREATE FUNCTION fact_is_recorded_now() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added WHERE lower(recorded) < transaction_timestamp() OR lower(recorded) > clock_timestamp() OR NOT upper_inf(recorded)) THEN
    RAISE EXCEPTION 'a new fact of % must be recorded from now on', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

-- A fact is never overwritten. The one thing that may happen to it is that the registry stops saying it.
CREATE FUNCTION fact_may_only_be_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE closed tstzrange := NEW.recorded;
BEGIN
  IF NOT upper_inf(OLD.recorded) OR upper_inf(closed) OR isempty(closed) OR lower(closed) <> lower(OLD.recorded)
    OR upper(closed) < transaction_timestamp() OR upper(closed) > clock_timestamp() THEN
    RAISE EXCEPTION 'a fact of % may only be closed, once and now', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  NEW.recorded := OLD.recorded;
  -- Compared by their bytes: 1.0 and 1.00 are equal and yet a change.
  IF NEW *<> OLD THEN
    RAISE EXCEPTION 'a fact of % may only be closed, not changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  NEW.recorded := closed;
  RETURN NEW;
END $$;

DO $$
DECLARE fact_table text;
BEGIN
  FOREACH fact_table IN ARRAY ARRAY['institution_detail', 'licence', 'institution_scope', 'institution_status', 'accreditation', 'institution_filing',
    'appraiser_detail', 'employment', 'certificate', 'appraiser_category', 'appraiser_status', 'training_record', 'appraiser_assistant', 'award', 'change_record']
  LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION fact_is_recorded_now()',
      fact_table || '_recorded_now', fact_table);
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION fact_may_only_be_closed()', fact_table || '_close_only', fact_table);
    EXECUTE format('CREATE TRIGGER %I BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', fact_table || '_no_delete', fact_table);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', fact_table || '_no_truncate', fact_table);
  END LOOP;
END $$;

-- Identity rows stay what they are; their version counts what was done to them.
CREATE FUNCTION subject_keeps_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at OR NEW.version < OLD.version OR to_jsonb(NEW) -> 'kind' IS DISTINCT FROM to_jsonb(OLD) -> 'kind' THEN
    RAISE EXCEPTION 'the identity of % cannot change', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER institution_keeps_identity BEFORE UPDATE ON institution FOR EACH ROW EXECUTE FUNCTION subject_keeps_identity();
CREATE TRIGGER institution_no_delete BEFORE DELETE ON institution FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER institution_no_truncate BEFORE TRUNCATE ON institution FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER appraiser_keeps_identity BEFORE UPDATE ON appraiser FOR EACH ROW EXECUTE FUNCTION subject_keeps_identity();
CREATE TRIGGER appraiser_no_delete BEFORE DELETE ON appraiser FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER appraiser_no_truncate BEFORE TRUNCATE ON appraiser FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DROP TABLE fact;
