-- owner: project
-- +goose Up
-- Groups are the same for everybody; a project is in at most one.
CREATE TABLE project_groups (
    id              $ID,
    organization_id BIGINT NOT NULL,
    name            TEXT NOT NULL,
    name_key        TEXT NOT NULL, -- in lower case
    UNIQUE (organization_id, name_key)
);
CREATE TABLE project_group_members (
    project_id $KEY,
    group_id   BIGINT NOT NULL
);
CREATE INDEX project_group_members_by_group ON project_group_members (group_id);

-- What each user makes of the list of projects.
CREATE TABLE project_favorites (
    user_id    BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    PRIMARY KEY (user_id, project_id)
) $CLUSTERED;
CREATE TABLE project_places (
    user_id    BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    place      INTEGER NOT NULL, -- counted from 0
    PRIMARY KEY (user_id, project_id)
) $CLUSTERED;
