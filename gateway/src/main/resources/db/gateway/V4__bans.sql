-- Accounts that admins banned. They are few: each gateway reads them all, again and again.
CREATE TABLE gateway.ban (
  account text        PRIMARY KEY CHECK (account ~ '^0x([0-9a-f]{64}|[0-9a-f]{40})$'),
  since   timestamptz NOT NULL
);
CREATE INDEX ban_earliest ON gateway.ban (since, account);
