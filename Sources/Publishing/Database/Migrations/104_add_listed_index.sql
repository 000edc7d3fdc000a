-- Which posts are for all, and from when on: for lists that come from elsewhere, as a search does from the index of words.
-- Both facts are in it, so that no row is read for them.
CREATE INDEX idx_notes_listed ON notes(id, coalesce(julianday(created_at), 0))
    WHERE published = 1 AND deleted_at IS NULL AND visibility = 'public';
