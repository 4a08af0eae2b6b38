-- Every piece of one, two and three characters: any search, however short and in whatever script, finds its rows through an index
-- (decisions/0005-own-grams.md says why this is not pg_trgm).
CREATE FUNCTION profiles.grams(searched text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_agg(gram)
    FROM (SELECT one, one || lead(one, 1) OVER following, one || lead(one, 1) OVER following || lead(one, 2) OVER following
            FROM unnest(string_to_array(searched, NULL)) WITH ORDINALITY AS character (one, place)
          WINDOW following AS (ORDER BY place)) AS piece (one, two, three),
         LATERAL (VALUES (one), (two), (three)) AS size (gram)
   WHERE gram IS NOT NULL
$$;
-- Without a list of pending entries: each search would have to read it.
CREATE INDEX profile_sought ON profiles.profile USING gin (profiles.grams(searched)) WITH (fastupdate = off);

-- How many follow an account, counted as they come and go: a page of popular ones need not count tens of thousands. Whom an account follows is
-- few enough to be counted when asked, and to count both here would let two who subscribe to each other wait for each other.
ALTER TABLE profiles.profile ADD COLUMN subscribers bigint NOT NULL DEFAULT 0 CHECK (subscribers >= 0);
UPDATE profiles.profile p
   SET subscribers = (SELECT count(*) FROM profiles.subscription s WHERE s.broadcaster = p.account);

CREATE FUNCTION profiles.count_subscribers() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE profiles.profile p
     SET subscribers = p.subscribers + CASE TG_OP WHEN 'INSERT' THEN c.pairs ELSE -c.pairs END
    FROM (SELECT broadcaster, count(*) AS pairs FROM changed GROUP BY broadcaster) c
   WHERE p.account = c.broadcaster;
  RETURN NULL;
END
$$;
CREATE TRIGGER subscribed AFTER INSERT ON profiles.subscription REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION profiles.count_subscribers();
CREATE TRIGGER unsubscribed AFTER DELETE ON profiles.subscription REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION profiles.count_subscribers();
