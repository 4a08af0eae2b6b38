-- Who cannot chat in whose streams. No event tells of it, for it is between the two.
CREATE TABLE signaling.mute (
  broadcaster text        NOT NULL,
  account     text        NOT NULL,
  since       timestamptz NOT NULL,
  PRIMARY KEY (broadcaster, account)
);
