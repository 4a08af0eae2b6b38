-- How many came to the last show of a stream.
CREATE TABLE streams.turnout (
  stream        text PRIMARY KEY REFERENCES streams.stream ON DELETE CASCADE,
  started_at    timestamptz      NOT NULL, -- of that show
  peak          integer          NOT NULL CHECK (peak >= 0),
  watchers      integer          NOT NULL CHECK (watchers >= peak),
  relayed_share double precision NOT NULL CHECK (relayed_share BETWEEN 0 AND 1)
);
