-- The heads that time authorities stamp, and their tokens.

CREATE TABLE frozen (
  size bigint PRIMARY KEY CHECK (size > 0),
  head bytea NOT NULL
);
-- Signatures do not compress.
ALTER TABLE frozen ALTER COLUMN head SET STORAGE EXTERNAL;
COMMENT ON TABLE frozen IS 'Heads of the log as they are stamped and as evidence brings them: an encoded WitnessedHead each. A token is over the very bytes of its note.';

CREATE TABLE tokens (
  size bigint NOT NULL REFERENCES frozen ON DELETE CASCADE,
  authority text NOT NULL,
  token bytea NOT NULL,
  anchor bytea NOT NULL,
  PRIMARY KEY (size, authority)
);
ALTER TABLE tokens ALTER COLUMN token SET STORAGE EXTERNAL;
COMMENT ON TABLE tokens IS 'RFC 3161 tokens over the SHA-512 of a frozen note, each with the certificate to which it leads.';

-- Whoever may read the heads, for a hub that only reads, may read these.
DO $$
DECLARE
  reader text;
BEGIN
  FOR reader IN
    SELECT CASE grantee WHEN 'PUBLIC' THEN 'PUBLIC' ELSE quote_ident(grantee) END
    FROM information_schema.role_table_grants
    WHERE table_schema = current_schema AND table_name = 'heads' AND privilege_type = 'SELECT' AND grantee <> current_user
  LOOP
    EXECUTE 'GRANT SELECT ON frozen, tokens TO ' || reader;
  END LOOP;
END
$$;
