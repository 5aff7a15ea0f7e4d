-- What else a check-in may hold, and how often somebody wants to be asked.
-- feelings: ids with commas between them; sleep: hours (3: fewer than four, 9: nine or more); energy, stress: 1 little, 2 some, 3 much.
ALTER TABLE moods ADD COLUMN feelings TEXT NOT NULL DEFAULT '';
ALTER TABLE moods ADD COLUMN sleep INTEGER;
ALTER TABLE moods ADD COLUMN energy INTEGER;
ALTER TABLE moods ADD COLUMN stress INTEGER;

-- every: days between two questions. rest_until: the last local date of some days off. unanswered: questions since the last answer.
CREATE TABLE prompt_plans (
    person        INTEGER PRIMARY KEY REFERENCES people (id),
    every         INTEGER NOT NULL DEFAULT 1,
    unanswered    INTEGER NOT NULL DEFAULT 0,
    rest_until    TEXT    NOT NULL DEFAULT '',
    asked_weekly  INTEGER NOT NULL DEFAULT 0,
    dark          INTEGER NOT NULL DEFAULT 0
);
