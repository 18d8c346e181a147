-- Facts about appraisers, and what the registry keeps about either subject.

-- 96号 art. 11 (登记事项) and §3 of the dossier.
CREATE TABLE appraiser_detail (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  appraiser_id            uuid NOT NULL REFERENCES appraiser (id),
  name                    text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  sort_key                text COLLATE "C" NOT NULL,
  sex                     text CHECK (sex IN ('0', '1', '2', '9')),
  birth_year              smallint CHECK (birth_year BETWEEN 1900 AND 2100),
  birth_month             smallint CHECK (birth_month BETWEEN 1 AND 12),
  birth_day               smallint CHECK (birth_day BETWEEN 1 AND 31),
  education               text CHECK (education IN ('10', '20', '30', '40', '60', '70', '80', '90')),
  degree                  text CHECK (degree IN ('doctor', 'master', 'bachelor', 'none')),
  major                   text CHECK (length(major) <= 200),
  school                  text CHECK (length(school) <= 200),
  title                   text CHECK (length(title) <= 100),
  title_level             text CHECK (title_level IN ('junior', 'intermediate', 'deputy-senior', 'senior')),
  industry_qualification  text CHECK (length(industry_qualification) <= 300),
  work_years              smallint CHECK (work_years BETWEEN 0 AND 80),
  phone_cipher            bytea,
  photo_file_id           uuid REFERENCES stored_file (id),
  CONSTRAINT birth_is_known_from_the_year_down CHECK ((birth_month IS NULL OR birth_year IS NOT NULL) AND (birth_day IS NULL OR birth_month IS NOT NULL))
);

CREATE TABLE employment (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  appraiser_id         uuid NOT NULL REFERENCES appraiser (id),
  institution_id       uuid NOT NULL REFERENCES institution (id),
  employment_type      text NOT NULL CHECK (employment_type IN ('full-time', 'part-time')),
  -- Part time: the employer, and its written consent (GD条例 art. 16).
  employer_name        text CHECK (length(employer_name) BETWEEN 1 AND 200),
  consent_document_no  text CHECK (length(consent_document_no) BETWEEN 1 AND 100),
  duty                 text CHECK (duty IN ('head', 'appraiser', 'assistant', 'clerk', 'other'))
);

-- 《司法鉴定人执业证》 (96号 art. 17), or the qualification certificate of an investigating organ's appraiser.
CREATE TABLE certificate (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  appraiser_id    uuid NOT NULL REFERENCES appraiser (id),
  -- The institution that the document names; not known for an earlier document.
  institution_id  uuid REFERENCES institution (id),
  certificate_no  text COLLATE "C",
  number_format   text NOT NULL CHECK (number_format IN ('twelve-digit', 'qualification', 'unknown')),
  issued_on       date,
  authority       text CHECK (length(authority) <= 100),
  CONSTRAINT certificate_no_has_format CHECK (coalesce(certificate_no, '')
    ~ CASE number_format WHEN 'twelve-digit' THEN '^[0-9]{12}$' WHEN 'qualification' THEN '^[^[:cntrl:]]{1,60}$' ELSE '^$' END),
  CONSTRAINT certificate_has_end CHECK (NOT upper_inf(valid))
);

CREATE TABLE appraiser_category (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  appraiser_id       uuid NOT NULL REFERENCES appraiser (id),
  institution_id     uuid NOT NULL REFERENCES institution (id),
  category_code      text COLLATE "C" NOT NULL REFERENCES category (code),
  first_approved_on  date
);

CREATE TABLE appraiser_status (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  appraiser_id  uuid NOT NULL REFERENCES appraiser (id),
  status        text NOT NULL CHECK (status IN ('practising', 'suspended', 'awaiting-transfer', 'not-assessed', 'expired', 'cancelled', 'revoked', 'deceased', 'other'))
);

CREATE TABLE training_record (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  appraiser_id  uuid NOT NULL REFERENCES appraiser (id),
  kind          text NOT NULL CHECK (kind IN ('pre-service', 'in-service')),
  title         text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  organiser     text CHECK (length(organiser) <= 200),
  hours         numeric(6, 1) NOT NULL CHECK (hours > 0),
  score         numeric(5, 2) CHECK (score BETWEEN 0 AND 100),
  passed        boolean
);

-- 鉴定人助理 (GD条例 art. 15). Assistants are not appraisers and may hold no certificate.
CREATE TABLE appraiser_assistant (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  institution_id      uuid NOT NULL REFERENCES institution (id),
  guided_by           uuid REFERENCES appraiser (id),
  name                text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  sex                 text CHECK (sex IN ('0', '1', '2', '9')),
  id_number_cipher    bytea,
  id_number_digest    bytea CHECK (octet_length(id_number_digest) = 32),
  degree              text CHECK (degree IN ('doctor', 'master', 'bachelor', 'none')),
  major               text CHECK (length(major) <= 200),
  school              text CHECK (length(school) <= 200),
  title               text CHECK (length(title) <= 100),
  assistance_category text COLLATE "C" REFERENCES category (code),
  contract_from       date,
  contract_to         date,
  CONSTRAINT assistant_id_number_whole CHECK ((id_number_cipher IS NULL) = (id_number_digest IS NULL)),
  CONSTRAINT contract_in_order CHECK (contract_from <= contract_to)
);

CREATE TABLE award (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  institution_id  uuid REFERENCES institution (id),
  appraiser_id    uuid REFERENCES appraiser (id),
  name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  level           text NOT NULL CHECK (level IN ('world', 'national', 'ministerial', 'prefecture', 'county', 'industry', 'other')),
  awarded_by      text CHECK (length(awarded_by) <= 200),
  awarded_on      date NOT NULL,
  CONSTRAINT award_has_one_subject CHECK (num_nonnulls(institution_id, appraiser_id) = 1)
);

-- 变更记录: who asked for which registered item to be changed, and what became of it.
CREATE TABLE change_record (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  institution_id  uuid REFERENCES institution (id),
  appraiser_id    uuid REFERENCES appraiser (id),
  matter          text NOT NULL CHECK (matter IN ('name', 'address', 'legal-representative', 'head', 'funds', 'equipment', 'appraisers', 'scope', 'category', 'title', 'employer', 'other')),
  approval_no     text CHECK (length(approval_no) BETWEEN 1 AND 100),
  stage           text CHECK (length(stage) BETWEEN 1 AND 50),
  result          text CHECK (length(result) BETWEEN 1 AND 200),
  submitted_on    date,
  overdue         boolean NOT NULL DEFAULT false,
  CONSTRAINT change_record_has_one_subject CHECK (num_nonnulls(institution_id, appraiser_id) = 1)
);
