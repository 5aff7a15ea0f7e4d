-- Questionnaires: answers on the way, and results. What was answered is sealed.
CREATE TABLE scale_drafts (
    person        INTEGER NOT NULL REFERENCES people (id),
    scale         TEXT    NOT NULL,
    answers_x     BLOB    NOT NULL,
    at            INTEGER NOT NULL,
    PRIMARY KEY (person, scale)
);

CREATE TABLE scale_results (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    scale         TEXT    NOT NULL,
    day           TEXT    NOT NULL,
    result_x      BLOB    NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX scale_results_person ON scale_results (person, id);

-- Whose chat a file goes to, so that it goes with them.
ALTER TABLE files ADD COLUMN chat INTEGER NOT NULL DEFAULT 0;
