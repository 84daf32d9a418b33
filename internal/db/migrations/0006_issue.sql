-- owner: issue
-- +goose Up
-- One row per project that ever had an event. Whoever counts events of a project
-- holds its row first, so that two of them take turns.
CREATE TABLE issue_projects (
    project_id $KEY,
    numbers    BIGINT NOT NULL, -- the last that was given to an issue
    events     BIGINT NOT NULL, -- ever counted
    last_event BIGINT NOT NULL  -- received
);

CREATE TABLE issues (
    id                $ID,
    project_id        BIGINT NOT NULL,
    number            BIGINT NOT NULL, -- within the project: SHOP-12
    kind              TEXT NOT NULL,
    title             TEXT NOT NULL,
    culprit           TEXT NOT NULL,
    level             SMALLINT NOT NULL, -- the highest ever seen
    status            TEXT NOT NULL,
    priority          SMALLINT NOT NULL,
    platform          TEXT NOT NULL,
    times_seen        BIGINT NOT NULL,
    users_seen        BIGINT NOT NULL,
    first_seen        BIGINT NOT NULL,
    last_seen         BIGINT NOT NULL,
    first_release     TEXT NOT NULL,
    last_release      TEXT NOT NULL,
    resolved_at       BIGINT NOT NULL, -- 0 unless resolved
    regressed_at      BIGINT NOT NULL, -- 0 if it never was
    status_changed_at BIGINT NOT NULL,
    search            TEXT NOT NULL,   -- title and culprit in lower case
    UNIQUE (project_id, number)
);
-- Each order of the inbox, per project and status.
CREATE INDEX issues_by_last_seen ON issues (project_id, status, last_seen, id);
CREATE INDEX issues_by_first_seen ON issues (project_id, status, first_seen, id);
CREATE INDEX issues_by_events ON issues (project_id, status, times_seen, id);
CREATE INDEX issues_by_users ON issues (project_id, status, users_seen, id);
CREATE INDEX issues_by_level ON issues (project_id, status, level, id);

-- Which issue a fingerprint belongs to.
CREATE TABLE issue_fingerprints (
    id          $ID,
    project_id  BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    issue_id    BIGINT NOT NULL,
    UNIQUE (project_id, fingerprint)
);
CREATE INDEX issue_fingerprints_by_issue ON issue_fingerprints (issue_id, id);

-- How many issues there are of each kind and status.
CREATE TABLE issue_counts (
    project_id BIGINT NOT NULL,
    kind       TEXT NOT NULL,
    status     TEXT NOT NULL,
    issues     BIGINT NOT NULL,
    PRIMARY KEY (project_id, kind, status)
) $CLUSTERED;

-- Events per hour since the epoch, by the time of the event.
CREATE TABLE issue_hours (
    issue_id BIGINT NOT NULL,
    hour     INTEGER NOT NULL,
    events   BIGINT NOT NULL,
    PRIMARY KEY (issue_id, hour)
) $CLUSTERED;
CREATE TABLE project_hours (
    project_id BIGINT NOT NULL,
    hour       INTEGER NOT NULL,
    events     BIGINT NOT NULL,
    PRIMARY KEY (project_id, hour)
) $CLUSTERED;

-- In which environments and releases an issue was seen.
CREATE TABLE issue_facets (
    issue_id   BIGINT NOT NULL,
    name       TEXT NOT NULL,
    value      TEXT NOT NULL,
    events     BIGINT NOT NULL,
    first_seen BIGINT NOT NULL,
    last_seen  BIGINT NOT NULL,
    PRIMARY KEY (issue_id, name, value)
) $CLUSTERED;

-- Who met an issue, as a HyperLogLog sketch.
CREATE TABLE issue_users (
    issue_id $KEY,
    sketch   $BLOB NOT NULL
);

-- Every event that was counted: so that none is counted twice, and as a hint of
-- where the lake has it.
CREATE TABLE event_index (
    project_id     BIGINT NOT NULL,
    event_id       $BLOB NOT NULL,
    fingerprint_id BIGINT NOT NULL,
    time           BIGINT NOT NULL,
    day            INTEGER NOT NULL, -- of receipt, since the epoch
    PRIMARY KEY (project_id, event_id)
) $CLUSTERED;

CREATE TABLE activities (
    id       $ID,
    issue_id BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    actor_id BIGINT NOT NULL, -- a user, 0 for Belfry itself
    action   TEXT NOT NULL,
    was      TEXT NOT NULL,
    became   TEXT NOT NULL,
    detail   TEXT NOT NULL
);
CREATE INDEX activities_by_issue ON activities (issue_id, id);

CREATE TABLE attachments (
    id           $ID,
    project_id   BIGINT NOT NULL,
    event_id     $BLOB NOT NULL,
    received     BIGINT NOT NULL,
    name         TEXT NOT NULL,
    type         TEXT NOT NULL,
    content_type TEXT NOT NULL,
    bytes        BIGINT NOT NULL,
    hash         TEXT NOT NULL, -- of the blob
    UNIQUE (project_id, event_id, name, hash)
);
CREATE INDEX attachments_by_hash ON attachments (hash);
CREATE INDEX attachments_by_receipt ON attachments (received);

CREATE TABLE feedback (
    id             $ID,
    project_id     BIGINT NOT NULL,
    feedback_id    $BLOB NOT NULL,
    event_id       $BLOB,           -- null when it speaks of no event
    fingerprint_id BIGINT NOT NULL, -- 0 until that event is counted
    received       BIGINT NOT NULL,
    name           TEXT NOT NULL,
    email          TEXT NOT NULL,
    message        TEXT NOT NULL,
    url            TEXT NOT NULL,
    source         TEXT NOT NULL,
    environment    TEXT NOT NULL,
    release        TEXT NOT NULL,
    UNIQUE (project_id, feedback_id)
);
CREATE INDEX feedback_by_fingerprint ON feedback (fingerprint_id, id);
CREATE INDEX feedback_by_event ON feedback (project_id, event_id);
CREATE INDEX feedback_by_receipt ON feedback (received);
CREATE INDEX feedback_waiting ON feedback (project_id, event_id) WHERE fingerprint_id = 0 AND event_id IS NOT NULL;
