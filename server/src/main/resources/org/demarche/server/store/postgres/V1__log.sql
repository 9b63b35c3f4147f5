-- The log of a hub's origin: its entries, the full tiles of its tree, its size, and the hubs that append to it.

CREATE TABLE entries (
  idx bigint PRIMARY KEY CHECK (idx >= 0),
  leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
  identity bytea UNIQUE CHECK (octet_length(identity) = 32),
  incident bytea CHECK (octet_length(incident) = 32),
  governance boolean NOT NULL,
  bytes bytea NOT NULL
);
-- Signatures do not compress.
ALTER TABLE entries ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE INDEX entries_incident ON entries (incident, idx) WHERE incident IS NOT NULL;
CREATE INDEX entries_governance ON entries (idx) WHERE governance;
COMMENT ON TABLE entries IS 'The log: idx counts from 0 without a gap, bytes is an encoded LogEntry, everything else follows from it.';

CREATE TABLE tiles (
  level integer NOT NULL CHECK (level >= 0),
  idx bigint NOT NULL CHECK (idx >= 0),
  hashes bytea NOT NULL,
  PRIMARY KEY (level, idx)
);
ALTER TABLE tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;
COMMENT ON TABLE tiles IS 'The full tiles of the tree over the entries (C2SP tlog-tiles): 256 hashes of 32 bytes each.';

CREATE TABLE head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  size bigint NOT NULL CHECK (size >= 0)
);
INSERT INTO head (size) VALUES (0);
COMMENT ON TABLE head IS 'One row: how many entries there are. Who has locked it may append.';

CREATE TABLE hubs (
  name text PRIMARY KEY,
  size bigint NOT NULL CHECK (size >= 0),
  seen_at timestamptz NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE hubs IS 'One row for each hub: how many entries it last knew to be durable, and when. The write itself is what counts.';
