-- What is said after a chat counts for the next pairing: want 1: they would talk with this one again; 0: they would rather not (no block).

ALTER TABLE again ADD COLUMN want INTEGER NOT NULL DEFAULT 1;
CREATE INDEX again_other ON again (other);
