-- When a stream was last edited, for calendars and feeds. Of earlier edits only their number is known: they count as of now, so that readers look again.
ALTER TABLE streams.stream ADD COLUMN edited_at timestamptz;
UPDATE streams.stream SET edited_at = now() WHERE version > 1;
