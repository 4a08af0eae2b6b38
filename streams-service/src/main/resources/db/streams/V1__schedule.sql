CREATE TABLE streams.stream (
  id          text        PRIMARY KEY CHECK (id ~ '^[0-9]+-[a-z0-9-]+$'),
  broadcaster text        NOT NULL CHECK (broadcaster ~ '^0x([0-9a-f]{64}|[0-9a-f]{40})$'),
  title       text        NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  description text        CHECK (length(description) BETWEEN 1 AND 5000),
  start_time  timestamptz NOT NULL,
  end_time    timestamptz NOT NULL,
  img_link    text        CHECK (length(img_link) BETWEEN 1 AND 2000),
  audience    text        NOT NULL CHECK (audience IN ('SUBSCRIBERS', 'EVERYONE')),
  version     integer     NOT NULL DEFAULT 1 CHECK (version > 0),
  searched    text        NOT NULL, -- the title without case and accents, as Search.fold makes it
  live        boolean     NOT NULL DEFAULT false,
  started_at  timestamptz,
  ended_at    timestamptz,
  deleted_at  timestamptz,
  CHECK (end_time > start_time),
  CHECK (NOT live OR (started_at IS NOT NULL AND ended_at IS NULL AND deleted_at IS NULL))
);

-- one live stream a broadcaster
CREATE UNIQUE INDEX stream_live ON streams.stream (broadcaster) WHERE live;
CREATE INDEX stream_by_start ON streams.stream (start_time, id) WHERE deleted_at IS NULL;
CREATE INDEX stream_of_broadcaster ON streams.stream (broadcaster, start_time, id) WHERE deleted_at IS NULL;

-- What lists must join: the name and picture of each speaker, fed from the event log. Its owner is profiles-service.
CREATE TABLE streams.speaker (
  account  text PRIMARY KEY,
  name     text,
  surname  text,
  img_link text
);

-- how far the event log has been followed
CREATE TABLE streams.followed (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  position bigint  NOT NULL
);
INSERT INTO streams.followed (position) VALUES (0);

-- Announcements that carried a key, with their answers, for a day: a client that did not hear the answer asks again.
CREATE TABLE streams.announced (
  account text        NOT NULL,
  key     text        NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  request text        NOT NULL, -- SHA-256 of the plan
  answer  jsonb,                -- the stream as it was answered; null only within the transaction
  at      timestamptz NOT NULL,
  PRIMARY KEY (account, key)
);
CREATE INDEX announced_oldest ON streams.announced (at);
