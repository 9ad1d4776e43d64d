DROP TABLE call_contents;
DROP TABLE call_packs;

CREATE TABLE calls (
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    id {id} NOT NULL,
    server_id {id} NOT NULL,
    version_id {id},
    at BIGINT NOT NULL,
    tool TEXT NOT NULL,
    actor TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    request_bytes BIGINT NOT NULL,
    response_bytes BIGINT NOT NULL,
    tokens BIGINT NOT NULL,
    micros BIGINT NOT NULL,
    upstream_micros BIGINT,
    upstream_status BIGINT,
    client TEXT NOT NULL,
    error TEXT,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, id)
){clustered};
CREATE INDEX calls_server ON calls (organisation_id, server_id, id);
CREATE INDEX calls_expiry ON calls (expires_at);

CREATE TABLE call_contents (
    organisation_id {id} NOT NULL,
    call_id {id} NOT NULL,
    content {bytes} NOT NULL,
    PRIMARY KEY (organisation_id, call_id),
    FOREIGN KEY (organisation_id, call_id) REFERENCES calls (organisation_id, id) ON DELETE CASCADE
);
