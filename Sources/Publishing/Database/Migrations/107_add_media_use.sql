-- When uploads were last sent, and how long nobody has needed them.

-- Since when the sweep has found that nothing names the upload; it goes when that is long ago. NULL: it is in use, or no sweep
-- has seen it yet.
ALTER TABLE media ADD COLUMN unused_since TEXT;
-- Which upload it was, counted from the first; the same bytes sent again count anew. NULL: its id.
ALTER TABLE media ADD COLUMN upload_number INTEGER;
CREATE INDEX idx_media_upload_number ON media(coalesce(upload_number, id));

-- Smaller copies are known by their addresses too.
CREATE INDEX idx_media_variants_path ON media_variants(path);
