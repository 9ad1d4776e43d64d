-- What is made of APIs, how it is deployed, and what came of it.

CREATE TABLE servers (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    search TEXT NOT NULL,
    design TEXT NOT NULL,
    settings TEXT NOT NULL,
    latest_id {id},
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX servers_slug ON servers (organisation_id, slug);
CREATE INDEX servers_organisation ON servers (organisation_id, id);

-- Which APIs a server is made of, to be found by the API.
CREATE TABLE server_apis (
    server_id {id} NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
    api_id {id} NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    PRIMARY KEY (server_id, api_id)
);
CREATE INDEX server_apis_api ON server_apis (api_id);

CREATE TABLE versions (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    server_id {id} NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    digest TEXT NOT NULL,
    tools BIGINT NOT NULL,
    breaking BIGINT NOT NULL,
    changes BIGINT NOT NULL,
    sources TEXT NOT NULL,
    note TEXT NOT NULL,
    created_by {id} REFERENCES users (id),
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX versions_number ON versions (server_id, number);
CREATE INDEX versions_organisation ON versions (organisation_id, id);

-- A version's blueprint, its design, the hashes of its tools, and the changes since the one before.
CREATE TABLE version_parts (
    version_id {id} NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    organisation_id {id} NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (version_id, part),
    FOREIGN KEY (organisation_id, digest) REFERENCES blobs (organisation_id, digest)
);
CREATE INDEX version_parts_blob ON version_parts (organisation_id, digest);

CREATE TABLE deployments (
    server_id {id} NOT NULL PRIMARY KEY REFERENCES servers (id) ON DELETE CASCADE,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    -- What is wanted.
    is_wanted BOOLEAN NOT NULL,
    target TEXT NOT NULL,
    current_id {id} NOT NULL REFERENCES versions (id),
    canary TEXT,
    replicas BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    -- What there is.
    state TEXT NOT NULL,
    since BIGINT NOT NULL,
    message TEXT NOT NULL,
    observed_generation BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    -- When it is looked at the next time, who does, and until when unless they say that they are still at it.
    due_at BIGINT NOT NULL,
    lease TEXT,
    leased_until BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX deployments_organisation ON deployments (organisation_id, server_id);
CREATE INDEX deployments_due ON deployments (due_at);
CREATE INDEX deployments_current ON deployments (current_id);

CREATE TABLE replicas (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    server_id {id} NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
    version_id {id} NOT NULL REFERENCES versions (id),
    state TEXT NOT NULL,
    address TEXT,
    node TEXT NOT NULL,
    process BIGINT,
    message TEXT NOT NULL,
    -- What gateways show it.
    sealed {bytes} NOT NULL,
    started_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX replicas_server ON replicas (server_id);
CREATE INDEX replicas_organisation ON replicas (organisation_id, id);
CREATE INDEX replicas_version ON replicas (version_id);
CREATE INDEX replicas_node ON replicas (node);

-- Records of calls. Servers and versions are named without reference: records outlive them until their time has come.
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

-- Arguments and results, where the server's owner wants them kept.
CREATE TABLE call_contents (
    organisation_id {id} NOT NULL,
    call_id {id} NOT NULL,
    content {bytes} NOT NULL,
    PRIMARY KEY (organisation_id, call_id),
    FOREIGN KEY (organisation_id, call_id) REFERENCES calls (organisation_id, id) ON DELETE CASCADE
);

-- Calls of an hour, for charts and for metering.
CREATE TABLE call_hours (
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    server_id {id} NOT NULL,
    hour BIGINT NOT NULL,
    tool TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    -- Those that were let in; `refused` were too many or not allowed.
    calls BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    request_bytes BIGINT NOT NULL,
    response_bytes BIGINT NOT NULL,
    tokens BIGINT NOT NULL,
    micros BIGINT NOT NULL,
    -- How many took at most so many milliseconds, and more than the one before; and those that took longer.
    took_1 BIGINT NOT NULL,
    took_2 BIGINT NOT NULL,
    took_5 BIGINT NOT NULL,
    took_10 BIGINT NOT NULL,
    took_20 BIGINT NOT NULL,
    took_50 BIGINT NOT NULL,
    took_100 BIGINT NOT NULL,
    took_200 BIGINT NOT NULL,
    took_500 BIGINT NOT NULL,
    took_1000 BIGINT NOT NULL,
    took_2000 BIGINT NOT NULL,
    took_5000 BIGINT NOT NULL,
    took_10000 BIGINT NOT NULL,
    took_30000 BIGINT NOT NULL,
    took_longer BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, server_id, hour, tool, actor_id)
){clustered};
CREATE INDEX call_hours_hour ON call_hours (hour);

CREATE TABLE logs (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    server_id {id} NOT NULL,
    at BIGINT NOT NULL,
    level TEXT NOT NULL,
    source TEXT NOT NULL,
    message TEXT NOT NULL,
    fields TEXT NOT NULL
);
CREATE INDEX logs_server ON logs (organisation_id, server_id, id);
CREATE INDEX logs_at ON logs (at);

-- Which servers and tools a key may use; all when absent.
ALTER TABLE api_keys ADD COLUMN reach TEXT;
