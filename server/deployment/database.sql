-- The role and the database of the hubs. Once, on the primary, in the folder that holds hub.password:
--   runuser -u postgres -- psql --no-psqlrc --set ON_ERROR_STOP=1 --file database.sql

\set password `cat hub.password`
CREATE ROLE hub LOGIN PASSWORD :'password' CONNECTION LIMIT 60;
-- A hub is ready only while it sees that a standby lives.
GRANT pg_read_all_stats TO hub;
CREATE DATABASE demarche OWNER hub TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE demarche FROM PUBLIC;
