-- Ticketing for IndieAuth: access that nobody asked for, but that the owner of a page offers.

-- Private posts that the owner lets somebody read: a ticket, good for one token, and that token. They are in no table that
-- the owner's own tokens are in, so that they cannot be taken for such.
CREATE TABLE tickets (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    note_id          INTEGER NOT NULL REFERENCES notes(id) ON DELETE CASCADE,
    -- Who may read, a URL.
    subject          TEXT NOT NULL,
    ticket_hash      TEXT UNIQUE NOT NULL,
    created_at       TEXT NOT NULL,
    expires_at       TEXT NOT NULL,
    -- NULL: not redeemed yet.
    token_hash       TEXT UNIQUE,
    token_expires_at TEXT,
    last_used_at     TEXT,
    revoked_at       TEXT
) STRICT;
CREATE INDEX idx_tickets_note ON tickets(note_id);

-- What others let the owner read. Tickets and tokens are sealed with a key that is not in the database.
CREATE TABLE external_tokens (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Whose token endpoint it is, a URL.
    issuer      TEXT NOT NULL,
    -- What may be read, URLs with a space between.
    resources   TEXT NOT NULL,
    received_at TEXT NOT NULL,
    -- NULL: redeemed.
    ticket      BLOB,
    -- NULL: not redeemed yet.
    token       BLOB,
    scope       TEXT,
    expires_at  TEXT
) STRICT;
