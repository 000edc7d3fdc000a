-- What a post has beyond a note of the Python releases.

-- By whom it may be seen: 'public', 'unlisted' or 'private'.
ALTER TABLE notes ADD COLUMN visibility TEXT NOT NULL DEFAULT 'public';
ALTER TABLE notes ADD COLUMN post_type TEXT NOT NULL DEFAULT 'note';
-- What the file holds: 'text/markdown' or, where a client sent that, 'text/html'.
ALTER TABLE notes ADD COLUMN content_type TEXT NOT NULL DEFAULT 'text/markdown';
-- The microformats properties, but for the content, in JSON. NULL: made by a Python release; tags and photos lie in
-- their tables only.
ALTER TABLE notes ADD COLUMN properties TEXT;

-- As in 100, without what is in no list. A time that cannot be read stands for the oldest.
DROP INDEX idx_notes_timeline;
CREATE INDEX idx_notes_timeline ON notes(coalesce(julianday(created_at), 0) DESC, id DESC)
    WHERE published = 1 AND deleted_at IS NULL AND visibility = 'public';
-- What the owner sees.
CREATE INDEX idx_notes_owner ON notes(coalesce(julianday(created_at), 0) DESC, id DESC) WHERE deleted_at IS NULL;

-- Slugs that led to a post before it got another, or, where note_id is NULL, before it was purged.
CREATE TABLE former_slugs (
    slug    TEXT PRIMARY KEY NOT NULL,
    note_id INTEGER REFERENCES notes(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX idx_former_slugs_note ON former_slugs(note_id);

-- Changes of files that belong to a committed change and that may not have been made yet.
CREATE TABLE file_changes (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    path        TEXT NOT NULL,
    old_hash    TEXT,
    new_hash    TEXT,
    content     BLOB,
    staged_path TEXT
) STRICT;

-- Which post a request with an Idempotency-Key made, so that its repetition makes no second one.
CREATE TABLE idempotency_keys (
    key_hash     TEXT PRIMARY KEY NOT NULL,
    request_hash TEXT NOT NULL,
    note_id      INTEGER NOT NULL REFERENCES notes(id) ON DELETE CASCADE,
    created_at   TEXT NOT NULL
) STRICT;
CREATE INDEX idx_idempotency_keys_created ON idempotency_keys(created_at);
CREATE INDEX idx_idempotency_keys_note ON idempotency_keys(note_id);

-- The SHA-256 of the file as it was uploaded, before it was made fit to publish. NULL: by a Python release.
ALTER TABLE media ADD COLUMN source_hash TEXT;
CREATE UNIQUE INDEX idx_media_source ON media(source_hash);
CREATE INDEX idx_note_media_media ON note_media(media_id);
