-- The read models: what lists must join and search, derived from the event log. `followed` says up to which event they are right, and its row
-- is locked by whoever changes them. They are built anew from the first event, so that rows from before this migration get them too.
UPDATE streams.followed SET position = 0;

-- Who follows whom, so that "streams of those whom I follow" is one statement.
CREATE TABLE streams.follow (
  subscriber  text NOT NULL,
  broadcaster text NOT NULL,
  PRIMARY KEY (subscriber, broadcaster)
);
CREATE INDEX follow_of_broadcaster ON streams.follow (broadcaster, subscriber);

-- Accounts that an admin banned: their streams are shown to nobody.
CREATE TABLE streams.hidden (
  account text PRIMARY KEY
);

-- What a profile has become is asked of its owner, after the event that says that it changed: until known = edited the name is an old one.
ALTER TABLE streams.speaker
  ADD COLUMN searched text   NOT NULL DEFAULT '', -- name and surname, as Search.fold makes them
  ADD COLUMN edited   bigint NOT NULL DEFAULT 0,  -- position of the latest ProfileEdited
  ADD COLUMN known    bigint NOT NULL DEFAULT 0;  -- position of the one after which the name was asked
CREATE INDEX speaker_to_ask ON streams.speaker (edited) WHERE known < edited;

-- `searched` holds the title and, on a line of its own, the description. It is the schedule's own; a rebuild folds it again.
ALTER TABLE streams.stream
  ADD COLUMN scheduled bigint,                   -- position of its StreamIsScheduled; null until that was followed
  ADD COLUMN spoken    text NOT NULL DEFAULT ''; -- the searched name of its speaker

-- Every piece of one, two and three characters: any search, however short and in whatever script, finds its rows through an index
-- (decisions/0005-own-grams.md says why this is not pg_trgm).
CREATE FUNCTION streams.grams(searched text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_agg(gram)
    FROM (SELECT one, one || lead(one, 1) OVER following, one || lead(one, 1) OVER following || lead(one, 2) OVER following
            FROM unnest(string_to_array(searched, NULL)) WITH ORDINALITY AS character (one, place)
          WINDOW following AS (ORDER BY place)) AS piece (one, two, three),
         LATERAL (VALUES (one), (two), (three)) AS size (gram)
   WHERE gram IS NOT NULL
$$;
-- Without a list of pending entries, since each search would have to read it; and of deleted streams too, since PostgreSQL makes no use of what
-- it knows about the frequency of pieces from an index of a part.
CREATE INDEX stream_sought ON streams.stream USING gin (streams.grams(searched || E'\n' || spoken)) WITH (fastupdate = off);

-- Streams that were deleted not long ago stand in calendars as cancelled.
CREATE INDEX stream_deleted ON streams.stream (deleted_at) WHERE deleted_at IS NOT NULL;
