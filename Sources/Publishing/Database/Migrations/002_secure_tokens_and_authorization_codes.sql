-- Tokens and codes are kept as SHA-256 only (release 1.0.0-rc.1).

CREATE TABLE tokens (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash   TEXT UNIQUE NOT NULL,
    me           TEXT NOT NULL,
    client_id    TEXT,
    scope        TEXT DEFAULT 'create',
    created_at   TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at   TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP,
    revoked_at   TIMESTAMP
);
CREATE INDEX idx_tokens_hash ON tokens(token_hash);
CREATE INDEX idx_tokens_me ON tokens(me);
CREATE INDEX idx_tokens_expires ON tokens(expires_at);

CREATE TABLE authorization_codes (
    id                    INTEGER PRIMARY KEY AUTOINCREMENT,
    code_hash             TEXT UNIQUE NOT NULL,
    me                    TEXT NOT NULL,
    client_id             TEXT NOT NULL,
    redirect_uri          TEXT NOT NULL,
    scope                 TEXT,
    state                 TEXT,
    code_challenge        TEXT,
    code_challenge_method TEXT,
    created_at            TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at            TIMESTAMP NOT NULL,
    used_at               TIMESTAMP
);
CREATE INDEX idx_auth_codes_hash ON authorization_codes(code_hash);
CREATE INDEX idx_auth_codes_expires ON authorization_codes(expires_at);
