-- What public pages and feeds are answered from.

-- The posts of a tag in the order of the timeline: published ones that are in lists, the scheduled ones included. A shadow
-- of notes and note_tags; whoever reads it looks at the post's row as well.
CREATE TABLE tag_timeline (
    tag_id  INTEGER NOT NULL REFERENCES tags(id) ON DELETE CASCADE,
    moment  REAL NOT NULL,
    note_id INTEGER NOT NULL REFERENCES notes(id) ON DELETE CASCADE,
    PRIMARY KEY (tag_id, moment, note_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX idx_tag_timeline_note ON tag_timeline(note_id);

-- How many rows a tag has there.
ALTER TABLE tags ADD COLUMN post_count INTEGER NOT NULL DEFAULT 0;
CREATE INDEX idx_tags_post_count ON tags(post_count DESC, name) WHERE post_count > 0;

-- What feeds call a post for ever. NULL: its first address, with the site's address of feed_origin.
ALTER TABLE notes ADD COLUMN feed_id TEXT;

-- The address under which the site was first served to the web.
CREATE TABLE feed_origin (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    url TEXT NOT NULL
) STRICT;

-- What the last changes touched, so that every process knows which of its finished pages are old.
CREATE TABLE site_changes (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    touched    TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;
