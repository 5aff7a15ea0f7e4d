-- What the risk rules found in somebody's words: for the helper, and so that soft signs can add up over days. Only after consent.
CREATE TABLE risk_signs (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    level         TEXT    NOT NULL,
    category      TEXT    NOT NULL,
    rules         TEXT    NOT NULL,
    words_x       BLOB    NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX risk_signs_person ON risk_signs (person, at);
