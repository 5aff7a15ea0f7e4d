-- Volunteers: what an application says, how far the training is, the coordinators' questions, and why somebody was suspended.

ALTER TABLE volunteers ADD COLUMN languages TEXT NOT NULL DEFAULT '';
ALTER TABLE volunteers ADD COLUMN motivation_x BLOB;
ALTER TABLE volunteers ADD COLUMN reason_x BLOB;

CREATE TABLE application_drafts (
    person        INTEGER PRIMARY KEY REFERENCES people (id),
    topics        TEXT    NOT NULL,
    languages     TEXT    NOT NULL,
    motivation_x  BLOB
);

CREATE TABLE training (
    person        INTEGER NOT NULL REFERENCES people (id),
    module        TEXT    NOT NULL,
    page          INTEGER NOT NULL DEFAULT 0,
    score         INTEGER NOT NULL DEFAULT 0,
    tries         INTEGER NOT NULL DEFAULT 0,
    done_at       INTEGER,
    retry_at      INTEGER,
    PRIMARY KEY (person, module)
);

CREATE TABLE application_questions (
    id            INTEGER PRIMARY KEY,
    applicant     INTEGER NOT NULL REFERENCES people (id),
    coordinator   INTEGER NOT NULL REFERENCES people (id),
    question_x    BLOB    NOT NULL,
    answer_x      BLOB,
    asked_at      INTEGER NOT NULL,
    answered_at   INTEGER
);
CREATE INDEX application_questions_applicant ON application_questions (applicant, id);
