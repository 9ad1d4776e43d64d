-- Work that is to be done, and what happened.

CREATE TABLE jobs (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} REFERENCES organisations (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    task TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- Of jobs with the same key only one waits, and only one is done at a time.
    waiting_key TEXT,
    serial_key TEXT,
    state TEXT NOT NULL,
    progress TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    attempts_allowed BIGINT NOT NULL,
    result TEXT,
    error TEXT,
    is_cancelling BOOLEAN NOT NULL,
    -- Who has it, and until when unless they say that they are still at it.
    lease TEXT,
    leased_until BIGINT,
    created_by {id} REFERENCES users (id),
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    started_at BIGINT,
    finished_at BIGINT
);
CREATE INDEX jobs_due ON jobs (state, due_at);
CREATE INDEX jobs_organisation ON jobs (organisation_id, id);
CREATE INDEX jobs_subject ON jobs (organisation_id, subject, id);
CREATE INDEX jobs_finished ON jobs (finished_at);
CREATE UNIQUE INDEX jobs_waiting ON jobs (waiting_key);
CREATE INDEX jobs_serial ON jobs (serial_key, state);

-- Where the numbering of each organisation's events and audit lines is. The hub's own has the nil identifier.
CREATE TABLE chains (
    scope {id} NOT NULL PRIMARY KEY,
    events BIGINT NOT NULL,
    audited BIGINT NOT NULL,
    hash TEXT NOT NULL
);

CREATE TABLE events (
    scope {id} NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    actor TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (scope, number)
);
CREATE INDEX events_subject ON events (scope, subject, number);
CREATE INDEX events_kind ON events (scope, kind, number);

CREATE TABLE audit (
    scope {id} NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    request TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (scope, number)
);
CREATE INDEX audit_actor ON audit (scope, actor_id, number);
CREATE INDEX audit_action ON audit (scope, action, number);
CREATE INDEX audit_subject ON audit (scope, subject, number);

CREATE TABLE webhooks (
    id {id} NOT NULL PRIMARY KEY,
    organisation_id {id} NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    kinds TEXT NOT NULL,
    sealed {bytes} NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    -- The last event that deliveries were made of.
    seen BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    last_at BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX webhooks_organisation ON webhooks (organisation_id, id);

-- Answers to requests that carried an idempotency key, sealed: some of them show a key that is shown once.
CREATE TABLE idempotency (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status BIGINT NOT NULL,
    sealed {bytes} NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);
