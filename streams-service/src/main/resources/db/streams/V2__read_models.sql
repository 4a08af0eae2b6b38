-- Who follows whom, fed from the event log like the speakers, so that "streams of those whom I follow" is one statement.
CREATE TABLE streams.follow (
  subscriber  text NOT NULL,
  broadcaster text NOT NULL,
  PRIMARY KEY (subscriber, broadcaster)
);

-- Accounts that an admin banned: their streams are shown to nobody.
CREATE TABLE streams.hidden (
  account text PRIMARY KEY
);

-- Streams that were deleted not long ago stand in calendars as cancelled.
CREATE INDEX stream_deleted ON streams.stream (deleted_at) WHERE deleted_at IS NOT NULL;
