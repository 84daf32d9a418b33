-- owner: comment
-- +goose Up
-- In all three tables the origin is the issue that a row was about, where that
-- was merged since.
CREATE TABLE comments (
    id          $ID,
    issue_id    BIGINT NOT NULL,
    origin_id   BIGINT NOT NULL DEFAULT 0,
    parent_id   BIGINT NOT NULL, -- the comment that this one answers, 0 for none
    author_id   BIGINT NOT NULL,
    body        TEXT NOT NULL,   -- Markdown
    created_at  BIGINT NOT NULL,
    edited_at   BIGINT NOT NULL, -- 0 if it never was
    deleted_at  BIGINT NOT NULL  -- 0 unless only its place is kept, for the answers
);
CREATE INDEX comments_by_issue ON comments (issue_id, id);
CREATE INDEX comments_by_parent ON comments (parent_id) WHERE parent_id > 0;

CREATE TABLE followers (
    issue_id  BIGINT NOT NULL,
    user_id   BIGINT NOT NULL,
    origin_id BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (issue_id, user_id, origin_id)
) $CLUSTERED;
CREATE INDEX followers_by_user ON followers (user_id, issue_id);

CREATE TABLE notices (
    id         $ID,
    user_id    BIGINT NOT NULL, -- who is told
    project_id BIGINT NOT NULL,
    issue_id   BIGINT NOT NULL,
    origin_id  BIGINT NOT NULL DEFAULT 0,
    comment_id BIGINT NOT NULL, -- 0 if it is about none
    why        TEXT NOT NULL,
    detail     TEXT NOT NULL,
    actor_id   BIGINT NOT NULL, -- a user, 0 for Belfry itself and for tokens
    actor_name TEXT NOT NULL,   -- of the token
    at         BIGINT NOT NULL,
    read_at    BIGINT NOT NULL  -- 0 while it is unread
);
CREATE INDEX notices_by_user ON notices (user_id, id);
CREATE INDEX notices_unread ON notices (user_id) WHERE read_at = 0;
CREATE INDEX notices_by_issue ON notices (issue_id);
CREATE INDEX notices_by_time ON notices (at);
