-- owner: account
-- +goose Up
-- Owners, admins and those with all_projects see every project of the
-- organization, the others what project_access lists. A member who is disabled
-- or not confirmed may not come in.
ALTER TABLE members ADD COLUMN all_projects BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE members ADD COLUMN disabled BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE members ADD COLUMN confirmed BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE members ADD COLUMN joined_at BIGINT NOT NULL DEFAULT 0;
UPDATE members SET joined_at = (SELECT u.created_at FROM users u WHERE u.id = members.user_id);
UPDATE members SET role = 'owner' WHERE user_id =
    (SELECT MIN(m.user_id) FROM members m WHERE m.organization_id = members.organization_id AND m.role = 'admin');

CREATE TABLE project_access (
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    user_id         BIGINT NOT NULL REFERENCES users (id),
    project_id      BIGINT NOT NULL,
    PRIMARY KEY (organization_id, user_id, project_id)
);

-- 0 is the first organization that the user belongs to.
ALTER TABLE sessions ADD COLUMN organization_id BIGINT NOT NULL DEFAULT 0;

-- project_id 0 is a personal token, another one a token of that project, which
-- user_id made.
ALTER TABLE tokens ADD COLUMN organization_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN project_id BIGINT NOT NULL DEFAULT 0;
UPDATE tokens SET organization_id = COALESCE((SELECT MIN(m.organization_id) FROM members m WHERE m.user_id = tokens.user_id), 0);
CREATE INDEX tokens_project ON tokens (project_id);

-- Rows go when they are used. projects is a JSON list of ids, empty with
-- all_projects; confirm means that whoever comes in waits for an administrator.
CREATE TABLE invitations (
    id              $ID,
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    hash            TEXT NOT NULL UNIQUE,
    email           TEXT NOT NULL,
    role            TEXT NOT NULL,
    all_projects    BOOLEAN NOT NULL,
    projects        TEXT NOT NULL,
    confirm         BOOLEAN NOT NULL,
    created_by      BIGINT NOT NULL REFERENCES users (id),
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL
);
CREATE INDEX invitations_organization ON invitations (organization_id);

-- Names are kept beside the ids: they must be readable when what they name is
-- gone. detail is a JSON object of texts.
CREATE TABLE audit (
    id              $ID,
    at              BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    actor_id        BIGINT NOT NULL,
    actor_name      TEXT NOT NULL,
    token_id        BIGINT NOT NULL,
    token_name      TEXT NOT NULL,
    address         TEXT NOT NULL,
    agent           TEXT NOT NULL,
    action          TEXT NOT NULL,
    target_type     TEXT NOT NULL,
    target_id       BIGINT NOT NULL,
    target_name     TEXT NOT NULL,
    detail          TEXT NOT NULL
);
CREATE INDEX audit_organization ON audit (organization_id, id);
CREATE INDEX audit_actor ON audit (organization_id, actor_id, id);
CREATE INDEX audit_action ON audit (organization_id, action, id);
CREATE INDEX audit_at ON audit (at);
