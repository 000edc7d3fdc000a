-- Public notes, newest first. The releases wrote times in three text forms, which only sort as times.

CREATE INDEX idx_notes_timeline ON notes(julianday(created_at) DESC, id DESC)
    WHERE published = 1 AND deleted_at IS NULL;
