CREATE TABLE profiles.profile (
  account   text        PRIMARY KEY CHECK (account ~ '^0x([0-9a-f]{64}|[0-9a-f]{40})$'),
  name      text        CHECK (length(name) BETWEEN 1 AND 80),
  surname   text        CHECK (length(surname) BETWEEN 1 AND 80),
  img_link  text        CHECK (length(img_link) BETWEEN 1 AND 2000),
  time_zone text        CHECK (length(time_zone) BETWEEN 1 AND 80),
  since     timestamptz NOT NULL
);

CREATE TABLE profiles.subscription (
  subscriber  text        NOT NULL REFERENCES profiles.profile ON DELETE CASCADE,
  broadcaster text        NOT NULL REFERENCES profiles.profile ON DELETE CASCADE,
  since       timestamptz NOT NULL,
  PRIMARY KEY (subscriber, broadcaster),
  CHECK (subscriber <> broadcaster)
);

-- who follows this account, and how many
CREATE INDEX subscription_of_broadcaster ON profiles.subscription (broadcaster, subscriber);
