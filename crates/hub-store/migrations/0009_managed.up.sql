-- By what something is looked after that makes it as files say it; by people where it is absent.
ALTER TABLE apis ADD COLUMN managed_by TEXT;
ALTER TABLE servers ADD COLUMN managed_by TEXT;
