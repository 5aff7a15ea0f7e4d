-- What is said after a chat counts for the next pairing: want 1: they would talk with this one again; 0: they would rather not (no block).

ALTER TABLE again ADD COLUMN want INTEGER NOT NULL DEFAULT 1;
CREATE INDEX again_other ON again (other);

-- What somebody wishes of a peer (empty, 0: no wish), kept for the next time. A request takes a copy.
CREATE TABLE wishes (
    person        INTEGER PRIMARY KEY REFERENCES people (id),
    again         INTEGER NOT NULL DEFAULT 0,
    gender        TEXT    NOT NULL DEFAULT '',
    age           TEXT    NOT NULL DEFAULT '',
    apart         INTEGER NOT NULL DEFAULT 0,
    at            INTEGER NOT NULL
);
