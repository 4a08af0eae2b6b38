CREATE TABLE profiles.profile (
  account   text        PRIMARY KEY CHECK (account ~ '^0x([0-9a-f]{64}|[0-9a-f]{40})$'),
  name      text        CHECK (length(name) BETWEEN 1 AND 80),
  surname   text        CHECK (length(surname) BETWEEN 1 AND 80),
  img_link  text        CHECK (length(img_link) BETWEEN 1 AND 2000),
  time_zone text        CHECK (length(time_zone) BETWEEN 1 AND 80),
  searched  text        NOT NULL, -- name and surname without case and accents, as Search.fold makes them
  since     timestamptz NOT NULL
);
CREATE INDEX profile_by_name ON profiles.profile (searched, account);

CREATE TABLE profiles.subscription (
  subscriber  text        NOT NULL REFERENCES profiles.profile ON DELETE CASCADE,
  broadcaster text        NOT NULL REFERENCES profiles.profile ON DELETE CASCADE,
  since       timestamptz NOT NULL,
  PRIMARY KEY (subscriber, broadcaster),
  CHECK (subscriber <> broadcaster)
);

-- who follows this account, and whom it follows
CREATE INDEX subscription_of_broadcaster ON profiles.subscription (broadcaster, since, subscriber);
CREATE INDEX subscription_of_subscriber ON profiles.subscription (subscriber, since, broadcaster);
