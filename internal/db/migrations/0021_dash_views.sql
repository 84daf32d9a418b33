-- owner: dash
-- +goose Up
-- Searches that people keep. project_id 0 is all projects; state is a JSON object
-- of texts, which belongs to the page.
CREATE TABLE views (
    id              $ID,
    organization_id BIGINT NOT NULL,
    user_id         BIGINT NOT NULL,
    project_id      BIGINT NOT NULL,
    area            TEXT NOT NULL, -- issues or events
    name            TEXT NOT NULL,
    shared          BOOLEAN NOT NULL,
    state           TEXT NOT NULL,
    changed_at      BIGINT NOT NULL
);
CREATE INDEX views_by_user ON views (organization_id, user_id);
CREATE INDEX views_shared ON views (organization_id, project_id) WHERE shared;
