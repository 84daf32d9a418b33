-- owner: issue
-- +goose Up
-- What people call an issue. The origin is the issue that a tag was given to,
-- where that was merged since.
CREATE TABLE issue_tags (
    issue_id  BIGINT NOT NULL,
    name      TEXT NOT NULL,
    value     TEXT NOT NULL,
    origin_id BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (issue_id, name, value, origin_id)
) $CLUSTERED;
CREATE INDEX issue_tags_by_value ON issue_tags (name, value, issue_id);

-- The token that acted for a project, by its name.
ALTER TABLE activities ADD COLUMN actor_name TEXT NOT NULL DEFAULT '';
