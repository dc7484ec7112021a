-- Absent namespace, user and session are stored as '', so that one owner has one spelling and every key is comparable.
-- Times are microseconds since 1970-01-01 UTC. Versions are random.

CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    namespace TEXT NOT NULL,
    user_id TEXT NOT NULL,
    session_id TEXT,
    subject_id TEXT,
    memory_row INTEGER,             -- what the in-memory vector index is told by
    origin INTEGER NOT NULL         -- the process that wrote it, which has applied it already
);

CREATE TABLE session (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id TEXT NOT NULL,
    namespace TEXT NOT NULL,
    user_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    message_count INTEGER NOT NULL,
    memories TEXT NOT NULL,
    data TEXT NOT NULL,
    context TEXT,
    tokens INTEGER NOT NULL,
    strategy TEXT NOT NULL,
    strategy_config TEXT NOT NULL,
    ttl_seconds INTEGER,
    expires_at INTEGER,
    last_accessed INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX session_key ON session (session_id, namespace, user_id);
CREATE INDEX session_by_namespace ON session (namespace, row);
CREATE INDEX session_by_user ON session (user_id, row);
CREATE INDEX session_expiry ON session (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE message (
    session INTEGER NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    role TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    persisted_at INTEGER,
    extracted INTEGER NOT NULL,
    PRIMARY KEY (session, position)
) WITHOUT ROWID;
CREATE INDEX message_id ON message (session, id);

CREATE TABLE memory (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    namespace TEXT NOT NULL,
    user_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    operation TEXT NOT NULL,        -- what wrote it last: makes a repeated write a no-op
    text TEXT NOT NULL,
    hash TEXT NOT NULL,
    memory_type TEXT NOT NULL,
    pinned INTEGER NOT NULL,
    access_count INTEGER NOT NULL,
    extracted INTEGER NOT NULL,
    last_accessed INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    persisted_at INTEGER,
    event_date INTEGER,
    extraction_strategy TEXT NOT NULL,
    extraction_strategy_config TEXT NOT NULL,
    topics TEXT NOT NULL,
    entities TEXT NOT NULL,
    extracted_from TEXT NOT NULL,
    metadata TEXT NOT NULL
);
CREATE UNIQUE INDEX memory_key ON memory (id, namespace, user_id);
CREATE INDEX memory_by_hash ON memory (hash, namespace, user_id);
CREATE INDEX memory_by_owner ON memory (namespace, user_id, memory_type, created_at, id);
CREATE INDEX memory_by_user ON memory (user_id, namespace, memory_type, created_at, id);
CREATE INDEX memory_by_session ON memory (session_id, created_at, id);
CREATE INDEX memory_newest ON memory (created_at, id);

-- Topics (kind 't') and entities ('e'), one row per value.
CREATE TABLE memory_tag (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    memory INTEGER NOT NULL,
    PRIMARY KEY (kind, value, memory)
) WITHOUT ROWID;
CREATE INDEX memory_tag_of ON memory_tag (memory, kind);

-- An id that was merged away, and the id its content lives under now (same owner).
CREATE TABLE memory_alias (
    id TEXT NOT NULL,
    namespace TEXT NOT NULL,
    user_id TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (id, namespace, user_id)
) WITHOUT ROWID;
CREATE INDEX memory_alias_target ON memory_alias (target, namespace, user_id);

-- Finds phrases; words are ranked from memory (docs/adr/0009).
CREATE VIRTUAL TABLE memory_text USING fts5 (
    text, content = 'memory', content_rowid = 'row', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER memory_text_insert AFTER INSERT ON memory BEGIN
    INSERT INTO memory_text (rowid, text) VALUES (new.row, new.text);
END;
CREATE TRIGGER memory_text_delete AFTER DELETE ON memory BEGIN
    INSERT INTO memory_text (memory_text, rowid, text) VALUES ('delete', old.row, old.text);
END;
CREATE TRIGGER memory_text_update AFTER UPDATE OF text ON memory WHEN old.text <> new.text BEGIN
    INSERT INTO memory_text (memory_text, rowid, text) VALUES ('delete', old.row, old.text);
    INSERT INTO memory_text (rowid, text) VALUES (new.row, new.text);
END;

-- Unit vectors, little-endian float32. A row goes when its record's text changes.
CREATE TABLE memory_vector (
    memory INTEGER PRIMARY KEY,
    model TEXT NOT NULL,
    dimensions INTEGER NOT NULL,
    vector BLOB NOT NULL
);

CREATE TABLE task (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    namespace TEXT NOT NULL,
    user_id TEXT NOT NULL,
    session_id TEXT,
    key TEXT,
    payload TEXT NOT NULL,
    trace_parent TEXT,
    state INTEGER NOT NULL,         -- 0 queued, 1 leased, 2 dead
    attempts INTEGER NOT NULL,
    lease INTEGER NOT NULL,         -- counts the leases given; the newest is the valid one
    worker TEXT,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,        -- of a leased task: when the lease runs out
    last_error TEXT
);
CREATE INDEX task_due ON task (state, due_at);
CREATE UNIQUE INDEX task_key ON task (kind, namespace, user_id, key) WHERE state = 0 AND key IS NOT NULL;
CREATE INDEX task_by_session ON task (session_id, namespace, user_id) WHERE session_id IS NOT NULL;

CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE token (
    lookup_id TEXT PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,
    digest BLOB NOT NULL,
    description TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    namespaces TEXT,
    users TEXT
) WITHOUT ROWID;
