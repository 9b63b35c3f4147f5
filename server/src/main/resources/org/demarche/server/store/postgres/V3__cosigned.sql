-- The heads that hubs offer to witnesses, and the witnesses' word on them.

CREATE TABLE offered (
  size bigint PRIMARY KEY CHECK (size > 0),
  note bytea NOT NULL,
  witnessed boolean NOT NULL,
  lasting boolean NOT NULL
);
-- Signatures do not compress.
ALTER TABLE offered ALTER COLUMN note SET STORAGE EXTERNAL;
COMMENT ON TABLE offered IS 'Heads of the log that its hubs have offered to witnesses, the same ones to all; witnessed once the charter''s witness rule was found to hold. Old ones go, but for those that are lasting, which evidence needs.';

CREATE TABLE cosignatures (
  size bigint NOT NULL REFERENCES offered ON DELETE CASCADE,
  witness text NOT NULL,
  keys text NOT NULL,
  lines bytea NOT NULL,
  PRIMARY KEY (size, witness)
);
ALTER TABLE cosignatures ALTER COLUMN lines SET STORAGE EXTERNAL;
COMMENT ON TABLE cosignatures IS 'What a witness said of an offered head: C2SP signature lines, and the C2SP verifier keys that they verify under.';

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
    EXECUTE 'GRANT SELECT ON offered, cosignatures TO ' || reader;
  END LOOP;
END
$$;
