-- Sessions: strategies are named as the wire names them; messages carry their metadata.
UPDATE session SET strategy = lower(strategy);
ALTER TABLE message ADD COLUMN metadata TEXT;

-- Messages that left their session. Until extraction has seen one it is kept whole; afterwards, while its session lives,
-- as id and hash, so that it is known when a client sends it again.
CREATE TABLE departed_message (
    session_id TEXT NOT NULL,
    namespace TEXT NOT NULL,
    user_id TEXT NOT NULL,
    position INTEGER NOT NULL,      -- order of departure
    id TEXT NOT NULL,
    hash BLOB NOT NULL,             -- of role and content
    extracted INTEGER NOT NULL,
    persisted_at INTEGER,
    created_at INTEGER,             -- from here on null once extracted
    role TEXT,
    content TEXT,
    metadata TEXT,
    strategy TEXT,
    strategy_config TEXT,
    forget_at INTEGER,              -- set while its session is no more
    PRIMARY KEY (session_id, namespace, user_id, position)
) WITHOUT ROWID;
CREATE INDEX departed_message_id ON departed_message (session_id, namespace, user_id, id);
CREATE INDEX departed_message_waiting ON departed_message (session_id, namespace, user_id, position) WHERE extracted = 0;
CREATE INDEX departed_message_forget ON departed_message (forget_at) WHERE forget_at IS NOT NULL;

-- Long-term records.
ALTER TABLE memory ADD COLUMN slot TEXT;
ALTER TABLE memory ADD COLUMN consolidated INTEGER NOT NULL DEFAULT 0;
CREATE INDEX memory_by_slot ON memory (namespace, user_id, slot) WHERE slot IS NOT NULL;
CREATE INDEX memory_unconsolidated ON memory (row) WHERE consolidated = 0;

-- Merges, with the records as they were, so that they can be undone.
CREATE TABLE memory_merge (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    namespace TEXT NOT NULL,
    user_id TEXT NOT NULL,
    survivor_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    model TEXT,
    at INTEGER NOT NULL,
    undone_at INTEGER,
    survivor TEXT,                  -- null, with the originals, once one of an undone merge's records was deleted
    originals TEXT
);
CREATE INDEX memory_merge_survivor ON memory_merge (survivor_id, namespace, user_id);
CREATE TABLE memory_merge_member (
    id TEXT NOT NULL,
    namespace TEXT NOT NULL,
    user_id TEXT NOT NULL,
    merge INTEGER NOT NULL,
    PRIMARY KEY (id, namespace, user_id, merge)
) WITHOUT ROWID;
CREATE INDEX memory_merge_member_of ON memory_merge_member (merge);

-- The log tells what happened with a little detail, and is read by session and by memory.
ALTER TABLE event ADD COLUMN detail TEXT;
CREATE INDEX event_by_session ON event (session_id, namespace, user_id, seq) WHERE session_id IS NOT NULL;
CREATE INDEX event_by_subject ON event (subject_id, namespace, user_id, seq) WHERE subject_id IS NOT NULL;

-- Up to which entry the log was trimmed as a whole (one row), and beyond that, sessions of their own.
CREATE TABLE event_trim (until INTEGER NOT NULL);
INSERT INTO event_trim (until)
    SELECT coalesce((SELECT min(seq) - 1 FROM event), (SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0);
CREATE TABLE event_session_trim (
    session_id TEXT NOT NULL,
    namespace TEXT NOT NULL,
    user_id TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (session_id, namespace, user_id)
) WITHOUT ROWID;
CREATE INDEX event_session_trim_until ON event_session_trim (until);

-- State 3 is succeeded, for tracked tasks only. Of one key at most one task is leased; where two were, the newer one does
-- the work.
ALTER TABLE task ADD COLUMN tracked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN started_at INTEGER;
ALTER TABLE task ADD COLUMN completed_at INTEGER;
UPDATE task SET completed_at = due_at WHERE state = 2;
DELETE FROM task WHERE state = 1 AND key IS NOT NULL AND EXISTS (
    SELECT 1 FROM task AS newer
    WHERE newer.kind = task.kind AND newer.namespace = task.namespace AND newer.user_id = task.user_id
        AND newer.key = task.key AND newer.state IN (0, 1) AND newer.row > task.row);
CREATE UNIQUE INDEX task_leased_key ON task (kind, namespace, user_id, key) WHERE state = 1 AND key IS NOT NULL;

CREATE TABLE model_usage (
    namespace TEXT NOT NULL,
    day INTEGER NOT NULL,           -- days since 0001-01-01
    user_id TEXT NOT NULL,
    model TEXT NOT NULL,
    operation TEXT NOT NULL,
    calls INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    PRIMARY KEY (namespace, day, user_id, model, operation)
) WITHOUT ROWID;
CREATE INDEX model_usage_day ON model_usage (day);

-- Scopes are JSON lists; null is everything.
CREATE TABLE summary_view (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL,
    filter TEXT NOT NULL,
    namespaces TEXT,
    users TEXT
);
CREATE TABLE summary_partition (
    view INTEGER NOT NULL,
    key TEXT NOT NULL,
    members TEXT NOT NULL,
    summary TEXT NOT NULL,
    memory_count INTEGER NOT NULL,
    empty INTEGER NOT NULL,
    empty_reason TEXT,
    computed_at INTEGER NOT NULL,
    PRIMARY KEY (view, key)
) WITHOUT ROWID;
