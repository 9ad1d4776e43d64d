-- What is registered.

-- Documents and what was made of them, compressed, once for each content in an organisation.
CREATE TABLE blobs (
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    content {bytes} NOT NULL,
    size BIGINT NOT NULL,
    stored BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, digest)
);

-- What is stored is summed up for each that is added, which must not read the contents: in SQLite they stand before the sizes.
CREATE INDEX blobs_stored ON blobs (organisation_id, stored);

CREATE TABLE uploads (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    -- Nobody used it yet, and it goes away then.
    expires_at BIGINT
);
CREATE INDEX uploads_organisation ON uploads (organisation_id, id);
CREATE INDEX uploads_expiry ON uploads (expires_at);

CREATE TABLE upload_files (
    upload_id {id} NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    organisation_id {id} NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (upload_id, position),
    FOREIGN KEY (organisation_id, digest) REFERENCES blobs (organisation_id, digest)
);
CREATE INDEX upload_files_blob ON upload_files (organisation_id, digest);

CREATE TABLE apis (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    tags TEXT NOT NULL,
    search TEXT NOT NULL,
    owner_id {id} NOT NULL REFERENCES users (id),
    source TEXT NOT NULL,
    -- The upload that the source names, which stays for as long.
    upload_id {id} REFERENCES uploads (id),
    settings TEXT NOT NULL,
    current_id {id},
    pending_id {id},
    health TEXT NOT NULL,
    health_state TEXT NOT NULL,
    -- When the document is fetched, and the upstream probed, the next time.
    refresh_at BIGINT,
    probe_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    version BIGINT NOT NULL
);
-- The name of a deleted API can be given to another.
CREATE UNIQUE INDEX apis_slug ON apis (organisation_id, slug) WHERE deleted_at IS NULL;
CREATE INDEX apis_organisation ON apis (organisation_id, id);
CREATE INDEX apis_refresh ON apis (refresh_at);
CREATE INDEX apis_probe ON apis (probe_at);
CREATE INDEX apis_deleted ON apis (deleted_at);
CREATE INDEX apis_upload ON apis (upload_id);

CREATE TABLE revisions (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    api_id {id} NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    api_version TEXT NOT NULL,
    source_digest TEXT NOT NULL,
    blueprint_digest TEXT NOT NULL,
    operations BIGINT NOT NULL,
    tools BIGINT NOT NULL,
    errors BIGINT NOT NULL,
    warnings BIGINT NOT NULL,
    breaking BIGINT NOT NULL,
    job_id {id} NOT NULL,
    created_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by {id} REFERENCES users (id)
);
CREATE UNIQUE INDEX revisions_number ON revisions (api_id, number);
CREATE INDEX revisions_organisation ON revisions (organisation_id, id);
CREATE INDEX revisions_job ON revisions (job_id);

-- A revision's documents, its blueprint, its report, and the changes since the one before.
CREATE TABLE revision_parts (
    revision_id {id} NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    organisation_id {id} NOT NULL,
    part TEXT NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (revision_id, position),
    FOREIGN KEY (organisation_id, digest) REFERENCES blobs (organisation_id, digest)
);
CREATE INDEX revision_parts_blob ON revision_parts (organisation_id, digest);

CREATE TABLE credentials (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    api_id {id} NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    scheme TEXT NOT NULL,
    user_id {id} REFERENCES users (id) ON DELETE CASCADE,
    sealed {bytes} NOT NULL,
    -- Origins that it may be sent to: those that the API had when it was set.
    destinations TEXT NOT NULL,
    set_by {id} NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    tested TEXT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX credentials_shared ON credentials (api_id, scheme) WHERE user_id IS NULL;
CREATE UNIQUE INDEX credentials_own ON credentials (api_id, scheme, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX credentials_organisation ON credentials (organisation_id, id);
CREATE INDEX credentials_user ON credentials (user_id);

CREATE TABLE probes (
    api_id {id} NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    ok BOOLEAN NOT NULL,
    latency_ms BIGINT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (api_id, at)
);
CREATE INDEX probes_at ON probes (at);
