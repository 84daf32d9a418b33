-- owner: account
-- +goose Up
-- The authenticator app of a user: secret is sealed, confirmed_at 0 until the
-- first code was right, last_step the latest time step whose code was used.
CREATE TABLE totp_factors (
    user_id      BIGINT PRIMARY KEY REFERENCES users (id),
    secret       TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    last_step    BIGINT NOT NULL
);

-- Each works once: its row goes with it.
CREATE TABLE recovery_codes (
    user_id BIGINT NOT NULL REFERENCES users (id),
    hash    TEXT NOT NULL,
    PRIMARY KEY (user_id, hash)
);

-- handle is what authenticators know a user by: random, never shown.
CREATE TABLE passkey_handles (
    user_id BIGINT PRIMARY KEY REFERENCES users (id),
    handle  TEXT NOT NULL UNIQUE
);

-- credential_id is base64url; rp_id the host name that the passkey is bound to;
-- record the whole credential as JSON.
CREATE TABLE passkeys (
    id            $ID,
    user_id       BIGINT NOT NULL REFERENCES users (id),
    rp_id         TEXT NOT NULL,
    credential_id TEXT NOT NULL,
    name          TEXT NOT NULL,
    record        TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    last_used_at  BIGINT NOT NULL,
    UNIQUE (rp_id, credential_id)
);
CREATE INDEX passkeys_user ON passkeys (user_id);

-- Who a provider of identities says somebody is.
CREATE TABLE oidc_identities (
    issuer       TEXT NOT NULL,
    subject      TEXT NOT NULL,
    user_id      BIGINT NOT NULL REFERENCES users (id),
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX oidc_identities_user ON oidc_identities (user_id);

-- A step of signing in that waits for the next one: hash is of its token, data
-- what the next step needs, as JSON. user_id 0 means not known yet.
CREATE TABLE challenges (
    hash       TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    user_id    BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    data       TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX challenges_expires ON challenges (expires_at);
