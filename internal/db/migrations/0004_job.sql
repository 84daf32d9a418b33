-- owner: job
-- +goose Up
-- status: ready, running, done, failed. A unique_key is unique among the jobs
-- that are not over.
CREATE TABLE jobs (
    id          $ID,
    kind        TEXT NOT NULL,
    args        TEXT NOT NULL,
    unique_key  TEXT,
    status      TEXT NOT NULL,
    run_at      BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    tries       BIGINT NOT NULL,
    error       TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    finished_at BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (status, run_at, id);
CREATE UNIQUE INDEX jobs_unique ON jobs (unique_key) WHERE status IN ('ready', 'running');

CREATE TABLE schedules (
    name    TEXT PRIMARY KEY,
    next_at BIGINT NOT NULL,
    error   TEXT NOT NULL
);
