DROP TABLE idempotency;
DROP TABLE webhooks;
DROP TABLE audit;
DROP TABLE events;
DROP TABLE chains;
DROP TABLE jobs;
