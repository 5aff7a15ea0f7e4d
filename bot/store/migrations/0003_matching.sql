-- Matching: who blocked whom, when volunteers were on duty (for a fair share of the work), why somebody was asked, and people's wishes.
-- requests.topic holds the ids of all wanted topics, with commas between them; empty for anything.

-- person wants nothing to do with other any more; it counts in both directions.
CREATE TABLE blocks (
    person        INTEGER NOT NULL REFERENCES people (id),
    other         INTEGER NOT NULL REFERENCES people (id),
    at            INTEGER NOT NULL,
    PRIMARY KEY (person, other)
);
CREATE INDEX blocks_other ON blocks (other);

-- until is empty while they are on duty.
CREATE TABLE duty_times (
    id            INTEGER PRIMARY KEY,
    volunteer     INTEGER NOT NULL REFERENCES volunteers (person),
    since         INTEGER NOT NULL,
    until         INTEGER
);
CREATE INDEX duty_times_volunteer ON duty_times (volunteer, until);

-- What was given as the reason of an offer, as JSON: {"shared": [topics], "again": 0 or 1}.
ALTER TABLE offers ADD COLUMN why TEXT NOT NULL DEFAULT '{}';

-- Wishes of one request: gender and age are ids (empty: no wish); again: the same peer as before; apart: nobody of one's own class or team.
ALTER TABLE requests ADD COLUMN again  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN gender TEXT    NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN age    TEXT    NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN apart  INTEGER NOT NULL DEFAULT 0;

-- What somebody said about themselves because of such a wish; all of it may be left out. The team is sealed, and compared by its keyed hash.
CREATE TABLE about (
    person        INTEGER PRIMARY KEY REFERENCES people (id),
    gender        TEXT    NOT NULL DEFAULT '',
    age           TEXT    NOT NULL DEFAULT '',
    team_x        BLOB,
    team_hash     TEXT    NOT NULL DEFAULT '',
    at            INTEGER NOT NULL
);
