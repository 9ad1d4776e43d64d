DROP INDEX servers_open;
ALTER TABLE servers DROP COLUMN is_open;
