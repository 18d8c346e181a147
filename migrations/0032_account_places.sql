-- An account's place exists (the tables came after the accounts).
ALTER TABLE account ADD CONSTRAINT account_division_exists FOREIGN KEY (division_code) REFERENCES division (code);
ALTER TABLE account ADD CONSTRAINT account_institution_exists FOREIGN KEY (institution_id) REFERENCES institution (id);
