-- Who uses the hub. {id} and {bytes} stand for each database's own type; moments are milliseconds since the Unix epoch.

CREATE TABLE users (
    id {id} NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    -- What it is found by, in lower case: the databases disagree on which letters have one.
    search TEXT NOT NULL,
    password TEXT,
    is_admin BOOLEAN NOT NULL,
    is_disabled BOOLEAN NOT NULL,
    totp {bytes},
    totp_confirmed BOOLEAN NOT NULL,
    totp_step BIGINT,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_email ON users (email);

CREATE TABLE recovery_codes (
    user_id {id} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    PRIMARY KEY (user_id, hash)
);

CREATE TABLE sessions (
    id {id} NOT NULL PRIMARY KEY,
    user_id {id} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX sessions_user ON sessions (user_id, id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX sessions_revoked ON sessions (revoked_at);

-- Used ones stay until their session ends: whoever presents one has stolen it, or was stolen from.
CREATE TABLE refresh_tokens (
    hash TEXT NOT NULL PRIMARY KEY,
    session_id {id} NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

-- Links that work once: the first administrator's, and those for a new password.
CREATE TABLE one_time_tokens (
    hash TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    user_id {id} REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX one_time_tokens_user ON one_time_tokens (user_id);
CREATE INDEX one_time_tokens_expiry ON one_time_tokens (expires_at);

-- Failed attempts to sign in, whether or not there is such an account.
CREATE TABLE throttles (
    subject TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX throttles_last ON throttles (last_at);

CREATE TABLE organisations (
    id {id} NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    search TEXT NOT NULL,
    personal_of {id} REFERENCES users (id),
    quotas TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX organisations_slug ON organisations (slug);
CREATE UNIQUE INDEX organisations_personal ON organisations (personal_of);

CREATE TABLE roles (
    id {id} NOT NULL PRIMARY KEY,
    -- The identifier as text, which members and service accounts name.
    word TEXT NOT NULL,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    permissions TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX roles_name ON roles (organisation_id, name);

CREATE TABLE members (
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    user_id {id} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, user_id)
);
CREATE INDEX members_user ON members (user_id);

CREATE TABLE invitations (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    hash TEXT NOT NULL,
    invited_by {id} NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX invitations_open ON invitations (organisation_id, email);
CREATE UNIQUE INDEX invitations_hash ON invitations (hash);

CREATE TABLE service_accounts (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX service_accounts_name ON service_accounts (organisation_id, name);

CREATE TABLE api_keys (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    hint TEXT NOT NULL,
    hash TEXT NOT NULL,
    user_id {id} REFERENCES users (id) ON DELETE CASCADE,
    service_account_id {id} REFERENCES service_accounts (id) ON DELETE CASCADE,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    revoked_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX api_keys_hash ON api_keys (hash);
CREATE INDEX api_keys_organisation ON api_keys (organisation_id, id);
CREATE INDEX api_keys_user ON api_keys (user_id);
CREATE INDEX api_keys_service_account ON api_keys (service_account_id);

-- Keys that seal secrets, themselves sealed with the master key. Those of no organisation seal the hub's own.
CREATE TABLE data_keys (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} REFERENCES organisations (id) ON DELETE CASCADE,
    master_key TEXT NOT NULL,
    sealed {bytes} NOT NULL,
    -- The identifier as it stands in what the key sealed.
    sealed_as {bytes} NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX data_keys_sealed_as ON data_keys (sealed_as);
CREATE INDEX data_keys_organisation ON data_keys (organisation_id, id);
CREATE INDEX data_keys_master ON data_keys (master_key);

-- Keys that sign access tokens.
CREATE TABLE signing_keys (
    kid TEXT NOT NULL PRIMARY KEY,
    sealed {bytes} NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);
