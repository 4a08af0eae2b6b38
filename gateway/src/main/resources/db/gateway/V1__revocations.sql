-- Tokens that were signed out before their time. A row may go once no token that it names could still be valid.
CREATE TABLE gateway.revoked_token (
  account    text        NOT NULL,
  jti        text        NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (account, jti)
);
CREATE INDEX revoked_token_latest ON gateway.revoked_token (revoked_at);

-- Accounts that signed out everywhere: what they signed until then counts no longer.
CREATE TABLE gateway.revoked_account (
  account      text        PRIMARY KEY,
  issued_until timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  revoked_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX revoked_account_latest ON gateway.revoked_account (revoked_at);
