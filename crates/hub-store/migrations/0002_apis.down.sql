DROP TABLE probes;
DROP TABLE credentials;
DROP TABLE revision_parts;
DROP TABLE revisions;
DROP TABLE apis;
DROP TABLE upload_files;
DROP TABLE uploads;
DROP TABLE blobs;
