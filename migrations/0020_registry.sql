-- The registry of institutions (design §4.5). An identity row never changes what it identifies; everything that is said of it is
-- a fact with two times: `valid`, the civil days on which it holds, and `recorded`, the instants at which the registry said so.

-- Days are whole, have a beginning, and an open end is written as no bound: 'infinity' would be a second spelling of it.
CREATE FUNCTION is_civil_period(period daterange) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT NOT isempty(period) AND NOT lower_inf(period) AND isfinite(lower(period)) AND (upper_inf(period) OR isfinite(upper(period)))
$$;

CREATE FUNCTION is_recorded_period(period tstzrange) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT NOT isempty(period) AND NOT lower_inf(period) AND lower_inc(period) AND NOT upper_inc(period)
    AND isfinite(lower(period)) AND (upper_inf(period) OR isfinite(upper(period)))
$$;

-- What all facts have in common; only a pattern, dropped at the end of 0022.
CREATE TABLE fact (
  id              uuid NOT NULL,
  valid           daterange NOT NULL CONSTRAINT valid_is_civil_period CHECK (is_civil_period(valid)),
  recorded        tstzrange NOT NULL CONSTRAINT recorded_is_period CHECK (is_recorded_period(recorded)),
  recorded_by     text NOT NULL CHECK (length(recorded_by) BETWEEN 1 AND 100),
  source          text NOT NULL CHECK (source IN ('import', 'application', 'correction', 'filing', 'seed')),
  document_no     text CHECK (length(document_no) BETWEEN 1 AND 100),
  document_title  text CHECK (length(document_title) BETWEEN 1 AND 200),
  reason          text CHECK (length(reason) BETWEEN 1 AND 2000),
  -- The facts whose place this one took, wholly or in part.
  supersedes      uuid[] CHECK (cardinality(supersedes) > 0)
);

CREATE TABLE institution (
  id          uuid PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('social', 'investigative', 'investigative-classified')),
  created_at  timestamptz NOT NULL,
  version     int NOT NULL DEFAULT 1 CHECK (version >= 1)
);

CREATE TABLE appraiser (
  id                uuid PRIMARY KEY,
  id_type           text CHECK (id_type IN ('resident-id', 'home-return-permit', 'travel-permit', 'passport', 'other')),
  -- SM4, and a keyed SM3 digest to find it by (design §4.11).
  id_number_cipher  bytea,
  id_number_digest  bytea CHECK (octet_length(id_number_digest) = 32),
  created_at        timestamptz NOT NULL,
  version           int NOT NULL DEFAULT 1 CHECK (version >= 1),
  CONSTRAINT appraiser_id_number_whole CHECK ((id_number_cipher IS NULL) = (id_number_digest IS NULL) AND (id_number_cipher IS NULL OR id_type IS NOT NULL))
);
CREATE UNIQUE INDEX appraiser_id_number_key ON appraiser (id_number_digest) WHERE id_number_digest IS NOT NULL;

-- 95号 (登记事项) and §1 of the dossier.
CREATE TABLE institution_detail (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  institution_id         uuid NOT NULL REFERENCES institution (id),
  name                   text NOT NULL CHECK (length(name) BETWEEN 2 AND 200),
  former_name            text CHECK (length(former_name) BETWEEN 2 AND 200),
  sort_key               text COLLATE "C" NOT NULL,
  credit_code            text COLLATE "C" CHECK (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  legal_nature           text CHECK (legal_nature IN ('independent', 'dependent')),
  organisational_form    text CHECK (organisational_form IN ('head-office', 'branch')),
  parent_institution_id  uuid REFERENCES institution (id) CHECK (parent_institution_id <> institution_id),
  founder_name           text CHECK (length(founder_name) <= 200),
  founder_nature         text CHECK (founder_nature IN ('health', 'education', 'research', 'enterprise', 'association', 'private-non-enterprise', 'other')),
  founder_proof_from     date,
  founder_proof_to       date,
  founder_controller     text CHECK (length(founder_controller) <= 200),
  fund_source            text CHECK (fund_source IN ('full-grant', 'partial-grant', 'self-funded')),
  registered_funds_fen   bigint CHECK (registered_funds_fen >= 0),
  address                text CHECK (length(address) <= 300),
  division_code          char(6) NOT NULL REFERENCES division (code),
  postal_code            text CHECK (postal_code ~ '^[0-9]{6}$'),
  phone                  text CHECK (length(phone) <= 100),
  service_time           text CHECK (length(service_time) <= 200),
  premises_kind          text CHECK (premises_kind IN ('complex', 'office', 'other')),
  premises_tenure        text CHECK (premises_tenure IN ('owned', 'leased', 'lent')),
  premises_area_m2       numeric(10, 2) CHECK (premises_area_m2 > 0),
  equipment              jsonb CHECK (jsonb_typeof(equipment) = 'array'),
  legal_rep_name         text CHECK (length(legal_rep_name) <= 100),
  legal_rep_sex          text CHECK (legal_rep_sex IN ('0', '1', '2', '9')),
  head_name              text CHECK (length(head_name) <= 100),
  head_appraiser_id      uuid REFERENCES appraiser (id),
  party_organisation     text CHECK (party_organisation IN ('committee', 'general-branch', 'joint-branch', 'own-branch', 'none')),
  key_supervision        boolean NOT NULL DEFAULT false,
  staff_count            int CHECK (staff_count >= 0),
  registrar              text CHECK (length(registrar) <= 100),
  CONSTRAINT founder_proof_in_order CHECK (founder_proof_from <= founder_proof_to)
);

-- 《司法鉴定许可证》 (95号 art. 22). A licence whose number is not known is an earlier document that the roster only implies.
CREATE TABLE licence (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  institution_id  uuid NOT NULL REFERENCES institution (id),
  licence_no      text COLLATE "C",
  number_format   text NOT NULL CHECK (number_format IN ('nine-digit', 'seven-digit-legacy', 'unknown')),
  issued_on       date,
  authority       text CHECK (length(authority) <= 100),
  -- 司发通〔2010〕83号; before that 司发通[2001]019号.
  CONSTRAINT licence_no_has_format CHECK (coalesce(licence_no, '')
    ~ CASE number_format WHEN 'nine-digit' THEN '^[0-9]{9}$' WHEN 'seven-digit-legacy' THEN '^[0-9]{7}$' ELSE '^$' END),
  CONSTRAINT licence_has_end CHECK (NOT upper_inf(valid))
);

CREATE TABLE institution_scope (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  institution_id     uuid NOT NULL REFERENCES institution (id),
  category_code      text COLLATE "C" NOT NULL REFERENCES category (code),
  first_approved_on  date,
  is_addition        boolean NOT NULL DEFAULT false,
  change_form        text CHECK (change_form IN ('first', 'added', 'removed', 'renewed', 'corrected'))
);

CREATE TABLE institution_status (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  institution_id  uuid NOT NULL REFERENCES institution (id),
  status          text NOT NULL CHECK (status IN ('practising', 'suspended', 'self-suspended', 'not-assessed', 'expired', 'cancelled', 'revoked', 'other'))
);

CREATE TABLE accreditation (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  institution_id   uuid NOT NULL REFERENCES institution (id),
  kind             text NOT NULL CHECK (kind IN ('cma', 'cnas-laboratory', 'cnas-inspection', 'other')),
  level            text CHECK (level IN ('national', 'provincial', 'laboratory')),
  holder           text NOT NULL DEFAULT 'institution' CHECK (holder IN ('institution', 'founder')),
  certificate_no   text CHECK (length(certificate_no) BETWEEN 1 AND 100),
  issued_on        date,
  next_review_on   date,
  accredited_scope text CHECK (length(accredited_scope) <= 4000),
  review_type      text CHECK (length(review_type) <= 100),
  review_body      text CHECK (length(review_body) <= 200)
);

-- 备案 of institutions of investigating organs (司发通〔2008〕165号): it stands where others have a licence.
CREATE TABLE institution_filing (
  LIKE fact INCLUDING CONSTRAINTS,
  PRIMARY KEY (id),
  institution_id               uuid NOT NULL REFERENCES institution (id),
  organ_system                 text NOT NULL CHECK (organ_system IN ('police', 'procuratorate', 'state-security', 'customs', 'prison', 'military', 'other')),
  competent_authority          text NOT NULL CHECK (length(competent_authority) BETWEEN 1 AND 200),
  filing_no                    text COLLATE "C" CHECK (length(filing_no) BETWEEN 1 AND 100),
  filed_on                     date,
  qualification_certificate_no text COLLATE "C" CHECK (length(qualification_certificate_no) BETWEEN 1 AND 100),
  secrecy_level                text CHECK (length(secrecy_level) BETWEEN 1 AND 50)
);
