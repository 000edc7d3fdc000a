-- What was last read of the owner's h-card (release 1.2.0).

CREATE TABLE author_profile (
    me            TEXT PRIMARY KEY,
    name          TEXT,
    photo         TEXT,
    url           TEXT,
    note          TEXT,
    rel_me_links  TEXT,
    discovered_at DATETIME NOT NULL,
    cached_until  DATETIME NOT NULL
);
CREATE INDEX idx_author_profile_cache ON author_profile(cached_until);
