-- Admins that admins made; those of the operator's setting stand in no table.
CREATE TABLE profiles.admin (
  account text        PRIMARY KEY CHECK (account ~ '^0x([0-9a-f]{64}|[0-9a-f]{40})$'),
  since   timestamptz NOT NULL
);

-- Whom a broadcaster lets watch none of its streams. The banned need no profile, and one who deletes it stays banned.
CREATE TABLE profiles.ban (
  broadcaster text        NOT NULL REFERENCES profiles.profile ON DELETE CASCADE,
  account     text        NOT NULL CHECK (account ~ '^0x([0-9a-f]{64}|[0-9a-f]{40})$'),
  since       timestamptz NOT NULL,
  PRIMARY KEY (broadcaster, account),
  CHECK (broadcaster <> account)
);
CREATE INDEX ban_earliest ON profiles.ban (broadcaster, since, account);
