-- Instances, by the clock of this database. An instance renews its lease or loses its rooms; one that is dead stays so.
CREATE TABLE signaling.node (
  id           text        PRIMARY KEY,
  lease_until  timestamptz NOT NULL,
  steady_since timestamptz NOT NULL, -- since when it has renewed in time
  dead         boolean     NOT NULL DEFAULT false
) WITH (fillfactor = 50); -- updated twice a second: room for it on its own page

-- Who owns which room; a room that nobody is in has no row.
CREATE TABLE signaling.room (
  stream text   PRIMARY KEY,
  node   text   NOT NULL REFERENCES signaling.node,
  epoch  bigint NOT NULL -- 0 within the transaction that makes the row, never outside
);
CREATE INDEX room_node ON signaling.room (node);

-- Epochs grow for ever, also where a room's row was deleted and is made again, and begin above those that were given before.
CREATE SEQUENCE signaling.epoch;
SELECT setval('signaling.epoch', coalesce(max(epoch), 0) + 1, false) FROM signaling.instance;
DROP TABLE signaling.instance;
