-- Pictures, named by their content, so that they never change and the same one stands once.
CREATE TABLE gateway.image (
  id         text  PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9_-]{43}$'), -- SHA-256 in base64url
  media_type text  NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp')),
  content    bytea NOT NULL CHECK (octet_length(content) BETWEEN 1 AND 2097152)
);
ALTER TABLE gateway.image ALTER COLUMN content SET STORAGE EXTERNAL; -- it is compressed already

-- Who uploaded it. An image that nobody owns any longer goes.
CREATE TABLE gateway.image_owner (
  image       text        NOT NULL REFERENCES gateway.image (id),
  account     text        NOT NULL,
  uploaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  position    bigint      NOT NULL, -- of the event log, when the upload began: a profile deleted later takes the row with it
  PRIMARY KEY (image, account)
);
CREATE INDEX image_owner_account ON gateway.image_owner (account);

-- how far the event log has been followed for deleted profiles
CREATE TABLE gateway.images_followed (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  position bigint  NOT NULL
);
INSERT INTO gateway.images_followed (position) VALUES (0);
