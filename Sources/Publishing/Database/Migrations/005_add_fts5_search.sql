-- The search index: a row per note under the note's id, filled from the Markdown files (release 1.1.0).

CREATE VIRTUAL TABLE notes_fts USING fts5(slug UNINDEXED, title, content, tokenize='porter unicode61');
CREATE TRIGGER notes_fts_delete AFTER DELETE ON notes
BEGIN
    DELETE FROM notes_fts WHERE rowid = OLD.id;
END;
