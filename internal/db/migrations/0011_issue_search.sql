-- owner: issue
-- +goose Up
-- The orders of the inbox that came later, like the others.
CREATE INDEX issues_by_trend ON issues (project_id, status, trend_score, id);
CREATE INDEX issues_by_priority ON issues (project_id, status, priority, id);
-- What has a value, for searches; and the values there are, for completion.
CREATE INDEX issue_facets_by_value ON issue_facets (name, value, issue_id);
