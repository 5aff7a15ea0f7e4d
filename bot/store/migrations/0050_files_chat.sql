-- Whose chat a file is for: so that it goes with its person.
ALTER TABLE files ADD COLUMN chat INTEGER NOT NULL DEFAULT 0;
