-- owner: feed
-- +goose Up
-- What changed, in the order in which it was committed.
CREATE TABLE feed (
    seq        $ID,
    topic      TEXT NOT NULL,
    project_id BIGINT NOT NULL,
    subject    BIGINT NOT NULL,
    change     TEXT NOT NULL,
    at         BIGINT NOT NULL
);

-- The last seq that was given out. Whoever appends holds this row until the end
-- of the transaction, so that a reader never sees a seq before a lower one.
CREATE TABLE feed_head (
    one $KEY,
    seq BIGINT NOT NULL
);
INSERT INTO feed_head (one, seq) VALUES (1, 0);

-- How far each reaction has read.
CREATE TABLE feed_cursors (
    name TEXT PRIMARY KEY,
    seq  BIGINT NOT NULL
);
