-- Where a credential's value is read, as JSON; when it is to be read again; when it was; and why it could not be, the last time.
ALTER TABLE credentials ADD COLUMN source TEXT;
ALTER TABLE credentials ADD COLUMN source_due_at BIGINT;
ALTER TABLE credentials ADD COLUMN source_read_at BIGINT;
ALTER TABLE credentials ADD COLUMN source_problem TEXT;
CREATE INDEX credentials_source_due_at ON credentials (source_due_at) WHERE source_due_at IS NOT NULL;
