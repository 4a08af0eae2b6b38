-- Each instance that begins takes the next epoch; what it sends carries it, and edge ids begin with it.
CREATE TABLE signaling.instance (
  epoch bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  began timestamptz NOT NULL DEFAULT clock_timestamp()
);
