-- Servers that anybody may see are found without reading everybody's settings.
ALTER TABLE servers ADD COLUMN is_open BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE servers SET is_open = TRUE WHERE settings LIKE '{"access":"open"%';
CREATE INDEX servers_open ON servers (organisation_id, slug) WHERE is_open = TRUE;
