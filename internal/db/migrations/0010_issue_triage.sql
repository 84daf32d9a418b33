-- owner: issue
-- +goose Up
ALTER TABLE issues ADD COLUMN assignee_id BIGINT NOT NULL DEFAULT 0;   -- a user, 0 for nobody
ALTER TABLE issues ADD COLUMN snooze_until BIGINT NOT NULL DEFAULT 0;  -- when an ignored issue wakes, 0 for never
ALTER TABLE issues ADD COLUMN snooze_events BIGINT NOT NULL DEFAULT 0; -- times_seen at which it wakes, 0 for never
ALTER TABLE issues ADD COLUMN trend_score BIGINT NOT NULL DEFAULT 0;   -- events of the last 24 hours minus those of the 24 before
CREATE INDEX issues_by_assignee ON issues (assignee_id, status, last_seen, id);
CREATE INDEX issues_by_snooze ON issues (snooze_until) WHERE snooze_until > 0;
