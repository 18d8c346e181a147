-- Accounts, sessions, login log and API clients of other systems (design §4.3).
CREATE TABLE account (
  id                   uuid PRIMARY KEY,
  username             text NOT NULL CHECK (username ~ '^[a-z][a-z0-9._-]{2,39}$'),
  display_name         text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 60),
  password_hash        text NOT NULL,
  role                 text NOT NULL,
  division_code        char(6),
  institution_id       uuid,
  status               text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'active', 'disabled')),
  must_change_password boolean NOT NULL DEFAULT true,
  password_changed_at  timestamptz NOT NULL,
  failed_attempts      int NOT NULL DEFAULT 0 CHECK (failed_attempts >= 0),
  locked_until         timestamptz,
  created_at           timestamptz NOT NULL,
  created_by           text NOT NULL,
  authorised_by        text,
  version              int NOT NULL DEFAULT 1,
  -- Nobody authorises the account that they themselves created (三员分立).
  CONSTRAINT account_authorised_by_another CHECK (authorised_by IS NULL OR authorised_by <> created_by),
  CONSTRAINT account_active_is_authorised CHECK (status <> 'active' OR authorised_by IS NOT NULL)
);
CREATE UNIQUE INDEX account_username_key ON account (username);

CREATE TABLE session (
  id            uuid PRIMARY KEY,
  account_id    uuid NOT NULL REFERENCES account (id),
  token_digest  bytea NOT NULL UNIQUE CHECK (octet_length(token_digest) = 32),
  created_at    timestamptz NOT NULL,
  last_seen_at  timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  ended_at      timestamptz,
  end_reason    text CHECK (end_reason IN ('logout', 'forced', 'password-changed', 'account-disabled')),
  ip            text,
  user_agent    text CHECK (length(user_agent) <= 300)
);
CREATE INDEX session_open_by_account ON session (account_id) WHERE ended_at IS NULL;
CREATE INDEX session_open_by_time ON session (last_seen_at DESC, id) WHERE ended_at IS NULL;

CREATE TABLE login_log (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz NOT NULL,
  username    text NOT NULL CHECK (length(username) <= 60),
  outcome     text NOT NULL CHECK (outcome IN ('success', 'wrong-password', 'unknown-account', 'locked', 'inactive', 'client-success', 'client-refused')),
  ip          text,
  user_agent  text CHECK (length(user_agent) <= 300),
  request_id  text NOT NULL
);
CREATE INDEX login_log_by_username ON login_log (username, id DESC);
CREATE TRIGGER login_log_append_only BEFORE UPDATE OR DELETE ON login_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER login_log_no_truncate BEFORE TRUNCATE ON login_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE api_client (
  id             text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9-]{2,59}$'),
  name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  secret_hash    text NOT NULL,
  scopes         text[] NOT NULL CHECK (cardinality(scopes) > 0),
  status         text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'revoked')),
  created_at     timestamptz NOT NULL,
  created_by     text NOT NULL,
  revoked_at     timestamptz,
  version        int NOT NULL DEFAULT 1,
  CONSTRAINT api_client_revoked_has_time CHECK ((status = 'revoked') = (revoked_at IS NOT NULL))
);

CREATE TABLE api_token (
  id            uuid PRIMARY KEY,
  client_id     text NOT NULL REFERENCES api_client (id),
  token_digest  bytea NOT NULL UNIQUE CHECK (octet_length(token_digest) = 32),
  scopes        text[] NOT NULL,
  created_at    timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  revoked_at    timestamptz
);
CREATE INDEX api_token_open_by_client ON api_token (client_id) WHERE revoked_at IS NULL;
