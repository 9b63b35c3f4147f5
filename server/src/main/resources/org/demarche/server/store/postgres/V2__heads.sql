-- The heads that hubs leave beside the log, for hubs that only read.

CREATE TABLE heads (
  size bigint PRIMARY KEY CHECK (size > 0),
  note bytea NOT NULL,
  lasting boolean NOT NULL
);
-- Signatures do not compress.
ALTER TABLE heads ALTER COLUMN note SET STORAGE EXTERNAL;
COMMENT ON TABLE heads IS 'Signed heads of the log, each left once all that it covers was durable: whoever reads a standby shows no more than the greatest covers. Those that are not lasting make way for greater ones.';
