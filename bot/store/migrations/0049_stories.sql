-- Lines that people leave for others who feel the same. state: waiting (for a coordinator), shown, declined.
CREATE TABLE stories (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    language      TEXT    NOT NULL,
    words_x       BLOB    NOT NULL,
    state         TEXT    NOT NULL,
    helped        INTEGER NOT NULL DEFAULT 0,
    told_at       INTEGER NOT NULL DEFAULT 0,
    at            INTEGER NOT NULL
);
CREATE INDEX stories_state ON stories (state, language);
CREATE INDEX stories_person ON stories (person);

CREATE TABLE story_reads (
    id            INTEGER PRIMARY KEY,
    story         INTEGER NOT NULL REFERENCES stories (id),
    person        INTEGER NOT NULL REFERENCES people (id),
    helped        INTEGER NOT NULL DEFAULT 0,
    at            INTEGER NOT NULL,
    UNIQUE (story, person)
);
CREATE INDEX story_reads_person ON story_reads (person);
