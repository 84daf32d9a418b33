-- owner: issue
-- +goose Up
-- A fingerprint that shares an issue with others, or came to it from another one,
-- is a part: it remembers the issue it came from, its home, and has figures of its
-- own, so that it can leave again. 0: it is alone, and its figures are the issue's.
ALTER TABLE issue_fingerprints ADD COLUMN home_id BIGINT NOT NULL DEFAULT 0;

-- The figures of parts. Their hours, facets and users stand in the tables of the
-- issues' own, under the negative id of the fingerprint.
CREATE TABLE issue_parts (
    id            $KEY, -- of the fingerprint
    title         TEXT NOT NULL,
    culprit       TEXT NOT NULL,
    level         SMALLINT NOT NULL,
    platform      TEXT NOT NULL,
    times_seen    BIGINT NOT NULL,
    users_seen    BIGINT NOT NULL,
    first_seen    BIGINT NOT NULL,
    last_seen     BIGINT NOT NULL,
    first_release TEXT NOT NULL,
    last_release  TEXT NOT NULL
);

-- The issues that were merged into others: where they went, for their short ids,
-- and what they were, in case they come back.
CREATE TABLE issue_merges (
    id         $ID,
    project_id BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    actor_id   BIGINT NOT NULL,
    source_id  BIGINT NOT NULL, -- the issue that was merged
    number     BIGINT NOT NULL, -- its
    title      TEXT NOT NULL,   -- its
    events     BIGINT NOT NULL, -- that it had
    prints     BIGINT NOT NULL, -- fingerprints that it had
    state      TEXT NOT NULL,   -- the issue as JSON
    issue_id   BIGINT NOT NULL, -- the one it is part of now
    undone_at  BIGINT NOT NULL, -- 0 while it lasts
    undone_by  BIGINT NOT NULL
);
CREATE INDEX issue_merges_by_issue ON issue_merges (issue_id, id);
CREATE UNIQUE INDEX issue_merges_by_source ON issue_merges (source_id) WHERE undone_at = 0;
CREATE UNIQUE INDEX issue_merges_by_number ON issue_merges (project_id, number) WHERE undone_at = 0;

-- The issue that a line was written about, where that was merged since.
ALTER TABLE activities ADD COLUMN origin_id BIGINT NOT NULL DEFAULT 0;
