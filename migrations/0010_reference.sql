-- Reference data: practice classification, divisions, value domains (regulations §1, §4, §14). Filled from seeders/reference.

-- A published classification document; each one restarts its codes, so codes carry the class in front.
CREATE TABLE category_document (
  id          text PRIMARY KEY CHECK (id ~ '^[A-Z]{2}-[0-9]{4}$'),
  class_code  char(2) NOT NULL CHECK (class_code ~ '^[A-Z]{2}$'),
  class_name  text NOT NULL,
  title       text NOT NULL,
  number      text NOT NULL,
  issued_on   date NOT NULL,
  -- The days on which it is the classification of its class.
  valid       daterange NOT NULL CHECK (NOT isempty(valid)),
  EXCLUDE USING gist (class_code WITH =, valid WITH &&)
);

-- A practice category under its newest name; what other tables refer to.
CREATE TABLE category (
  code         text PRIMARY KEY CHECK (code ~ '^[A-Z]{2}-([0-9]{2}|[0-9]{4}|[0-9]{6})$'),
  parent_code  text REFERENCES category (code),
  -- 1 group, 2 item, 3 sub-item.
  level        smallint NOT NULL CHECK (level = (length(code) - 3) / 2),
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  document_id  text NOT NULL REFERENCES category_document (id),
  -- How certain the code and name are: read in the source, known, or still to be checked.
  confidence   text NOT NULL CHECK (confidence IN ('seen', 'known', 'unsure')),
  valid        daterange NOT NULL CHECK (NOT isempty(valid)),
  CONSTRAINT category_parent_is_prefix CHECK (parent_code IS NOT DISTINCT FROM CASE WHEN length(code) > 5 THEN left(code, length(code) - 2) END)
);
CREATE INDEX category_by_parent ON category (parent_code);

-- What each document said of a category, so that a licence of its day can be read in its own words.
CREATE TABLE category_version (
  code         text NOT NULL REFERENCES category (code),
  document_id  text NOT NULL REFERENCES category_document (id),
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  confidence   text NOT NULL CHECK (confidence IN ('seen', 'known', 'unsure')),
  valid        daterange NOT NULL CHECK (NOT isempty(valid)),
  PRIMARY KEY (document_id, code),
  EXCLUDE USING gist (code WITH =, valid WITH &&)
);

-- Other names under which categories appear in licences and rosters; one name may stand for several categories.
CREATE TABLE category_alias (
  name   text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  code   text NOT NULL REFERENCES category (code),
  -- When the name was in use.
  valid  daterange NOT NULL CHECK (NOT isempty(valid)),
  PRIMARY KEY (name, code)
);

-- Administrative divisions, GB/T 2260, to county level. Abolished ones stay: old licences and ID numbers name them.
CREATE TABLE division (
  code         char(6) PRIMARY KEY CHECK (code ~ '^[1-9][0-9]{5}$'),
  parent_code  char(6) REFERENCES division (code),
  level        text NOT NULL CHECK (level IN ('province', 'prefecture', 'county')),
  name         text NOT NULL,
  short_name   text NOT NULL,
  full_name    text NOT NULL,
  pinyin       text COLLATE "C" NOT NULL,
  current      boolean NOT NULL,
  CONSTRAINT division_province_has_no_parent CHECK ((level = 'province') = (parent_code IS NULL))
);
CREATE INDEX division_by_parent ON division (parent_code);

-- Value domains, so that the console and other systems read their labels from one place.
CREATE TABLE dictionary (
  code      text PRIMARY KEY CHECK (code ~ '^[a-z][a-z0-9-]*$'),
  label     text NOT NULL,
  label_en  text NOT NULL,
  source    text NOT NULL
);
CREATE TABLE dictionary_item (
  dictionary  text NOT NULL REFERENCES dictionary (code),
  code        text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9-]*$'),
  label       text NOT NULL,
  label_en    text NOT NULL,
  position    int NOT NULL CHECK (position >= 1),
  PRIMARY KEY (dictionary, code),
  UNIQUE (dictionary, position) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (dictionary, label) DEFERRABLE INITIALLY DEFERRED
);
