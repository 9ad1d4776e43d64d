ALTER TABLE deployments DROP COLUMN scaling;
