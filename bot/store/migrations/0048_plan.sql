-- The care plan: where somebody is (0 to 10), a goal, small steps, strengths, and the people around them.
CREATE TABLE plan_ratings (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    area          TEXT    NOT NULL,
    value         INTEGER NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX plan_ratings_person ON plan_ratings (person, area);

CREATE TABLE plan_goals (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    area          TEXT    NOT NULL,
    words_x       BLOB    NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX plan_goals_person ON plan_goals (person);

-- state: new (no day yet), planned, done, partly, not_yet, left.
CREATE TABLE plan_steps (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    words_x       BLOB    NOT NULL,
    state         TEXT    NOT NULL,
    hindered      TEXT    NOT NULL DEFAULT '',
    at            INTEGER NOT NULL
);
CREATE INDEX plan_steps_person ON plan_steps (person);

CREATE TABLE strengths (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    words_x       BLOB    NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX strengths_person ON strengths (person);

CREATE TABLE supporters (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    circle        TEXT    NOT NULL,
    name_x        BLOB    NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX supporters_person ON supporters (person);
