-- Exercises: how heavy it was before and after, own words written in one, and the message that changes by itself.
CREATE TABLE exercise_runs (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    exercise      TEXT    NOT NULL,
    before        INTEGER NOT NULL,
    after         INTEGER,
    at            INTEGER NOT NULL
);
CREATE INDEX exercise_runs_person ON exercise_runs (person);

CREATE TABLE exercise_words (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    exercise      TEXT    NOT NULL,
    words_x       BLOB    NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX exercise_words_person ON exercise_words (person);

CREATE TABLE exercise_screens (
    person        INTEGER PRIMARY KEY REFERENCES people (id),
    message       INTEGER NOT NULL
);
