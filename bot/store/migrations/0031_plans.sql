-- Finding one's own solution: plans, sealed as a whole. state: open (being worked on) or set (its step has a date). shared: '', wanted, given.

CREATE TABLE plans (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    plan_x        BLOB    NOT NULL,
    state         TEXT    NOT NULL,
    shared        TEXT    NOT NULL DEFAULT '',
    made_at       INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL
);
CREATE INDEX plans_person ON plans (person, state);
