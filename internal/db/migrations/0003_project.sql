-- owner: project
-- +goose Up
CREATE TABLE projects (
    id              $ID,
    organization_id BIGINT NOT NULL,
    slug            TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    platform        TEXT NOT NULL,
    status          TEXT NOT NULL,
    settings        TEXT NOT NULL,
    created_at      BIGINT NOT NULL
);

CREATE TABLE project_keys (
    id              $ID,
    project_id      BIGINT NOT NULL REFERENCES projects (id),
    name            TEXT NOT NULL,
    public_key      TEXT NOT NULL UNIQUE,
    enabled         BOOLEAN NOT NULL,
    rate_per_minute BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    last_used_at    BIGINT NOT NULL
);
CREATE INDEX project_keys_project ON project_keys (project_id);

-- What was not kept, by hour: source is who dropped it, "client" or "server".
-- Project 0 stands for what could not be told apart.
CREATE TABLE discards (
    project_id BIGINT NOT NULL,
    hour       BIGINT NOT NULL,
    source     TEXT NOT NULL,
    category   TEXT NOT NULL,
    reason     TEXT NOT NULL,
    quantity   BIGINT NOT NULL,
    PRIMARY KEY (project_id, hour, source, category, reason)
);
CREATE INDEX discards_hour ON discards (hour);
