-- Posting lists for names (design §4.12): one row for each token of a name, so that a search of any term reads its results in
-- the order in which they are shown and stops after a page, however large the table. All rows are derived from the names,
-- written with them, and details are never deleted: a foreign key a token would cost much and could not be violated.
CREATE TABLE institution_name_posting (
  token      text COLLATE "C" NOT NULL,
  sort_key   text COLLATE "C" NOT NULL,
  detail_id  uuid NOT NULL,
  PRIMARY KEY (token, sort_key, detail_id)
);
CREATE TABLE appraiser_name_posting (
  token      text COLLATE "C" NOT NULL,
  sort_key   text COLLATE "C" NOT NULL,
  detail_id  uuid NOT NULL,
  PRIMARY KEY (token, sort_key, detail_id)
);

-- What terms longer than the longest token are verified against: the normalised name, its pinyin and its initials.
CREATE TABLE institution_name_reading (
  detail_id  uuid PRIMARY KEY REFERENCES institution_detail (id),
  name       text NOT NULL,
  pinyin     text NOT NULL,
  initials   text NOT NULL
);
CREATE TABLE appraiser_name_reading (
  detail_id  uuid PRIMARY KEY REFERENCES appraiser_detail (id),
  name       text NOT NULL,
  pinyin     text NOT NULL,
  initials   text NOT NULL
);
