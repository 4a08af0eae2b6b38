-- What each account or address has taken of its requests a minute (GCRA: the time at which its whole allowance will be there again).
-- Written by each request and worth nothing after a minute, so unlogged: after a crash of the server everybody begins anew.
CREATE UNLOGGED TABLE gateway.allowance (
  key text        PRIMARY KEY,
  tat timestamptz NOT NULL
) WITH (fillfactor = 50); -- updated by each request: room for it on its own page
