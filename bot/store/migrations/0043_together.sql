-- Who invited the counselors to work on their care plan with them.
CREATE TABLE plan_shared (
    person        INTEGER PRIMARY KEY REFERENCES people (id),
    at            INTEGER NOT NULL
);
