-- owner: issue
-- +goose Up
-- The values that issues of a project were seen with, for completion; only so
-- many of each name.
CREATE TABLE project_facets (
    project_id BIGINT NOT NULL,
    name       TEXT NOT NULL,
    value      TEXT NOT NULL,
    issues     BIGINT NOT NULL, -- about: what was deleted or forgotten is still counted
    PRIMARY KEY (project_id, name, value)
) $CLUSTERED;
INSERT INTO project_facets (project_id, name, value, issues)
    SELECT i.project_id, f.name, f.value, COUNT(*) FROM issue_facets f JOIN issues i ON i.id = f.issue_id GROUP BY i.project_id, f.name, f.value;
INSERT INTO project_facets (project_id, name, value, issues)
    SELECT project_id, 'platform', platform, COUNT(*) FROM issues WHERE platform <> '' GROUP BY project_id, platform;
INSERT INTO project_facets (project_id, name, value, issues)
    SELECT project_id, 'kind', kind, COUNT(*) FROM issues GROUP BY project_id, kind;
