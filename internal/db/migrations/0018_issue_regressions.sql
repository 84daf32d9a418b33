-- owner: issue
-- +goose Up
CREATE INDEX issues_by_regression ON issues (regressed_at) WHERE regressed_at > 0;
