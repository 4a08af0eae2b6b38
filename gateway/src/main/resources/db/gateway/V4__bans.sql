-- Accounts that admins banned. One that was let in again keeps its row, so that other gateways hear of that too.
CREATE TABLE gateway.ban (
  account    text        PRIMARY KEY CHECK (account ~ '^0x([0-9a-f]{64}|[0-9a-f]{40})$'),
  banned     boolean     NOT NULL,
  since      timestamptz NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ban_latest ON gateway.ban (changed_at);
CREATE INDEX ban_earliest ON gateway.ban (since, account) WHERE banned;
