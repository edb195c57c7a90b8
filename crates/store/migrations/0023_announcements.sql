-- An announcement is corrected or withdrawn, never deleted: what was said stays in the log.
ALTER TABLE announcements ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE announcements ADD COLUMN withdrawn_at BIGINT;
