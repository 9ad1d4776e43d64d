-- Calls are kept in packs: a row for some hundred calls of a server, so that keeping one costs a fraction of a row.
-- Records of before are not carried over: they were never in a release.

DROP TABLE call_contents;
DROP TABLE calls;

CREATE TABLE call_packs (
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    -- The identifier of its last call: of all packs of an organisation, another one.
    last_id {id} NOT NULL,
    first_id {id} NOT NULL,
    server_id {id} NOT NULL,
    calls BIGINT NOT NULL,
    -- Those that did not come to `ok`.
    failures BIGINT NOT NULL,
    content {bytes} NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, last_id)
);
CREATE INDEX call_packs_server ON call_packs (organisation_id, server_id, last_id);
CREATE INDEX call_packs_expiry ON call_packs (expires_at);

-- Arguments and results, where the server's owner wants them kept.
CREATE TABLE call_contents (
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    call_id {id} NOT NULL,
    content {bytes} NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, call_id)
);
CREATE INDEX call_contents_expiry ON call_contents (expires_at);
