-- How many replicas there are, by how much they have to do; as many as `replicas` says when absent.
ALTER TABLE deployments ADD COLUMN scaling TEXT;
