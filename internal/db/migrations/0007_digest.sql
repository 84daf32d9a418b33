-- owner: digest
-- +goose Up
-- How far each journal has been digested. The row changes in the transaction
-- that counts the events, so a restart repeats nothing and leaves nothing out.
CREATE TABLE digest_progress (
    stream TEXT PRIMARY KEY,
    seq    BIGINT NOT NULL
);

-- Records that could not be digested, set aside so that the stream goes on.
CREATE TABLE poison (
    id         $ID,
    stream     TEXT NOT NULL,
    seq        BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    protocol   TEXT NOT NULL,
    error      TEXT NOT NULL,
    tries      BIGINT NOT NULL,
    bytes      BIGINT NOT NULL,
    blob       TEXT NOT NULL,
    UNIQUE (stream, seq)
);
