-- What every post pays for and no question asks: slugs are found by the index of their UNIQUE constraint, lists by those of
-- 101.
DROP INDEX idx_notes_created_at;
DROP INDEX idx_notes_published;
DROP INDEX idx_notes_slug;

-- The deleted posts alone, in the order of their list.
DROP INDEX idx_notes_deleted_at;
CREATE INDEX idx_notes_deleted_at ON notes(coalesce(julianday(deleted_at), 0) DESC, id DESC)
    WHERE deleted_at IS NOT NULL;
