-- Who may act for the owner: applications with what they were granted, and the ways in which the owner signs in.

-- What the owner allowed an application, a row per consent. All tokens that come of it end together.
CREATE TABLE grants (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    me           TEXT NOT NULL,
    client_id    TEXT NOT NULL,
    scope        TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    last_used_at TEXT,
    revoked_at   TEXT
) STRICT;
CREATE INDEX idx_grants_client ON grants(client_id);

-- Each is good for one use, which makes the next. Used ones stay, so that a second use is seen.
CREATE TABLE refresh_tokens (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT UNIQUE NOT NULL,
    grant_id   INTEGER NOT NULL REFERENCES grants(id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at    TEXT
) STRICT;
CREATE INDEX idx_refresh_tokens_grant ON refresh_tokens(grant_id);
CREATE INDEX idx_refresh_tokens_expires ON refresh_tokens(expires_at);

-- NULL: made by the owner or by a Python release.
ALTER TABLE tokens ADD COLUMN grant_id INTEGER;
CREATE INDEX idx_tokens_grant ON tokens(grant_id);
-- What the code was exchanged for.
ALTER TABLE authorization_codes ADD COLUMN grant_id INTEGER;

-- How the owner signed in. NULL: to a Python release.
ALTER TABLE sessions ADD COLUMN method TEXT;

-- What a sign-in through the owner's own provider must come back with. `state` holds its SHA-256 from now on.
ALTER TABLE auth_state ADD COLUMN browser_hash TEXT;
ALTER TABLE auth_state ADD COLUMN client_id TEXT;
ALTER TABLE auth_state ADD COLUMN scope TEXT;
ALTER TABLE auth_state ADD COLUMN me TEXT;
ALTER TABLE auth_state ADD COLUMN discovered TEXT;
ALTER TABLE auth_state ADD COLUMN server TEXT;
ALTER TABLE auth_state ADD COLUMN return_path TEXT;

CREATE TABLE login_links (
    link_hash  TEXT PRIMARY KEY NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

-- The site has one owner, who has one password or none.
CREATE TABLE owner_password (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    hash       TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;

CREATE TABLE passkeys (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    credential_id TEXT UNIQUE NOT NULL,
    public_key    BLOB NOT NULL,
    sign_count    INTEGER NOT NULL,
    transports    TEXT NOT NULL,
    name          TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    last_used_at  TEXT
) STRICT;

-- Challenges that a passkey has answered. They say themselves until when they are good.
CREATE TABLE answered_challenges (
    challenge_hash TEXT PRIMARY KEY NOT NULL,
    expires_at     TEXT NOT NULL
) STRICT;
