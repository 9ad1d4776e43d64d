-- Registries that images of servers are pushed to, and what was made.

CREATE TABLE registries (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- Its host, and the path that all repositories begin with.
    address TEXT NOT NULL,
    -- Who pushes, with their password; nobody when absent.
    sealed {bytes},
    is_insecure BOOLEAN NOT NULL,
    authorities TEXT,
    -- Tags that are kept of each repository; all when absent.
    keep BIGINT,
    tested TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX registries_name ON registries (organisation_id, name);
CREATE INDEX registries_organisation ON registries (organisation_id, id);

CREATE TABLE images (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    server_id {id} NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
    version_id {id} NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    -- Where it was pushed; its archive is kept here where there is none.
    registry_id {id} REFERENCES registries (id),
    repository TEXT NOT NULL,
    tag TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    digest TEXT NOT NULL,
    size BIGINT NOT NULL,
    platforms TEXT NOT NULL,
    is_signed BOOLEAN NOT NULL,
    -- Which program scanned it; none when absent.
    scanner TEXT,
    counts TEXT NOT NULL,
    findings TEXT NOT NULL,
    archive TEXT,
    created_by {id} REFERENCES users (id),
    created_at BIGINT NOT NULL,
    FOREIGN KEY (organisation_id, archive) REFERENCES blobs (organisation_id, digest)
);
CREATE INDEX images_server ON images (server_id, id);
CREATE INDEX images_version ON images (version_id);
CREATE INDEX images_registry ON images (registry_id, repository, id);
CREATE INDEX images_archive ON images (organisation_id, archive);
