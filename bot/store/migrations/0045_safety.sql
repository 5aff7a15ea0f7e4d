-- The safety plan: one row per step, in the person's own words; and whether counselors who take a call of theirs may see it.
CREATE TABLE safety_steps (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    step          TEXT    NOT NULL,
    words_x       BLOB    NOT NULL,
    at            INTEGER NOT NULL,
    UNIQUE (person, step)
);

CREATE TABLE safety_shared (
    person        INTEGER PRIMARY KEY REFERENCES people (id),
    at            INTEGER NOT NULL
);
