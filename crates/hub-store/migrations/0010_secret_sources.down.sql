DROP INDEX credentials_source_due_at;
ALTER TABLE credentials DROP COLUMN source_problem;
ALTER TABLE credentials DROP COLUMN source_read_at;
ALTER TABLE credentials DROP COLUMN source_due_at;
ALTER TABLE credentials DROP COLUMN source;
