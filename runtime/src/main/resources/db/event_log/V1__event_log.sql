-- Every accepted action in the order of its effect. A transaction appends last and holds the one row of head until it commits, so
-- positions have no gaps and no reader ever sees a later one before an earlier one; unlike sequences, they survive dump and restore.
CREATE TABLE event_log.head (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  position bigint  NOT NULL
) WITH (fillfactor = 20); -- updated by each action: room for it on its own page
INSERT INTO event_log.head (position) VALUES (0);

CREATE TABLE event_log.event (
  position bigint      PRIMARY KEY,
  type     text        NOT NULL,
  account  text        NOT NULL,
  data     jsonb       NOT NULL,
  at       timestamptz NOT NULL
);

-- The services may read this schema and call this function; the tables are written by nothing else.
CREATE FUNCTION event_log.append(type text, account text, data jsonb) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  WITH head AS (UPDATE event_log.head SET position = position + 1 RETURNING position)
  INSERT INTO event_log.event (position, type, account, data, at)
  SELECT position, $1, $2, $3, date_trunc('milliseconds', clock_timestamp()) FROM head
  RETURNING position
$$;
