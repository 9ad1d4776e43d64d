ALTER TABLE servers DROP COLUMN managed_by;
ALTER TABLE apis DROP COLUMN managed_by;
